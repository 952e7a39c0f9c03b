import { Injectable } from '@nestjs/common';
import { Events, Transactions, maskText, type Actor } from '#libs/platform';
import { Access } from '#libs/identity';
import { BreakNotFound } from './bank.errors.js';
import { lockStatement } from './lock-statement.js';
import { BankBreakConfirmed } from '../funds.events.js';

/** A gap between the balances of a statement stays unconfirmed until a person explains it. */
@Injectable()
export class ConfirmBreak {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly events: Events,
  ) {}

  /** Explains why nothing is missing, or why it may be missing. Throws BREAK_NOT_FOUND, FORBIDDEN. */
  async execute(actor: Actor, breakId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const found = await tx.row<{ statementId: string }>('SELECT statement_id FROM bank_break WHERE id = ?', [
        breakId,
      ]);
      if (!found) throw BreakNotFound();
      const { id, unitId } = await lockStatement(tx, this.access, {
        actor,
        statementId: found.statementId,
        absent: BreakNotFound,
      });
      const confirmed = await tx.execute(
        'UPDATE bank_break SET reason = ?, confirmed_by = ?, confirmed_at = ? WHERE id = ? AND confirmed_by IS NULL',
        [maskText(reason).slice(0, 300), actor.personId, await tx.now(), breakId],
      );
      if (confirmed === 0) throw BreakNotFound();
      await this.events.record(tx, BankBreakConfirmed({ unitId, subjectId: id, actorId: actor.personId, data: {} }));
      return { id: breakId };
    });
  }
}
