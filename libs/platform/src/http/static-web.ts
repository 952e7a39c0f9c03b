import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '../problems.js';
import { tagPublicAnswer } from './entity-tag.js';
import { sendProblem } from './problem.filter.js';
import type { ApiReply, ApiRequest } from './access.decorators.js';
import { PAGE_HEADERS } from './security-headers.js';

const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_FIRST = 'no-cache';

/** Serves the built web application: hashed assets, precompressed and cached for ever, and the one page for every address
 *  outside the api. Serves nothing when nothing was built. */
export async function serveWebPages(app: NestFastifyApplication, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return;
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  await fastify.register(import('@fastify/static') as never, {
    root: folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    decorateReply: true,
  });
  const files = new Set(
    (readdirSync(folder, { recursive: true }) as string[]).filter((path) => !/\.(?:br|gz)$/.test(path)),
  );
  const send = (request: FastifyRequest, reply: FastifyReply): unknown => {
    const path = request.url.split('?')[0]!.slice(1);
    const isFile = files.has(path) && path.includes('.');
    // An asset of an older version, or a route that the api does not have: the page itself would be the wrong answer.
    if (!isFile && (path.startsWith('api/') || /\.\w+$/.test(path)))
      return sendProblem(request as ApiRequest, reply as ApiReply, NotFound());
    void reply
      .header('cache-control', path.startsWith('assets/') ? FOR_EVER : ASK_FIRST)
      .header('permissions-policy', 'camera=(self), microphone=(self), geolocation=()');
    return reply.sendFile(isFile ? path : 'index.html');
  };
  fastify.get('/', { helmet: PAGE_HEADERS }, send);
  fastify.get('/*', { helmet: PAGE_HEADERS }, send);
}

const PUBLIC = '/api/v1/public/';

/** Tags every public answer by its content. Does not use @fastify/etag: it covers all routes of an instance, and Nest puts
 *  all routes into one. Private answers would be hashed in vain, and a write or an error could become a 304. */
export function tagPublicAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const isWhole = typeof payload === 'string'; // a file that is streamed has no tag
    const isPublic = request.method === 'GET' && request.url.startsWith(PUBLIC) && reply.statusCode === 200;
    done(null, isPublic && isWhole && tagPublicAnswer(request, reply, payload) ? '' : payload);
  });
}
