import type { MultipartFile } from '@fastify/multipart';
import type { ApiBodyOptions } from '@nestjs/swagger';
import { InvalidInput, TooLarge } from '../problems.js';
import type { ApiRequest } from './requires.js';

/** How a route that takes one file describes its body. */
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
  return { name: part.filename ?? 'file', bytes };
}
