import Fastify from 'fastify';
import multipart from '@fastify/multipart';
import { describe, expect, it } from 'vitest';
import type { ApiRequest } from './access.decorators.js';
import { uploadedFile } from './uploads.js';

const LIMIT = 1024;

/** What the upload of so many bytes gives, when the body comes in chunks that end exactly at the limit of the file. */
async function upload(bytes: number): Promise<number | string> {
  const app = Fastify();
  await app.register(multipart, { limits: { fileSize: LIMIT } });
  app.post('/', async (request) => (await uploadedFile(request as unknown as ApiRequest)).bytes.length);
  app.setErrorHandler((error: { kind?: { code: string } }) => ({ code: error.kind?.code ?? String(error) }));
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  try {
    const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\n';
    const parts = [head, 'a'.repeat(Math.min(bytes, LIMIT)), 'a'.repeat(Math.max(0, bytes - LIMIT)), '\r\n--x--\r\n'];
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        for (const part of parts) {
          controller.enqueue(new TextEncoder().encode(part));
          await new Promise((resolve) => setTimeout(resolve, 40));
        }
        controller.close();
      },
    });
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body,
      duplex: 'half',
    } as RequestInit);
    const said = (await answer.json()) as number | { code: string };
    return typeof said === 'number' ? said : said.code;
  } finally {
    await app.close();
  }
}

describe('an uploaded file', () => {
  it('is whole up to the limit', async () => {
    expect(await upload(LIMIT)).toBe(LIMIT);
  });

  it('is refused above it, also when a chunk ends exactly there', async () => {
    expect(await upload(LIMIT + 200)).toBe('TOO_LARGE');
  });
});
