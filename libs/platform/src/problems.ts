export interface Words {
  zh: string;
  en: string;
}
/** Words with a code: people read the words, programs read the code. */
export interface CodedWords extends Words {
  code: string;
}
/** A table of words in which each entry carries its code. */
export function codedWords<C extends string>(words: Record<C, Words>): Record<C, CodedWords> {
  const coded = {} as Record<C, CodedWords>;
  for (const code in words) coded[code] = { ...words[code], code };
  return coded;
}

export interface FieldFault {
  field: string;
  reason: string;
}
export interface ProblemKind {
  code: string;
  status: number;
  words: Words;
}

const kinds = new Map<string, ProblemKind>();

/** A refusal that the person can understand: thrown by use cases, answered as application/problem+json (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly kind: ProblemKind,
    readonly details: Record<string, unknown> = {},
  ) {
    super(kind.code);
    this.name = 'Problem';
  }
}

/** True for a decision that stays the same when it is repeated; false for a fault that an operator or time must fix. */
export const isRefusal = (error: unknown): error is Problem => error instanceof Problem && error.kind.status < 500;

/** Defines a refusal once: its stable code, its HTTP status, its words in both languages. Details fill `{name}` in the
 *  words. A detail may itself be words in both languages: the title shows them in the reader's language, the details their
 *  code if they have one. Returns the function that makes the problem to throw. */
export function problem(code: string, status: number, words: Words): (details?: Record<string, unknown>) => Problem {
  if (kinds.has(code)) throw new Error(`The problem code ${code} is defined twice`);
  const kind = { code, status, words };
  kinds.set(code, kind);
  return (details = {}) => new Problem(kind, details);
}

export const problemKind = (code: string): ProblemKind | undefined => kinds.get(code);
export const allProblemKinds = (): ProblemKind[] =>
  [...kinds.values()].toSorted((a, b) => a.code.localeCompare(b.code));

export const Unauthenticated = problem('UNAUTHENTICATED', 401, { zh: '请先登录。', en: 'Please sign in first.' });
export const Forbidden = problem('FORBIDDEN', 403, {
  zh: '您在本单位没有“{permission}”的权限，请联系单位管理员。',
  en: 'You do not have the permission "{permission}" in this unit. Ask its administrator.',
});
export const CrossSite = problem('CROSS_SITE', 403, {
  zh: '请求来自其他网站，已拒绝。',
  en: 'The request came from another site and was refused.',
});
export const NotFound = problem('NOT_FOUND', 404, {
  zh: '没有找到，或不在您的范围内。',
  en: 'Not found, or outside your scope.',
});
export const InvalidInput = problem('INVALID_INPUT', 422, {
  zh: '填写的内容有误，请按提示修改。',
  en: 'Some fields are invalid; see the details.',
});
export const Malformed = problem('MALFORMED_REQUEST', 400, {
  zh: '请求的格式无法读取。',
  en: 'The request could not be read.',
});
export const HeadersTooLarge = problem('HEADERS_TOO_LARGE', 431, {
  zh: '请求头过大。',
  en: 'The headers of the request are too large.',
});
export const RequestTimedOut = problem('REQUEST_TIMEOUT', 408, {
  zh: '请求发送得太慢，请检查网络后重试。',
  en: 'The request took too long to arrive; check the connection and try again.',
});
export const TooLarge = problem('TOO_LARGE', 413, {
  zh: '内容过大，超过允许的上限。',
  en: 'The content is too large.',
});
export const UnsupportedType = problem('UNSUPPORTED_TYPE', 415, {
  zh: '不支持的内容类型；请用 JSON 提交。',
  en: 'Unsupported content type; please send JSON.',
});
export const TooManyRequests = problem('TOO_MANY_REQUESTS', 429, {
  zh: '尝试次数过多，请在 {retryAfterSeconds} 秒后再试。',
  en: 'Too many attempts. Try again in {retryAfterSeconds} seconds.',
});
export const Conflict = problem('CONFLICT', 409, {
  zh: '数据刚刚已被改动，请刷新后再试。',
  en: 'The data has just been changed; reload and try again.',
});
export const ReferenceGone = problem('REFERENCE_GONE', 409, {
  zh: '所引用的内容已不存在，请刷新后再试。',
  en: 'Something that the request refers to no longer exists; reload and try again.',
});
export const KeyReused = problem('IDEMPOTENCY_KEY_REUSED', 422, {
  zh: '这个 Idempotency-Key 已用于另一个请求。',
  en: 'This Idempotency-Key was already used for another request.',
});
export const Unavailable = problem('UNAVAILABLE', 503, {
  zh: '系统暂时繁忙，结果未知；请稍后用同一个 Idempotency-Key 重试。',
  en: 'The service is temporarily unavailable and the outcome is unknown. Retry later with the same Idempotency-Key.',
});
/** Nothing was saved, and nothing will be until an operator makes room. Unlike UNAVAILABLE, the outcome is known. */
export const StorageFull = problem('STORAGE_FULL', 507, {
  zh: '存储空间已满或无法写入，这次没有保存；请告知管理员，稍后再试。',
  en: 'Storage is full or cannot be written, so nothing was saved; tell the operator and try again later.',
});
export const InternalFault = problem('INTERNAL', 500, {
  zh: '系统出错了，我们已记录（编号 {requestId}）。',
  en: 'An internal error occurred and was recorded (number {requestId}).',
});
