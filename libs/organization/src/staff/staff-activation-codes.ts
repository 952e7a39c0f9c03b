import { Injectable } from '@nestjs/common';
import { Problem, Transactions, type Actor, type Tx } from '#libs/platform';
import { Authority } from '#libs/identity';
import { ActivationCodeSlips } from '#libs/imports';
import { StaffImports } from './staff-imports.js';

/** Activation codes for people who were registered by a staff list. */
@Injectable()
export class StaffActivationCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly imports: StaffImports,
    private readonly authority: Authority,
    private readonly slips: ActivationCodeSlips,
  ) {}

  /** Issues a code to each person who never opened their account and to whom the actor may give one. For appointed roles
   *  that is not the person who proposed them. Throws STAFF_IMPORT_NOT_FOUND, FORBIDDEN. */
  async workbook(actor: Actor, importId: string): Promise<Buffer> {
    const head = await this.imports.load(this.transactions, actor, importId);
    return this.slips.workbook(actor, head, {
      rows: 'staff_import_row',
      mayGet: (tx, personId) => this.mayRekey(tx, actor, personId),
    });
  }

  private async mayRekey(tx: Tx, actor: Actor, personId: string): Promise<boolean> {
    try {
      this.authority.assertMayRekey(actor, personId, await this.authority.lockRoles(tx, personId));
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }
}
