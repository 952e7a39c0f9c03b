import { Injectable } from '@nestjs/common';
import { Transactions, type Grant } from '#libs/platform';
import { grantsInForce } from '../roles/grants.js';

/** For connections that outlive a request: which sessions are still open, and which roles their people hold now. */
@Injectable()
export class OpenSessions {
  constructor(private readonly transactions: Transactions) {}

  /** Those of these sessions that are still valid. */
  async among(sessionIds: string[]): Promise<Set<string>> {
    if (sessionIds.length === 0) return new Set();
    const rows = await this.transactions.rows<{ id: string }>(
      `SELECT s.id FROM session s JOIN person p ON p.id = s.person_id AND p.disabled_at IS NULL
       WHERE s.id IN (?) AND s.ended_at IS NULL AND s.expires_at > UTC_TIMESTAMP(3)
         AND s.seen_at > UTC_TIMESTAMP(3) - INTERVAL s.idle_minutes MINUTE`,
      [sessionIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** The roles of each of these people; a person without roles has an empty list. */
  grantsOf(personIds: string[]): Promise<Map<string, Grant[]>> {
    return grantsInForce(this.transactions, personIds);
  }
}
