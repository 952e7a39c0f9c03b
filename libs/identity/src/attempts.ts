import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TooManyRequests, Transactions, newId } from '#libs/platform';

/** What may be guessed, and how often. Every limit of this kind in the platform stands here; the README says what each is
 *  against. */
export const GUESS_LIMITS = {
  /** Passwords at sign-in, by telephone and network; and by network alone. By telephone and browser where it is known. */
  signIn: { withinMinutes: 15, perAccount: 5, perAddress: 100 },
  /** Passwords at sign-in, by telephone, from all networks and browsers where its person has not signed in before. One network
   *  guesses some 300 passwords a day by it, all together 720. */
  signInFromEverywhere: {
    withinMinutes: 24 * 60,
    free: 20,
    freeByNetwork: 3,
    firstWaitS: 10,
    longestWaitS: 300,
    mostPerHour: 30,
  },
  /** Codes of an authenticator and recovery codes, by person: whoever tries them knows the password. */
  secondFactor: { withinMinutes: 15, perPerson: 10 },
  /** The present password where something is changed, by person: whoever tries it has an open session. */
  presentPassword: { withinMinutes: 15, perPerson: 5 },
  /** Codes that confirm a mailbox, by person; and how many may be sent. */
  contactCode: { withinMinutes: 15, perPerson: 10 },
  contactCodeSent: { withinMinutes: 60, perPerson: 5 },
  /** Start codes, by telephone and network; by telephone from all networks; and by network alone. */
  startCode: { withinMinutes: 15, perAccount: 5, perAccountAnywhere: 50, perAddress: 100 },
  /** Registrations that met a telephone which is registered already, by who registers: a form is no directory. */
  knownPhone: { withinMinutes: 60, perPerson: 20 },
  /** The end of the telephone of a wish, by code and network; and by network alone, cards included. */
  followWish: { withinMinutes: 15, perWish: 5, perAddress: 30 },
  /** Wrong ends for one code from all networks together. An end has 10,000 values, so guessing one takes over six years on
   *  average; a wish lives for weeks. */
  followWishFromEverywhere: [
    { most: 5, withinMinutes: 24 * 60 },
    { most: 15, withinMinutes: 7 * 24 * 60 },
  ],
  /** Looks for similar wishes, by person: enough for ten wishes at ten doors; a resident seldom has more than one. */
  similarWishes: { withinMinutes: 60, perStaff: 60, perResident: 20 },
} as const;

/** How often something may be tried within a time: by this account, from this address. */
export interface AttemptLimit {
  key: string[];
  most: number;
}

/** Tries that are free within a time, then each waits longer than the one before, up to a longest wait. */
interface GrowingWait {
  free: number;
  firstWaitS: number;
  longestWaitS: number;
}

/** The same for one account from many networks: the tries that are free for each, and how many all have in an hour. */
export interface TurnLimit extends GrowingWait {
  withinMinutes: number;
  freeByNetwork: number;
  mostPerHour: number;
}
const HOUR_MS = 3_600_000;
const msSince = (instant: string): string => `TIMESTAMPDIFF(MICROSECOND, ${instant}, UTC_TIMESTAMP(3)) DIV 1000`;

/** The wait after so many tries. */
export const waitAfter = (tries: number, { free, firstWaitS, longestWaitS }: GrowingWait): number =>
  tries < free ? 0 : Math.min(longestWaitS, firstWaitS * 2 ** Math.min(30, tries - free));

/** Tries of an account before this one, within the limit's time. */
export interface EarlierTries {
  /** Of this network, and the milliseconds since its last one. */
  own: number;
  ownLastMs: number;
  /** Of all networks; and those of the last hour, with the milliseconds since the first of them. */
  all: number;
  lately: number;
  latelyFirstMs: number;
}

/** The milliseconds that the next try of a network has to wait; nought or less: none. */
export function waitLeftMs(tries: EarlierTries, limit: TurnLimit): number {
  const isNew = tries.own < limit.freeByNetwork;
  const ownMs = isNew ? 0 : waitAfter(tries.all, limit) * 1_000 - tries.ownLastMs;
  const isFull = tries.lately >= (isNew ? limit.mostPerHour : limit.mostPerHour / 2);
  return Math.max(ownMs, isFull ? HOUR_MS - tries.latelyFirstMs : 0);
}

const hashOf = (key: string[]): Buffer => createHash('sha256').update(key.join('|')).digest();

/** Counts tries in the database, so that a limit holds over all processes and survives a lost cache. */
@Injectable()
export class Attempts {
  constructor(private readonly transactions: Transactions) {}

  /** Counts one try against every limit and returns its id. Throws TOO_MANY_REQUESTS above one of them. */
  async count(withinMinutes: number, ...limits: AttemptLimit[]): Promise<string> {
    const hashes = limits.map(({ key }) => hashOf(key));
    const attemptId = await this.write(hashes);
    // After the commit, so that of attempts made at once each sees those before it.
    const counts = await Promise.all(
      hashes.map((hash) =>
        this.transactions.row<{ n: number }>(
          `SELECT COUNT(*) AS n FROM sign_in_attempt WHERE key_hash = ? AND attempted_at > UTC_TIMESTAMP(3) - INTERVAL ? MINUTE`,
          [hash, withinMinutes],
        ),
      ),
    );
    if (limits.some(({ most }, at) => Number(counts[at]?.n ?? 0) > most))
      throw TooManyRequests({ retryAfterSeconds: withinMinutes * 60 });
    return attemptId;
  }

  /** Lets so many tries of a key through in each of these windows, and returns the id of this one. A try that is refused does
   *  not count, so that going on trying does not prolong the wait. Windows: a week at the most.
   *  Throws TOO_MANY_REQUESTS. */
  async admit(key: string[], ...windows: { most: number; withinMinutes: number }[]): Promise<string> {
    const hash = hashOf(key);
    const attemptId = await this.write([hash]);
    for (const { most, withinMinutes } of windows) {
      const row = await this.transactions.row<{ n: number }>(
        `SELECT COUNT(*) AS n FROM sign_in_attempt WHERE key_hash = ? AND attempted_at > UTC_TIMESTAMP(3) - INTERVAL ? MINUTE`,
        [hash, withinMinutes],
      );
      if (Number(row?.n ?? 0) <= most) continue;
      await this.forgive(attemptId);
      throw TooManyRequests({ retryAfterSeconds: withinMinutes * 60 });
    }
    return attemptId;
  }

  /** Counts one try of an account from a network where its person is not known. The first tries of a network wait for nobody.
   *  After them, and after `free` tries from everywhere, each network waits after its own last try. All networks together have
   *  `mostPerHour`, of which those that tried before take half at most: a few of them cannot take every turn. A refused try
   *  does not count, so that trying again and again does not prolong the wait.
   *  Returns the id of the try. Throws TOO_MANY_REQUESTS with the seconds until it is worth trying again. */
  async takeTurn(account: string, network: string, limit: TurnLimit): Promise<string> {
    const [ofAccount, ofNetwork] = [hashOf(['turn', account]), hashOf(['turn', account, network])];
    const attemptId = await this.write([ofAccount, ofNetwork]);
    const before = await this.transactions.row<Record<keyof EarlierTries, number | null>>(
      `SELECT SUM(is_own) AS own, ${msSince('MAX(IF(is_own, attempted_at, NULL))')} AS own_last_ms, SUM(NOT is_own) AS \`all\`,
         SUM(NOT is_own AND is_late) AS lately, ${msSince('MIN(IF(NOT is_own AND is_late, attempted_at, NULL))')} AS lately_first_ms
       FROM (SELECT attempted_at, key_hash = ? AS is_own, attempted_at > UTC_TIMESTAMP(3) - INTERVAL 60 MINUTE AS is_late
         FROM sign_in_attempt WHERE key_hash IN (?) AND attempt_id <> ? AND attempted_at > UTC_TIMESTAMP(3) - INTERVAL ? MINUTE) tried`,
      [ofNetwork, [ofAccount, ofNetwork], attemptId, limit.withinMinutes],
    );
    const figure = (name: keyof EarlierTries): number => Number(before?.[name] ?? 0);
    const leftMs = waitLeftMs(
      {
        own: figure('own'),
        ownLastMs: figure('ownLastMs'),
        all: figure('all'),
        lately: figure('lately'),
        latelyFirstMs: figure('latelyFirstMs'),
      },
      limit,
    );
    if (leftMs <= 0) return attemptId;
    await this.forgive(attemptId);
    throw TooManyRequests({ retryAfterSeconds: Math.ceil(leftMs / 1_000) });
  }

  /** Takes tries back that turned out to be right. */
  async forgive(...attemptIds: string[]): Promise<void> {
    await this.transactions.run((tx) =>
      tx.execute('DELETE FROM sign_in_attempt WHERE attempt_id IN (?)', [attemptIds]),
    );
  }

  private async write(hashes: Buffer[]): Promise<string> {
    const attemptId = newId();
    await this.transactions.run(async (tx) => {
      const attemptedAt = await tx.now();
      await tx.insert(
        'sign_in_attempt',
        hashes.map((keyHash) => ({ attemptId, keyHash, attemptedAt })),
      );
    });
    return attemptId;
  }
}
