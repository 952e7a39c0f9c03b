import { Injectable } from '@nestjs/common';
import {
  Events,
  Transactions,
  isDuplicateOf,
  maskText,
  newId,
  type Actor,
  type Tx,
  type EventType,
  type Row,
} from '#libs/platform';
import { Access, Independence } from '#libs/identity';
import { decisionRefusal, retractionRefusal } from './bank-steps.js';
import { RetractionNeedsTwo, RetractionNotFound, StatementRetracted } from './bank.errors.js';
import { BankRetraction } from './bank-retraction.entity.js';
import { BankStatement } from './bank-statement.entity.js';
import { lockStatement, type LockedStatement } from './lock-statement.js';
import { BankRetractionDeclined, BankRetractionProposed, BankStatementRetracted } from '../funds.events.js';

/** Two people retract a statement as a whole: one of another account, or one that was read wrongly. It stays visible, but
 *  its movements no longer count, and the file may be uploaded again. */
@Injectable()
export class RetractStatement {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly independence: Independence,
    private readonly events: Events,
  ) {}

  /** The first person proposes. Throws STATEMENT_NOT_FOUND, FORBIDDEN, STATEMENT_RETRACTED, STATEMENT_IN_USE,
   *  LATER_STATEMENT_DEPENDS. */
  async propose(actor: Actor, statementId: string, reason: string): Promise<{ id: string }> {
    const id = newId();
    return this.transactions.command(actor, async (tx) => {
      const statement = await lockStatement(tx, this.access, { actor, statementId });
      await this.assertFree(tx, statement);
      try {
        await tx.insert(BankRetraction, {
          id,
          statementId,
          reason: maskText(reason).slice(0, 300),
          proposedBy: actor.personId,
          proposedAt: await tx.now(),
        });
      } catch (error) {
        throw isDuplicateOf(error, 'uq_retraction_standing') ? StatementRetracted() : error;
      }
      await this.record(tx, BankRetractionProposed, actor, statement);
      return { id };
    });
  }

  /** A second person, who does not depend on the first, agrees or declines. Locks the unit, as an import does, and every
   *  movement, as a match does. Throws RETRACTION_NOT_FOUND, FORBIDDEN, RETRACTION_NEEDS_TWO, STATEMENT_IN_USE,
   *  LATER_STATEMENT_DEPENDS. */
  async decide(actor: Actor, retractionId: string, isAgreed: boolean): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const found = await tx.row<Row<BankRetraction, 'statementId' | 'proposedBy' | 'isAgreed'>>(
        'SELECT statement_id, proposed_by, is_agreed FROM bank_retraction WHERE id = ?',
        [retractionId],
      );
      if (!found) throw RetractionNotFound();
      const statement = await lockStatement(tx, this.access, {
        actor,
        statementId: found.statementId,
        absent: RetractionNotFound,
      });
      const refusal = decisionRefusal(found, actor.personId);
      if (refusal) throw refusal;
      if (isAgreed && !(await this.independence.areTwo(tx, [found.proposedBy, actor.personId])))
        throw RetractionNeedsTwo();
      const now = await tx.now();
      const decided = await tx.execute(
        'UPDATE bank_retraction SET is_agreed = ?, decided_by = ?, decided_at = ? WHERE id = ? AND is_agreed IS NULL',
        [isAgreed, actor.personId, now, retractionId],
      );
      if (decided === 0) throw RetractionNotFound();
      if (isAgreed) {
        await this.assertFree(tx, statement);
        await tx.execute('UPDATE bank_line SET retracted_at = ? WHERE statement_id = ?', [now, statement.id]);
        await tx.update(BankStatement, statement.id, { retractedAt: now });
      }
      await this.record(tx, isAgreed ? BankStatementRetracted : BankRetractionDeclined, actor, statement);
      return { id: retractionId };
    });
  }

  /** Locks all movements, and the statements that rest on this one. Throws the reason why it cannot be retracted. */
  private async assertFree(tx: Tx, { id, retractedAt }: LockedStatement): Promise<void> {
    const lines = await tx.rows<{ state: string }>('SELECT state FROM bank_line WHERE statement_id = ? FOR UPDATE', [
      id,
    ]);
    const count = (wanted: string): number => lines.filter(({ state }) => state === wanted).length;
    const later = await tx.row<{ fileName: string }>(
      `SELECT s.file_name FROM bank_overlap o JOIN bank_statement s ON s.id = o.later_id
       WHERE o.earlier_id = ? AND s.retracted_at IS NULL ORDER BY s.imported_at DESC LIMIT 1 LOCK IN SHARE MODE`,
      [id],
    );
    const use = { retractedAt, matched: count('matched'), aside: count('aside'), laterFile: later?.fileName ?? null };
    const refusal = retractionRefusal(use);
    if (refusal) throw refusal;
  }

  private async record(tx: Tx, event: EventType<object>, actor: Actor, { id, unitId }: LockedStatement): Promise<void> {
    await this.events.record(tx, event({ unitId, subjectId: id, actorId: actor.personId, data: {} }));
  }
}
