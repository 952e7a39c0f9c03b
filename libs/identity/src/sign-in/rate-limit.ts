import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TooManyRequests, Transactions, newId } from '#libs/platform';
import { SignInAttempt } from './sign-in-attempt.entity.js';

/** All limits on guessing in the platform. The README says which attack each one prevents. */
export const GUESS_LIMITS = {
  /** Passwords at sign-in: per telephone and network, and per network. Per telephone and browser if the browser is known. */
  signIn: { withinMinutes: 15, perAccount: 5, perAddress: 100 },
  /** Passwords at sign-in per telephone, from all networks and browsers in which its person has not signed in before. One
   *  network can guess about 300 passwords a day, all networks together 720. */
  signInFromEverywhere: {
    withinMinutes: 24 * 60,
    free: 20,
    freeByNetwork: 3,
    firstWaitS: 10,
    longestWaitS: 300,
    mostPerHour: 30,
  },
  /** Authenticator codes and recovery codes, per person. Somebody who tries them already knows the password. */
  secondFactor: { withinMinutes: 15, perPerson: 10 },
  /** The current password before a change, per person. Somebody who tries it already has an open session. */
  presentPassword: { withinMinutes: 15, perPerson: 5 },
  /** Codes that confirm a mailbox, per person, and how many may be sent. */
  contactCode: { withinMinutes: 15, perPerson: 10 },
  contactCodeSent: { withinMinutes: 60, perPerson: 5 },
  /** Activation codes: per telephone and network; per telephone from all networks; and per network. */
  activationCode: { withinMinutes: 15, perAccount: 5, perAccountAnywhere: 50, perAddress: 100 },
  /** Registrations with a telephone that is already registered, per registering person. The form must not serve as a
   *  directory. */
  knownPhone: { withinMinutes: 60, perPerson: 20 },
  /** The last digits of a wish's telephone: per wish code and network; and per network, including cards. */
  followWish: { withinMinutes: 15, perWish: 5, perAddress: 30 },
  /** Wrong last digits for one wish code, from all networks together. There are 10,000 values, so guessing takes over six
   *  years on average; a wish lives for weeks. */
  followWishFromEverywhere: [
    { most: 5, withinMinutes: 24 * 60 },
    { most: 15, withinMinutes: 7 * 24 * 60 },
  ],
  /** Searches for similar wishes, per person. Staff: enough for ten wishes at ten doors. A resident seldom has more than
   *  one wish. */
  similarWishes: { withinMinutes: 60, perStaff: 60, perResident: 20 },
} as const;

/** How many attempts one key may have, for example an account or an address. */
export interface AttemptLimit {
  key: string[];
  most: number;
}

/** The first attempts are free. After that each wait is longer than the one before, up to a maximum. */
interface GrowingWait {
  free: number;
  firstWaitS: number;
  longestWaitS: number;
}

/** The same for one account from many networks: free attempts per network, and attempts per hour for all networks
 *  together. */
export interface TurnLimit extends GrowingWait {
  withinMinutes: number;
  freeByNetwork: number;
  mostPerHour: number;
}
const HOUR_MS = 3_600_000;
const msSince = (instant: string): string => `TIMESTAMPDIFF(MICROSECOND, ${instant}, UTC_TIMESTAMP(3)) DIV 1000`;

/** The wait in seconds after this many attempts. */
export const waitAfter = (tries: number, { free, firstWaitS, longestWaitS }: GrowingWait): number =>
  tries < free ? 0 : Math.min(longestWaitS, firstWaitS * 2 ** Math.min(30, tries - free));

/** Earlier attempts on an account, within the limit's time. */
export interface EarlierTries {
  /** RateLimit from this network, and the milliseconds since its last one. */
  own: number;
  ownLastMs: number;
  /** RateLimit from all networks; those of the last hour, and the milliseconds since the first of these. */
  all: number;
  lately: number;
  latelyFirstMs: number;
}

/** The milliseconds that a network's next attempt must wait; zero or less means no wait. */
export function waitLeftMs(tries: EarlierTries, limit: TurnLimit): number {
  const isNew = tries.own < limit.freeByNetwork;
  const ownMs = isNew ? 0 : waitAfter(tries.all, limit) * 1_000 - tries.ownLastMs;
  const isFull = tries.lately >= (isNew ? limit.mostPerHour : limit.mostPerHour / 2);
  return Math.max(ownMs, isFull ? HOUR_MS - tries.latelyFirstMs : 0);
}

const hashOf = (key: string[]): Buffer => createHash('sha256').update(key.join('|')).digest();

/** Counts attempts in the database, so that a limit holds for all processes and survives a lost cache. */
@Injectable()
export class RateLimit {
  constructor(private readonly transactions: Transactions) {}

  /** Counts one attempt against every limit and returns its id. Throws TOO_MANY_REQUESTS above any limit. */
  async count(withinMinutes: number, ...limits: AttemptLimit[]): Promise<string> {
    const hashes = limits.map(({ key }) => hashOf(key));
    const attemptId = await this.write(hashes);
    // Reads the counts after the commit, so that each of several concurrent attempts sees the earlier ones.
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

  /** Admits one attempt if all windows have room, and returns its id. A refused attempt does not count, so retrying does
   *  not prolong the wait. A window is at most one week.
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

  /** Counts one attempt on an account from a network that is not known for its person. The first `freeByNetwork` attempts
   *  of a network have no wait of their own. After them, and after `free` attempts from all networks, each network waits
   *  after its own last attempt. All networks together have `mostPerHour` attempts. Networks beyond their free attempts
   *  are refused once half of that number is used, so that a few networks cannot use up every attempt. A refused attempt
   *  does not count, so retrying does not prolong the wait.
   *  Returns the id of the attempt. Throws TOO_MANY_REQUESTS with the seconds to wait before the next attempt. */
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

  /** Removes attempts from the count, for example because they were correct. */
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
        SignInAttempt,
        hashes.map((keyHash) => ({ attemptId, keyHash, attemptedAt })),
      );
    });
    return attemptId;
  }
}
