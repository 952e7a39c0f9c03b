import { Injectable } from '@nestjs/common';
import { Transactions, type Grant } from '#libs/platform';

/** For connections that outlive a request: whether their sessions are still open, and which roles their people hold now. */
@Injectable()
export class OpenSessions {
  constructor(private readonly transactions: Transactions) {}

  /** Those of these sessions in which a request would be answered now. */
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
  async grantsOf(personIds: string[]): Promise<Map<string, Grant[]>> {
    const grants = new Map<string, Grant[]>(personIds.map((id) => [id, []]));
    if (personIds.length === 0) return grants;
    const rows = await this.transactions.rows<Grant & { personId: string }>(
      `SELECT g.person_id, g.role, g.unit_id, u.path FROM role_grant g JOIN unit u ON u.id = g.unit_id
       WHERE g.person_id IN (?) AND g.in_force = 1`,
      [personIds],
    );
    for (const { personId, ...grant } of rows) grants.get(personId)?.push(grant);
    return grants;
  }
}
