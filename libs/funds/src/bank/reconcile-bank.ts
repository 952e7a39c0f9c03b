import { Injectable } from '@nestjs/common';
import { Events, Transactions, isDuplicateOf, newId, type Actor, type Tx, type EventType } from '#libs/platform';
import { Access, UnitNotFound, Units, joinUnit, type Unit } from '#libs/identity';
import type { EntryKind, LineState } from './bank-codes.js';
import { BankEntries } from './bank-entries.js';
import { BankLine } from './bank-line.entity.js';
import { BankMatchEntry } from './bank-match-entry.entity.js';
import { BankMatch } from './bank-match.entity.js';
import { LINE_FROM, type LineStep } from './bank-steps.js';
import { BankLineNotFound, BankLineSettled, BankMatchNotFound, EntrySettled, SumsDiffer } from './bank.errors.js';
import { BankLineBroughtBack, BankLineSetAside, BankMatched, BankUnmatched } from '../funds.events.js';
import { BANK_RECONCILE } from '../funds.permissions.js';

export interface MatchInput {
  lineIds: string[];
  entries: { kind: EntryKind; id: string }[];
}

interface Line {
  id: string;
  unitId: string;
  unitPath: string;
  amountFen: number;
  state: LineState;
}

/** Matches movements on the account with book entries, or sets movements aside that do not concern the fund. Both can be
 *  undone. The ledger does not change. */
@Injectable()
export class ReconcileBank {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly entries: BankEntries,
    private readonly events: Events,
  ) {}

  /** Saves all of these matches, or none. Throws UNIT_NOT_FOUND, FORBIDDEN, BANK_LINE_NOT_FOUND, BANK_LINE_SETTLED,
   *  ENTRY_SETTLED, SUMS_DIFFER. */
  async match(actor: Actor, unitId: string, matches: MatchInput[]): Promise<{ ids: string[] }> {
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, unitId);
      this.access.require(actor, BANK_RECONCILE, unit.path, UnitNotFound);
      await this.lockRequests(tx, matches);
      const ids: string[] = [];
      for (const match of matches) ids.push(await this.matchOne(tx, actor, unit, match));
      await this.record(tx, BankMatched.with({ matches: ids.length }), actor, { unitId, subjectId: unitId });
      return { ids };
    });
  }

  /** Locks the requests first, as a reversal does: a payment must not be reversed while it is being matched. */
  private async lockRequests(tx: Tx, matches: MatchInput[]): Promise<void> {
    const paymentIds = matches.flatMap(({ entries }) =>
      entries.filter(({ kind }) => kind === 'payment').map(({ id }) => id),
    );
    if (paymentIds.length === 0) return;
    const requests = await tx.rows<{ spendRequestId: string }>(
      'SELECT DISTINCT spend_request_id FROM fund_payment WHERE id IN (?)',
      [paymentIds],
    );
    const ids = requests.map(({ spendRequestId }) => spendRequestId);
    if (ids.length > 0) await tx.rows('SELECT id FROM spend_request WHERE id IN (?) ORDER BY id FOR UPDATE', [ids]);
  }

  private async matchOne(tx: Tx, actor: Actor, unit: Unit, { lineIds, entries }: MatchInput): Promise<string> {
    const lines = await tx.rows<Line>(
      'SELECT id, unit_id, unit_path, amount_fen, state FROM bank_line WHERE unit_id = ? AND id IN (?) FOR UPDATE',
      [unit.id, lineIds],
    );
    if (lines.length !== new Set(lineIds).size) throw BankLineNotFound();
    if (lines.some(({ state }) => state !== LINE_FROM.match)) throw BankLineSettled();
    const found = await this.entries.find(tx, unit.path, entries);
    if (found.length !== entries.length) throw EntrySettled();
    const amountFen = sumOf(lines);
    if (amountFen !== sumOf(found)) throw SumsDiffer();
    const id = newId();
    await tx.insert(BankMatch, { id, unitId: unit.id, amountFen, madeBy: actor.personId, madeAt: await tx.now() });
    try {
      await tx.insert(
        BankMatchEntry,
        found.map((entry) => ({ matchId: id, kind: entry.kind, entryId: entry.id, amountFen: entry.amountFen })),
      );
    } catch (error) {
      throw isDuplicateOf(error, 'uq_entry_standing') ? EntrySettled() : error;
    }
    await tx.execute('UPDATE bank_line SET match_id = ? WHERE id IN (?)', [id, lineIds]);
    return id;
  }

  /** Throws BANK_MATCH_NOT_FOUND, FORBIDDEN. */
  async undo(actor: Actor, matchId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const match = await tx.row<{ unitId: string; path: string }>(
        `SELECT m.unit_id, u.path FROM bank_match m ${joinUnit('m.unit_id')} WHERE m.id = ? AND m.undone_at IS NULL`,
        [matchId],
      );
      if (!match) throw BankMatchNotFound();
      this.access.require(actor, BANK_RECONCILE, match.path, BankMatchNotFound);
      if (!(await undoMatch(tx, matchId, actor.personId))) throw BankMatchNotFound();
      await this.record(tx, BankUnmatched, actor, { unitId: match.unitId, subjectId: matchId });
      return { id: matchId };
    });
  }

  /** Sets a movement aside that does not concern the fund: interest, a fee, money of another account. Throws
   *  BANK_LINE_NOT_FOUND, FORBIDDEN, BANK_LINE_SETTLED. */
  async setAside(actor: Actor, lineId: string, reason: string): Promise<{ id: string }> {
    return this.settle(actor, lineId, { step: 'setAside', event: BankLineSetAside, reason });
  }

  /** Throws BANK_LINE_NOT_FOUND, FORBIDDEN, BANK_LINE_SETTLED. */
  async bringBack(actor: Actor, lineId: string): Promise<{ id: string }> {
    return this.settle(actor, lineId, { step: 'bringBack', event: BankLineBroughtBack, reason: null });
  }

  private async settle(
    actor: Actor,
    lineId: string,
    { step, event, reason }: { step: LineStep; event: EventType<object>; reason: string | null },
  ): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const line = await tx.row<Line>(
        'SELECT id, unit_id, unit_path, amount_fen, state FROM bank_line WHERE id = ? FOR UPDATE',
        [lineId],
      );
      if (!line) throw BankLineNotFound();
      this.access.require(actor, BANK_RECONCILE, line.unitPath, BankLineNotFound);
      if (line.state !== LINE_FROM[step]) throw BankLineSettled();
      await tx.update(BankLine, lineId, { asideReason: reason, asideBy: reason && actor.personId });
      await this.record(tx, event, actor, { unitId: line.unitId, subjectId: lineId });
      return { id: lineId };
    });
  }

  private async record(
    tx: Tx,
    event: EventType<object>,
    actor: Actor,
    about: { unitId: string; subjectId: string },
  ): Promise<void> {
    await this.events.record(tx, event({ ...about, actorId: actor.personId, data: {} }));
  }
}

const sumOf = (sides: { amountFen: number }[]): number => sides.reduce((sum, { amountFen }) => sum + amountFen, 0);

/** Undoes a match: its movements and entries are unmatched again. Returns false when it was undone before. */
export async function undoMatch(tx: Tx, matchId: string, actorId: string): Promise<boolean> {
  const now = await tx.now();
  const undone = await tx.execute(
    'UPDATE bank_match SET undone_by = ?, undone_at = ? WHERE id = ? AND undone_at IS NULL',
    [actorId, now, matchId],
  );
  if (undone === 0) return false;
  await tx.execute('UPDATE bank_match_entry SET undone_at = ? WHERE match_id = ?', [now, matchId]);
  await tx.execute('UPDATE bank_line SET match_id = NULL WHERE match_id = ?', [matchId]);
  return true;
}

/** Undoes the match of a reversed payment: its movement on the account is unexplained again. */
export async function undoMatchOfPayment(tx: Tx, paymentId: string, actorId: string): Promise<void> {
  const match = await tx.row<{ matchId: string }>(
    `SELECT match_id FROM bank_match_entry WHERE kind = 'payment' AND standing_id = ?`,
    [paymentId],
  );
  if (match) await undoMatch(tx, match.matchId, actorId);
}
