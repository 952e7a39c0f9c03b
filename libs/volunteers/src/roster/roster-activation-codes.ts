import { Injectable } from '@nestjs/common';
import { Transactions, type Actor } from '#libs/platform';
import { ActivationCodeSlips } from '#libs/imports';
import { heldOtherRoles } from '#libs/identity';
import { Rosters } from './rosters.js';

/** Activation codes for the people of a roster. */
@Injectable()
export class RosterActivationCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly rosters: Rosters,
    private readonly slips: ActivationCodeSlips,
  ) {}

  /** A workbook with activation codes for people of the roster whose accounts were never opened. People with a staff role or a
   *  role outside the roster's unit, now or in the last 30 days, are left out. Throws ROSTER_NOT_FOUND, FORBIDDEN. */
  async workbook(actor: Actor, rosterId: string): Promise<Buffer> {
    const head = await this.rosters.load(this.transactions, actor, rosterId);
    return this.slips.workbook(actor, head, {
      rows: 'roster_row',
      only: {
        sql: `NOT ${heldOtherRoles('p.id')}`,
        values: [`${head.unitPath}%`],
      },
    });
  }
}
