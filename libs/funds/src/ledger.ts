import { Injectable } from '@nestjs/common';
import { newId, problem, type Reader, type Tx } from '#libs/platform';

export type AccountKind = 'allotted' | 'available' | 'reserved' | 'paid';
export type TransferKind = 'allot' | 'reserve' | 'pay' | 'release';

/** `allotted → available → reserved → paid`, and back from reserved to available. */
const ROUTES: Record<TransferKind, [AccountKind, AccountKind]> = {
  allot: ['allotted', 'available'],
  reserve: ['available', 'reserved'],
  pay: ['reserved', 'paid'],
  release: ['reserved', 'available'],
};

const LOCK_ORDER: AccountKind[] = ['allotted', 'available', 'reserved', 'paid'];

export const FundsInsufficient = problem('FUNDS_INSUFFICIENT', 422, {
  zh: '经费不足：本年度可用 {availableFen} 分，需要 {amountFen} 分。超支不补，请改小金额或先申请追加。',
  en: 'Not enough money: {availableFen} fen are available this year, {amountFen} are needed.',
});
export const FundNotOpened = problem('FUND_NOT_OPENED', 422, {
  zh: '本社区 {year} 年度的经费尚未下达。',
  en: 'The fund of this community has not been opened for {year}.',
});

export interface Posting {
  kind: TransferKind;
  unitId: string;
  year: number;
  /** Integer fen > 0. */
  amountFen: number;
  /** Unique for ever: the same operation cannot be booked twice. */
  opKey: string;
  spendRequestId: string | null;
  actorId: string | null;
}

/** Double entry: one row moves an amount from one account to another, so nothing unbalanced can be written. */
@Injectable()
export class Ledger {
  /** Books one transfer. The account rows come last, in one order, so that they are held for as short as possible.
   *  Throws FUNDS_INSUFFICIENT when an account would fall below zero, FUND_NOT_OPENED when there is none. */
  async post(tx: Tx, posting: Posting): Promise<void> {
    const [from, to] = ROUTES[posting.kind];
    const accounts = await this.accounts(tx, posting.unitId, posting.year);
    const fromId = accounts.get(from)?.id;
    const toId = accounts.get(to)?.id;
    if (!fromId || !toId) throw FundNotOpened({ year: posting.year });
    await tx.insert('fund_transfer', {
      id: newId(),
      opKey: posting.opKey,
      kind: posting.kind,
      fromAccountId: fromId,
      toAccountId: toId,
      amountFen: posting.amountFen,
      spendRequestId: posting.spendRequestId,
      actorId: posting.actorId,
      bookedAt: await tx.now(),
    });
    // One order for everybody, whichever way the money goes: no two transfers wait for each other.
    const moves = [
      { account: from, id: fromId, byFen: -posting.amountFen },
      { account: to, id: toId, byFen: posting.amountFen },
    ].toSorted((a, b) => LOCK_ORDER.indexOf(a.account) - LOCK_ORDER.indexOf(b.account));
    for (const { account, id, byFen } of moves) {
      const moved = await tx.execute(
        `UPDATE fund_account SET balance_fen = balance_fen + ? WHERE id = ? AND (kind = 'allotted' OR balance_fen + ? >= 0)`,
        [byFen, id, byFen],
      );
      if (moved > 0) continue;
      const availableFen = (await this.accounts(tx, posting.unitId, posting.year)).get(account)?.balanceFen ?? 0;
      throw FundsInsufficient({ availableFen, amountFen: posting.amountFen });
    }
  }

  /** Opens the four accounts of communities for a year; those that are open stay as they are. */
  async open(tx: Tx, unitIds: string[], year: number): Promise<void> {
    const kinds: AccountKind[] = ['allotted', 'available', 'reserved', 'paid'];
    const values = unitIds.flatMap((unitId) => kinds.map((kind) => [newId(), unitId, year, kind]));
    if (values.length === 0) return;
    await tx.execute(
      `INSERT IGNORE INTO fund_account (id, unit_id, year, kind) VALUES ${values.map(() => '(?,?,?,?)').join(',')}`,
      values.flat(),
    );
  }

  private async accounts(
    reader: Reader,
    unitId: string,
    year: number,
  ): Promise<Map<AccountKind, { id: string; balanceFen: number }>> {
    const rows = await reader.rows<{ id: string; kind: AccountKind; balanceFen: number }>(
      'SELECT id, kind, balance_fen FROM fund_account WHERE unit_id = ? AND year = ?',
      [unitId, year],
    );
    return new Map(rows.map((row) => [row.kind, row]));
  }
}
