import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TooManyRequests, Transactions, newId, type Tx } from '#libs/platform';

/** How often something may be tried within a time: by this account, from this address. */
export interface AttemptLimit {
  key: string[];
  most: number;
}

/** Counts tries in the database, so that a limit holds over all processes and survives a lost cache. */
@Injectable()
export class Attempts {
  constructor(private readonly transactions: Transactions) {}

  /** Counts one try against every limit and returns its id. Throws TOO_MANY_REQUESTS above one of them. */
  async count(withinMinutes: number, ...limits: AttemptLimit[]): Promise<string> {
    const attemptId = newId();
    const hashes = limits.map(({ key }) => createHash('sha256').update(key.join('|')).digest());
    await this.transactions.run(async (tx) => {
      const attemptedAt = await tx.now();
      await tx.insert(
        'sign_in_attempt',
        hashes.map((keyHash) => ({ attemptId, keyHash, attemptedAt })),
      );
    });
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

  /** Takes back tries that succeeded. */
  async forgive(tx: Tx, attemptIds: string[]): Promise<void> {
    await tx.execute('DELETE FROM sign_in_attempt WHERE attempt_id IN (?)', [attemptIds]);
  }

  /** Lets so many tries of a key through in each of these windows, and returns the id of this one. A try that is refused does
   *  not count, so that going on trying does not prolong the wait. Windows: a week at the most.
   *  Throws TOO_MANY_REQUESTS. */
  async admit(key: string[], ...windows: { most: number; withinMinutes: number }[]): Promise<string> {
    const attemptId = newId();
    const keyHash = createHash('sha256').update(key.join('|')).digest();
    await this.transactions.run(async (tx) => {
      await tx.insert('sign_in_attempt', { attemptId, keyHash, attemptedAt: await tx.now() });
    });
    for (const { most, withinMinutes } of windows) {
      const row = await this.transactions.row<{ n: number }>(
        `SELECT COUNT(*) AS n FROM sign_in_attempt WHERE key_hash = ? AND attempted_at > UTC_TIMESTAMP(3) - INTERVAL ? MINUTE`,
        [keyHash, withinMinutes],
      );
      if (Number(row?.n ?? 0) <= most) continue;
      await this.forget(attemptId);
      throw TooManyRequests({ retryAfterSeconds: withinMinutes * 60 });
    }
    return attemptId;
  }

  /** A try that succeeded does not count. */
  async forget(attemptId: string): Promise<void> {
    await this.transactions.run((tx) => tx.execute('DELETE FROM sign_in_attempt WHERE attempt_id = ?', [attemptId]));
  }
}
