/** A role that a person holds in a unit; `path` is the unit's materialised path (`/440605/440605125/`). */
export interface Grant {
  role: string;
  unitId: string;
  path: string;
}

/** A role that somebody absent has lent. It is the deputy's turn to sign, and nothing else. */
export interface StandIn extends Grant {
  /** Whose role it is. */
  personId: string;
}

/** A request that may be repeated: its key, and a hash of what it asked. */
export interface Command {
  key: string;
  requestHash: Buffer;
}

/** Who asks: made by the access guard from a session, or by the command line for its operator. */
export interface Actor {
  personId: string;
  grants: Grant[];
  standsInFor: StandIn[];
  locale: Locale;
  sessionId: string | null;
  /** The person has shown a second factor besides the password. */
  isProven: boolean;
  /** The account was recovered: until then rights over money rest. */
  restsUntil: Date | null;
  command?: Command;
}

export type Locale = 'zh' | 'en';

/** Says something in a person's language. */
export const sayIn =
  (locale: Locale) =>
  (zh: string, en: string): string =>
    locale === 'en' ? en : zh;

/** Several things in one line of a person's language: 甲、乙; A, B. */
export const listIn = (locale: Locale, items: Iterable<string>): string =>
  new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' }).format(items);
