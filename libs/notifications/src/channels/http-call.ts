import type { Outcome } from './channel.js';

/** Errors after which the request cannot have reached the provider. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** The most bytes that are read of a response. */
const MOST_ANSWER = 64 * 1_024;

export interface HttpResponse {
  status: number;
  text: string;
}
type Call = {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
};

/** Calls a provider. Returns the response if it is 2xx, else the outcome. Redirects are not followed: the address that was
 *  checked must be the one that is called. */
export async function httpCall({
  url,
  method = 'POST',
  headers,
  body,
  timeoutMs,
}: Call): Promise<HttpResponse | Outcome> {
  let answer: HttpResponse;
  let retryAfter: string | null;
  try {
    const response = await fetch(url, {
      method,
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    retryAfter = response.headers.get('retry-after');
    answer = { status: response.status, text: await readSome(response) };
  } catch (error) {
    const cause = causeOf(error);
    return { result: 'later', cause, isUnknown: !NEVER_SENT.has(cause) && !/CERT|ALTNAME|SSL/.test(cause) };
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  const cause = `HTTP ${answer.status}`;
  if (answer.status === 429 || answer.status === 503) return { result: 'later', cause, afterS: secondsOf(retryAfter) };
  if (answer.status >= 500 || answer.status === 408) return { result: 'later', cause, isUnknown: true };
  return { result: 'refused', cause, isGone: answer.status === 404 || answer.status === 410 };
}

export const isAnswer = (called: HttpResponse | Outcome): called is HttpResponse => 'status' in called;

/** Only the code of an error: messages of network errors contain addresses. */
export function causeOf(error: unknown): string {
  const { name, code, cause } = error as { name?: string; code?: string; cause?: { code?: string } };
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout';
  return cause?.code ?? code ?? name ?? 'unknown';
}

function secondsOf(retryAfter: string | null): number | undefined {
  const seconds = Number(retryAfter);
  return retryAfter && Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3_600) : undefined;
}

async function readSome(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const parts: Uint8Array[] = [];
  for (let size = 0; size < MOST_ANSWER;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(parts).toString('utf8');
    parts.push(value);
    size += value.length;
  }
  await reader.cancel();
  return Buffer.concat(parts).toString('utf8');
}
