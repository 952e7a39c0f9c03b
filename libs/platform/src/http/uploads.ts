import type { MultipartFile } from '@fastify/multipart';
import type { ApiBodyOptions } from '@nestjs/swagger';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../actor.js';
import { Transactions } from '../database/transactions.js';
import { newId } from '../ids.js';
import { InvalidInput, TooLarge, problem } from '../problems.js';
import { visibleText } from '../texts.js';
import type { ApiRequest } from './access.decorators.js';

/** The OpenAPI body of a route that takes one file. */
export const UPLOAD_BODY: ApiBodyOptions = {
  schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] },
};

/** The one file of a multipart body. Throws INVALID_INPUT where there is none, TOO_LARGE above the limit. */
export async function uploadedFile(request: ApiRequest): Promise<{ name: string; bytes: Buffer }> {
  const part = await (request as unknown as { file(): Promise<MultipartFile | undefined> }).file();
  if (!part)
    throw InvalidInput({
      faults: [{ field: 'file', reason: request.locale === 'en' ? 'is missing' : '没有选择文件' }],
    });
  const bytes = await part.toBuffer();
  // A file whose chunks end exactly at the limit is cut without an error: the parser notices only at the next chunk.
  if (part.file.truncated) throw TooLarge();
  return { name: visibleText(part.filename ?? '').trim() || 'file', bytes };
}

/** What one person may upload in 24 hours: a day of photos from home visits, or a town's workbooks. `Files` also limits the
 *  number of photos. */
const STAFF_BYTES = 200 * 1024 * 1024;
const OTHERS_BYTES = 50 * 1024 * 1024;
const DAY_S = 24 * 3_600;
/** An upload of unknown length counts as the largest file until it has arrived. */
const UNKNOWN_BYTES = 20 * 1024 * 1024;

export const UploadQuota = problem('UPLOAD_QUOTA', 429, {
  zh: '24 小时内上传的文件已达 {limitMb} MB 的上限，请稍后再传。',
  en: 'The files that you sent within 24 hours reach the limit of {limitMb} MB. Send more later.',
});

/** Receives files, and counts each person's bytes over all upload routes. */
@Injectable()
export class Uploads {
  constructor(private readonly transactions: Transactions) {}

  /** The one file of the body. Its bytes are counted before they are read, so that parallel uploads cannot pass the limit
   *  together. Throws UPLOAD_QUOTA, INVALID_INPUT where there is no file, TOO_LARGE above the limit. */
  async take(actor: Actor, request: ApiRequest): Promise<{ name: string; bytes: Buffer }> {
    const declared = Number(request.headers['content-length'] ?? UNKNOWN_BYTES);
    const id = await this.count(actor, {
      bytes: Math.min(declared, UNKNOWN_BYTES),
      limit: request.isStaff ? STAFF_BYTES : OTHERS_BYTES,
    });
    const file = await uploadedFile(request);
    await this.transactions.run((tx) =>
      tx.execute('UPDATE upload SET bytes = ? WHERE id = ?', [file.bytes.length, id]),
    );
    return file;
  }

  private async count(actor: Actor, { bytes, limit }: { bytes: number; limit: number }): Promise<string> {
    const id = newId();
    await this.transactions.run(async (tx) =>
      tx.insert('upload', { id, personId: actor.personId, bytes, uploadedAt: await tx.now() }),
    );
    // Summed after the commit, so that each of several parallel uploads sees those before it.
    const sent = await this.transactions.row<{ bytes: string | null; seconds: number | null }>(
      `SELECT SUM(bytes) AS bytes, TIMESTAMPDIFF(SECOND, MIN(uploaded_at), UTC_TIMESTAMP(3)) AS seconds FROM upload
       WHERE person_id = ? AND uploaded_at > UTC_TIMESTAMP(3) - INTERVAL ${DAY_S} SECOND`,
      [actor.personId],
    );
    if (Number(sent?.bytes ?? 0) <= limit) return id;
    await this.transactions.run((tx) => tx.execute('DELETE FROM upload WHERE id = ?', [id]));
    throw UploadQuota({
      limitMb: limit / 1_048_576,
      retryAfterSeconds: Math.max(60, DAY_S - Number(sent?.seconds ?? 0)),
    });
  }
}
