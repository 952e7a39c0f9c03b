import type { Schemas } from '../../../core/api';

const FORM = 'MW1';

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0)));

/** Returns the content of a certificate's token if one of these keys signed it: `MW1.CONTENT.SIGNATURE`, Ed25519 over
 *  `MW1.CONTENT`. Nothing leaves the device. `unable`: this browser does not support Ed25519. */
export async function checkCertificate(
  token: string,
  keys: Schemas['CertificateKeyResponse'][],
): Promise<Schemas['CertificateResponse'] | 'wrong' | 'unable'> {
  const [form, content, signature] = token.split('.');
  if (form !== FORM || !content || !signature) return 'wrong';
  let publicKeys: CryptoKey[];
  try {
    publicKeys = await Promise.all(
      keys.map((key) => crypto.subtle.importKey('jwk', key, { name: 'Ed25519' }, false, ['verify'])),
    );
  } catch {
    return 'unable';
  }
  try {
    const said = new TextEncoder().encode(`${form}.${content}`) as Uint8Array<ArrayBuffer>;
    const verdicts = await Promise.all(
      publicKeys.map((key) => crypto.subtle.verify('Ed25519', key, bytesOf(signature), said)),
    );
    if (!verdicts.includes(true)) return 'wrong';
    return JSON.parse(new TextDecoder().decode(bytesOf(content))) as Schemas['CertificateResponse'];
  } catch {
    return 'wrong';
  }
}
