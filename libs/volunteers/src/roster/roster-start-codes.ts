import { Injectable } from '@nestjs/common';
import { Transactions, type Actor } from '#libs/platform';
import { StartCodeSlips } from '#libs/imports';
import { Rosters } from './rosters.js';

/** Start codes for the people of a roster. */
@Injectable()
export class RosterStartCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly rosters: Rosters,
    private readonly slips: StartCodeSlips,
  ) {}

  /** A workbook with activation codes for people of the roster whose accounts were never opened. People with a staff role or a
   *  role outside the roster's unit, now or in the last 30 days, are left out. Throws ROSTER_NOT_FOUND, FORBIDDEN. */
  async workbook(actor: Actor, rosterId: string): Promise<Buffer> {
    const head = await this.rosters.load(this.transactions, actor, rosterId);
    return this.slips.workbook(actor, head, {
      rows: 'roster_row',
      only: {
        sql: `NOT EXISTS (SELECT 1 FROM role_grant g JOIN unit u ON u.id = g.unit_id
          WHERE g.person_id = p.id AND (g.revoked_at IS NULL OR g.revoked_at > UTC_TIMESTAMP(3) - INTERVAL 30 DAY)
            AND (g.role NOT IN ('volunteer','resident') OR u.path NOT LIKE ?))`,
        values: [`${head.unitPath}%`],
      },
    });
  }
}
