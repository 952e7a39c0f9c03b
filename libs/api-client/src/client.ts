import createClient, {
  type Client,
  type ClientPathsWithMethod,
  type MaybeOptionalInit,
  type MethodResponse,
  type Middleware,
} from 'openapi-fetch';
import type { components, paths } from './schema.js';

export type { components, paths };
export type Schemas = components['schemas'];
export type ApiProblem = { code: string; title: string; status: number; [detail: string]: unknown };
export type ApiClient = Client<paths>;

/** A typed client of the api. Every command carries an Idempotency-Key, so that it is repeated safely when the server
 *  is busy or the answer is lost. `timeoutMs`: how long one attempt may stay without its whole answer; without it, as
 *  long as the line holds. It keeps cookies itself, for programs; browsers do that on their own. */
export function createApiClient(
  baseUrl: string,
  settings: { locale?: 'zh' | 'en'; attempts?: number; timeoutMs?: number } = {},
): ApiClient {
  const client = createClient<paths>({
    baseUrl,
    fetch: (request) => sendPatiently(request, settings.attempts ?? 6, settings.timeoutMs),
    headers: { 'accept-language': settings.locale ?? 'zh' },
  });
  if (!('document' in globalThis)) client.use(keepCookies());
  return client;
}

const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];
type SendForData<M extends Lowercase<Method>> = <
  P extends ClientPathsWithMethod<ApiClient, M>,
  I extends MaybeOptionalInit<paths[P], M>,
>(
  path: P,
  ...init: object extends I ? [I?] : [I]
) => Promise<MethodResponse<ApiClient, M, P, I>>;
/** A client whose methods return the data of a response. They throw ApiRefusal, or TypeError if the server is out of reach. */
export type DataClient = { [M in Method]: SendForData<Lowercase<M>> };

/** The same client with methods that return the data itself, for programs that do not look at the response. */
export function dataClient(client: ApiClient): DataClient {
  type Send = (path: string, init?: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
  const forData = (method: Method) => (path: string, init?: object) => answer((client[method] as Send)(path, init));
  return Object.fromEntries(METHODS.map((method) => [method, forData(method)])) as DataClient;
}

/** A refusal of the api, thrown by `answer` and by a DataClient. */
export class ApiRefusal extends Error {
  constructor(
    readonly problem: ApiProblem,
    readonly status: number,
  ) {
    const faults = (problem?.faults ?? []) as { field: string; reason: string }[];
    const told = faults.map(({ field, reason }) => `${field}: ${reason}`).join('; ');
    super(`${status} ${problem?.code ?? 'unknown'}: ${problem?.title ?? ''} ${told}`.trimEnd());
  }
}

/** The data of an answer, or the refusal as an exception. */
export async function answer<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await asked;
  if (!response.ok) throw new ApiRefusal(error as ApiProblem, response.status);
  return data as T;
}

/** A file as the body of a request: the typed client knows no multipart bodies. */
export function fileBody(bytes: Uint8Array, name: string): { body: never; bodySerializer: (body: unknown) => never } {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  return { body: form as never, bodySerializer: (body) => body as never };
}

function keepCookies(): Middleware {
  const cookies = new Map<string, string>();
  return {
    onRequest({ request }) {
      if (cookies.size > 0) request.headers.set('cookie', [...cookies.values()].join('; '));
      return request;
    },
    onResponse({ response }) {
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const [name = ''] = pair.split('=');
        if (pair.endsWith('=')) cookies.delete(name);
        else cookies.set(name, pair);
      }
    },
  };
}

/** Repeats what may be repeated – questions, and commands with their key – while the server is busy or out of reach. */
async function sendPatiently(request: Request, attempts: number, timeoutMs?: number): Promise<Response> {
  const isUpload = request.headers.get('content-type')?.startsWith('multipart/') ?? false;
  if (request.method !== 'GET' && !request.headers.has('idempotency-key'))
    request.headers.set('idempotency-key', crypto.randomUUID());
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt >= attempts || isUpload;
    try {
      const response = await fetch(isLast ? request : request.clone(), { signal: endAfter(timeoutMs) });
      if (response.status !== 503 || isLast) return response;
      await response.body?.cancel();
    } catch (error) {
      if (isLast) throw error;
    }
    await new Promise((resume) => setTimeout(resume, 100 * 2 ** attempt * (0.5 + Math.random())));
  }
}

/** Ends a request on a dead connection, which would otherwise never settle. Old browsers have no AbortSignal.timeout. */
function endAfter(ms: number | undefined): AbortSignal | null {
  if (ms === undefined) return null;
  const end = new AbortController();
  setTimeout(() => end.abort(), ms);
  return end.signal;
}
