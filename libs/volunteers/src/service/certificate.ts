import { sign, verify, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { encode } from 'uqr';
import {
  Config,
  Transactions,
  FieldEncryption,
  beginPdf,
  newPublicCode,
  shanghaiDay,
  type Actor,
} from '#libs/platform';
import { People, Units } from '#libs/identity';
import type { CertificateResponse } from './service.dto.js';
import { ServiceRecord } from './service-record.js';

/** The purpose under which the signing key for certificates is registered. */
export const SERVICE_CERTIFICATE = 'service-certificate';
/** Printed on paper and read by pages without the platform. Unlike the tokens of links, this format never changes. */
const FORM = 'MW1';
const WIDTHS = [14, 22, 34, 18, 12];

/** Encodes a certificate in one line that can be verified offline: `MW1.CONTENT.SIGNATURE`, both base64url. The signature
 *  is Ed25519 over `MW1.CONTENT`. */
export function toToken(certificate: CertificateResponse, key: KeyObject): string {
  const said = `${FORM}.${Buffer.from(JSON.stringify(certificate)).toString('base64url')}`;
  return `${said}.${sign(null, Buffer.from(said), key).toString('base64url')}`;
}

/** Decodes a token; undefined if this key has not signed it. */
export function readToken(token: string, publicKey: KeyObject): CertificateResponse | undefined {
  const [form, content, signature, ...more] = token.split('.');
  if (form !== FORM || !content || !signature || more.length > 0) return undefined;
  const isGenuine = verify(null, Buffer.from(`${form}.${content}`), publicKey, Buffer.from(signature, 'base64url'));
  return isGenuine
    ? (JSON.parse(Buffer.from(content, 'base64url').toString('utf8')) as CertificateResponse)
    : undefined;
}

/** Certificates of service, free of charge. They are generated on request and not stored. Source: 志愿服务条例, art. 19: who
 *  records certifies (R1.6). */
@Injectable()
export class Certificates {
  constructor(
    private readonly transactions: Transactions,
    private readonly record: ServiceRecord,
    private readonly people: People,
    private readonly units: Units,
    private readonly encryption: FieldEncryption,
    private readonly config: Config,
  ) {}

  /** The actor's certificate for a period, as a PDF. */
  async pdf(actor: Actor, fromOn: string, untilOn: string): Promise<Buffer> {
    const entries = await this.record.counted(actor, fromOn, untilOn);
    const names = await this.people.names(this.transactions, [actor.personId]);
    const district = await this.units.root(this.transactions);
    const certificate: CertificateResponse = {
      no: newPublicCode('FW'),
      name: names.get(actor.personId) ?? '',
      hours: Math.round(entries.reduce((sum, { hours }) => sum + hours, 0) * 10) / 10,
      wishes: new Set(entries.map(({ wishId }) => wishId)).size,
      fromOn,
      untilOn,
      issuedOn: shanghaiDay(new Date()),
      issuer: district?.name ?? '',
    };
    const token = toToken(certificate, (await this.encryption.signingKey(this.transactions, SERVICE_CERTIFICATE)).key);
    const sheet = await beginPdf('志愿服务证明');
    sheet.heading('志愿服务证明');
    sheet.paragraph(`编号 ${certificate.no}`, { isCentred: true });
    sheet.paragraph(
      `兹证明 ${certificate.name} 于 ${fromOn} 至 ${untilOn} 期间，为 ${certificate.wishes} 个微心愿提供志愿服务，经他人确认的服务时间共 ${certificate.hours} 小时。`,
      { size: 13 },
    );
    sheet.paragraph(`${certificate.issuer}　${certificate.issuedOn}`);
    sheet.table(
      ['日期', '心愿编号', '社区（村）', '确认日期', '小时'].map((title, at) => ({
        title,
        width: WIDTHS[at]!,
        isFigure: at === WIDTHS.length - 1,
      })),
      entries.map(({ doneOn, wishCode, unitName, confirmedAt, hours }) => [
        doneOn,
        wishCode,
        unitName,
        shanghaiDay(confirmedAt),
        String(hours),
      ]),
    );
    const url = `${this.config.publicUrl}/certificate#${token}`;
    sheet.squares(encode(url, { ecc: 'M', border: 2 }).data, 150);
    sheet.paragraph('扫码核对：内容写在码里，并有平台的电子签名，核对时不上传任何信息。', { size: 9 });
    return sheet.bytes();
  }

  /** Public keys that verify signatures, as JSON Web Keys: the current key first, then earlier ones. */
  async publicKeys(): Promise<{ crv: string; kty: string; x: string }[]> {
    const keys = await this.encryption.publicKeys(this.transactions, SERVICE_CERTIFICATE);
    return keys.map(({ key }) => {
      const { crv, kty, x } = key.export({ format: 'jwk' });
      return { crv: crv!, kty: kty!, x: x! };
    });
  }

  /** Decodes a token; null if it was not issued here or was changed. */
  async read(token: string): Promise<CertificateResponse | null> {
    for (const { key } of await this.encryption.publicKeys(this.transactions, SERVICE_CERTIFICATE)) {
      try {
        const certificate = readToken(token, key);
        if (certificate) return certificate;
      } catch {
        return null; // not a token at all
      }
    }
    return null;
  }
}
