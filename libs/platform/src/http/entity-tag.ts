import { createHash } from 'node:crypto';
import type { ApiReply, ApiRequest } from './requires.js';

/** Tags an answer that everybody may read, and lets it be kept for half a minute. True when the reader has this version
 *  already: the reply is then a 304, and its body is left out. content: the body, or what stands for it where the
 *  version is known before there is a body. */
export function tagPublicAnswer(request: Pick<ApiRequest, 'headers'>, reply: ApiReply, content: string): boolean {
  const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  void reply.header('etag', tag).header('cache-control', 'public, max-age=30');
  if (!isKnown(tag, request.headers['if-none-match'])) return false;
  void reply.code(304);
  for (const name of ['content-length', 'content-type', 'content-disposition']) void reply.removeHeader(name);
  return true;
}

/** A reader may name several tags, and a proxy that compresses makes each of them a weak one. */
const isKnown = (tag: string, named = ''): boolean =>
  named === '*' || named.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
