/** A role that a person holds in a unit; `path` is the unit's materialised path (`/440605/440605125/`). */
export interface Grant {
  role: string;
  unitId: string;
  path: string;
}

/** A role delegated by an absent person. The deputy may only sign in their turn. */
export interface Delegated extends Grant {
  /** The absent person whose role it is. */
  personId: string;
}

/** Identifies a request that may be repeated: its idempotency key, and a hash of its content. */
export interface Command {
  key: string;
  requestHash: Buffer;
}

/** Who makes a request. The access guard builds it from a session, the command line for its operator. */
export interface Actor {
  personId: string;
  grants: Grant[];
  standsInFor: Delegated[];
  locale: Locale;
  sessionId: string | null;
  /** The person has passed a second factor besides the password. */
  hasSecondFactor: boolean;
  /** The account was recovered: until then permissions with `isSuspendedAfterRecovery` are suspended. */
  suspendedUntil: Date | null;
  command?: Command;
}

export type Locale = 'zh' | 'en';

/** Picks the text in a person's language. */
export const sayIn =
  (locale: Locale) =>
  (zh: string, en: string): string =>
    locale === 'en' ? en : zh;

/** Joins items into one list in a person's language: 甲、乙; A, B. */
export const listIn = (locale: Locale, items: Iterable<string>): string =>
  new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' }).format(items);
