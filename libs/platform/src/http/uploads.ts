import type { MultipartFile } from '@fastify/multipart';
import type { ApiBodyOptions } from '@nestjs/swagger';
import { InvalidInput } from '../problems.js';
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
  return { name: part.filename ?? 'file', bytes: await part.toBuffer() };
}
