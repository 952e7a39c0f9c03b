import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { WishDeadlines } from '../wish/wish-deadlines.js';

export interface LiveClaim {
  id: string;
  wishId: string;
  volunteerId: string;
  status: 'active' | 'begun';
}

/** Ends live claims for any cause, together with their deadlines and the volunteers' load. */
@Injectable()
export class ClaimStore {
  constructor(private readonly deadlines: WishDeadlines) {}

  async endAll(
    tx: Tx,
    wishId: string,
    as: 'cancelled' | 'fulfilled',
    reason: string | null,
    hours: number | null = null,
  ): Promise<LiveClaim[]> {
    const live = await tx.rows<LiveClaim>(
      `SELECT id, wish_id, volunteer_id, status FROM claim WHERE wish_id = ? AND status IN ('active','begun') FOR UPDATE`,
      [wishId],
    );
    for (const claim of live) await this.end(tx, claim, as, reason, hours);
    return live;
  }

  async end(
    tx: Tx,
    claim: { id: string; volunteerId: string },
    as: 'released' | 'expired' | 'cancelled' | 'fulfilled',
    reason: string | null,
    hours: number | null = null,
  ): Promise<void> {
    const ended = await tx.execute(
      `UPDATE claim SET status = ?, ended_at = UTC_TIMESTAMP(3), end_reason = ?, hours = ? WHERE id = ? AND status IN ('active','begun')`,
      [as, reason?.slice(0, 300) ?? null, hours, claim.id],
    );
    if (ended === 0) return;
    await tx.execute('UPDATE claim_load SET open_claims = open_claims - 1 WHERE volunteer_id = ?', [claim.volunteerId]);
    await this.deadlines.endClaims(tx, [claim.id]);
  }
}
