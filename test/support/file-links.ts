import { randomBytes } from 'node:crypto';
import { SignJWT, decodeJwt } from 'jose';

const tokenOf = (link: string): string => new URL(link, 'http://x').searchParams.get('token')!;

/** When the link of a file dies, in seconds since 1970, as its token says. */
export const endOf = (link: string): number => decodeJwt(tokenOf(link)).exp!;

/** The same link, saying of itself that it lives longer; its signature is that of the true one. */
export function prolonged(link: string, seconds: number): string {
  const [header, , signature] = tokenOf(link).split('.');
  const claims = { ...decodeJwt(tokenOf(link)), exp: endOf(link) + seconds };
  const said = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return link.replace(tokenOf(link), `${header}.${said}.${signature}`);
}

/** A link that is right in everything but the key. */
export async function foreignLink(fileId: string, variant: 'full' | 'thumb'): Promise<string> {
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'HS256', kid: '1' })
    .setAudience('file-link')
    .setSubject(`${variant}/${fileId}`)
    .setExpirationTime('1 minute')
    .sign(randomBytes(32));
  return `/api/v1/files/${fileId}/${variant}?token=${token}`;
}
