import { createHash } from 'node:crypto';
import type { ApiReply, ApiRequest } from './access.decorators.js';

/** Adds an ETag to a public answer, and lets caches keep it for half a minute. Returns true when the client already has this
 *  version: the reply is then a 304, and the caller leaves out the body. `content`: the body, or a text that identifies the
 *  version when it is known before the body. */
export function tagPublicAnswer(request: Pick<ApiRequest, 'headers'>, reply: ApiReply, content: string): boolean {
  const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  void reply.header('etag', tag).header('cache-control', 'public, max-age=30');
  if (!isKnown(tag, request.headers['if-none-match'])) return false;
  void reply.code(304);
  for (const name of ['content-length', 'content-type', 'content-disposition']) void reply.removeHeader(name);
  return true;
}

/** A client may name several tags, and a proxy that compresses turns each of them into a weak one. */
const isKnown = (tag: string, named = ''): boolean =>
  named === '*' || named.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
