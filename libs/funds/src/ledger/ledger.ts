import { Injectable } from '@nestjs/common';
import { newId, problem, shanghaiDay, type Reader, type Tx, type Row } from '#libs/platform';
import { unitCodeOf } from '#libs/identity';
import {
  ACCOUNTS,
  AFTER_CLOSING,
  isSource,
  routeOf,
  type AccountKind,
  type HeldAccount,
  type TransferKind,
} from './accounts.js';
import type { FundAccount } from './fund-account.entity.js';
import { BOOK_START, entryHash } from '../book/fund-book.js';
import { FundTransfer } from './fund-transfer.entity.js';

export const FundsInsufficient = problem('FUNDS_INSUFFICIENT', 422, {
  zh: '经费不足：本年度可用 {availableFen} 分，需要 {amountFen} 分。超支不补，请改小金额或先申请追加。',
  en: 'Not enough money: {availableFen} fen are available this year, {amountFen} fen are needed. Reduce the amount or ask for a top-up first.',
});
export const FundNotOpened = problem('FUND_NOT_OPENED', 422, {
  zh: '本社区 {year} 年度的经费尚未下达。',
  en: 'The fund of this community has not been opened for {year}.',
});
export const FundYearClosed = problem('FUND_YEAR_CLOSED', 422, {
  zh: '{year} 年度已经结账，不能再这样记账。',
  en: 'The budget year {year} is closed. This can no longer be booked in it.',
});

export interface Posting {
  kind: TransferKind;
  /** The account that holds the request's money, for kinds whose route names `held`. Default: `reserved`. */
  held?: HeldAccount;
  unitId: string;
  year: number;
  /** Integer fen, above 0. */
  amountFen: number;
  /** Idempotency key, unique forever: it prevents booking the same operation twice. */
  opKey: string;
  spendRequestId: string | null;
  actorId: string | null;
}

export type Rollover = { policy: 'return' } | { policy: 'carry' } | { policy: 'carry_with_cap'; capFen: number };

interface Year {
  unitId: string;
  year: number;
  closedAt: Date | null;
  rollover: Rollover['policy'] | null;
  carryCapFen: number | null;
}

interface Book {
  code: string;
  entries: number;
  hash: Buffer;
}

/** Double-entry ledger: one row moves an amount between two accounts, so the books always balance. Every row is also a
 *  numbered entry in the hash chain of the community's fund book. */
@Injectable()
export class Ledger {
  /** Books one transfer. It locks the row of the community's book first, so transfers of a community run one after the
   *  other without deadlocks, and a year that is being closed stays closed. Money that comes back to a closed year moves
   *  on at once, under the rollover policy of the closing.
   *  Throws FUNDS_INSUFFICIENT when an account would fall below zero, FUND_NOT_OPENED, FUND_YEAR_CLOSED. */
  async post(tx: Tx, posting: Posting): Promise<void> {
    const book = await this.lockBook(tx, posting.unitId);
    const year = await this.year(tx, posting.unitId, posting.year);
    if (!book || !year) throw FundNotOpened({ year: posting.year });
    if (year.closedAt && !AFTER_CLOSING.has(posting.kind)) throw FundYearClosed({ year: posting.year });
    await this.write(tx, book, posting);
    if (year.closedAt && routeOf(posting.kind, 'reserved')[1] === 'available')
      await this.passOn(tx, year, posting.opKey, posting.actorId);
  }

  /** Opens the books of communities and their accounts for a year; existing ones stay unchanged. Returns the number of
   *  years opened. */
  async open(tx: Tx, unitIds: string[], year: number): Promise<number> {
    if (unitIds.length === 0) return 0;
    const marks = (row: string): string => unitIds.map(() => row).join(',');
    await tx.execute(
      `INSERT IGNORE INTO fund_book (unit_id, entries, hash) VALUES ${marks('(?,0,?)')}`,
      unitIds.flatMap((unitId) => [unitId, BOOK_START]),
    );
    await tx.execute(
      `INSERT IGNORE INTO fund_account (id, unit_id, year, kind) VALUES ${marks(ACCOUNTS.map(() => '(?,?,?,?)').join(','))}`,
      unitIds.flatMap((unitId) => ACCOUNTS.flatMap((kind) => [newId(), unitId, year, kind])),
    );
    const now = await tx.now();
    return tx.execute(
      `INSERT IGNORE INTO fund_year (unit_id, year, opened_at) VALUES ${marks('(?,?,?)')}`,
      unitIds.flatMap((unitId) => [unitId, year, now]),
    );
  }

  /** Closes a community's year: it accepts no new decisions. Available money returns to the district or moves to the next
   *  year; reserved money stays and is paid from this year. */
  async close(
    tx: Tx,
    input: { unitId: string; year: number; rollover: Rollover; actorId: string | null },
  ): Promise<'closed' | 'alreadyClosed' | 'notOpened'> {
    const { unitId, year, rollover, actorId } = input;
    await this.lockBook(tx, unitId);
    const present = await this.year(tx, unitId, year);
    if (!present) return 'notOpened';
    if (present.closedAt) return 'alreadyClosed';
    const closing = {
      closedAt: await tx.now(),
      rollover: rollover.policy,
      carryCapFen: rollover.policy === 'carry_with_cap' ? rollover.capFen : null,
    };
    await tx.execute(
      'UPDATE fund_year SET closed_at = ?, closed_by = ?, rollover = ?, carry_cap_fen = ? WHERE unit_id = ? AND year = ?',
      [closing.closedAt, actorId, closing.rollover, closing.carryCapFen, unitId, year],
    );
    await this.passOn(tx, { unitId, year, ...closing }, `close-${year}-${unitId}`, actorId);
    return 'closed';
  }

  /** Moves the available money out of a closed year, under the rollover policy of its closing. */
  private async passOn(tx: Tx, year: Year, cause: string, actorId: string | null): Promise<void> {
    const { unitId } = year;
    const accounts = await this.accounts(tx, unitId, year.year);
    const availableFen = accounts.get('available')?.balanceFen ?? 0;
    const carriedFen = accounts.get('carried_out')?.balanceFen ?? 0;
    const most = {
      return: 0,
      carry: availableFen,
      carry_with_cap: Math.max(0, (year.carryCapFen ?? 0) - carriedFen),
    }[year.rollover ?? 'return'];
    const carryFen = Math.min(availableFen, most);
    const returnFen = availableFen - carryFen;
    const common = { unitId, spendRequestId: null, actorId };
    const leave = async (kind: 'carry_out' | 'return', amountFen: number, opKey: string): Promise<void> =>
      this.write(tx, await this.lockBook(tx, unitId), { ...common, kind, year: year.year, amountFen, opKey });
    if (carryFen > 0) {
      const next = year.year + 1;
      await this.open(tx, [unitId], next);
      await leave('carry_out', carryFen, `${cause}-out`);
      await this.post(tx, { ...common, kind: 'carry_in', year: next, amountFen: carryFen, opKey: `${cause}-in` });
    }
    if (returnFen > 0) await leave('return', returnFen, `${cause}-return`);
  }

  private async write(tx: Tx, book: Book | undefined, posting: Posting): Promise<void> {
    const [from, to] = routeOf(posting.kind, posting.held ?? 'reserved');
    const accounts = await this.accounts(tx, posting.unitId, posting.year);
    const fromId = accounts.get(from)?.id;
    const toId = accounts.get(to)?.id;
    if (!book || !fromId || !toId) throw FundNotOpened({ year: posting.year });
    const id = newId();
    const bookedAt = await tx.now();
    const entryNo = book.entries + 1;
    const hash = entryHash(book.hash, {
      unit: book.code,
      no: entryNo,
      id,
      year: posting.year,
      kind: posting.kind,
      from,
      to,
      amountFen: posting.amountFen,
      at: bookedAt.toISOString(),
      request: posting.spendRequestId,
    });
    await tx.insert(FundTransfer, {
      id,
      opKey: posting.opKey,
      kind: posting.kind,
      fromAccountId: fromId,
      toAccountId: toId,
      amountFen: posting.amountFen,
      spendRequestId: posting.spendRequestId,
      actorId: posting.actorId,
      bookedAt,
      unitId: posting.unitId,
      entryNo,
      hash,
    });
    await tx.execute('UPDATE fund_book SET entries = ?, hash = ? WHERE unit_id = ?', [entryNo, hash, posting.unitId]);
    await tx.execute(
      'INSERT INTO fund_month (unit_id, year, month, kind, amount_fen) VALUES (?,?,?,?,?) ON DUPLICATE KEY UPDATE amount_fen = amount_fen + VALUES(amount_fen)',
      [posting.unitId, posting.year, shanghaiDay(bookedAt).slice(0, 7), posting.kind, posting.amountFen],
    );
    const moves = [
      { kind: from, id: fromId, byFen: -posting.amountFen },
      { kind: to, id: toId, byFen: posting.amountFen },
    ];
    for (const { kind, id: accountId, byFen } of moves) {
      const moved = await tx.execute(
        `UPDATE fund_account SET balance_fen = balance_fen + ? WHERE id = ?${isSource(kind) ? '' : ' AND balance_fen + ? >= 0'}`,
        [byFen, accountId, ...(isSource(kind) ? [] : [byFen])],
      );
      if (moved === 0)
        throw FundsInsufficient({ availableFen: accounts.get(kind)?.balanceFen ?? 0, amountFen: posting.amountFen });
    }
  }

  private lockBook(tx: Tx, unitId: string): Promise<Book | undefined> {
    return tx.row<Book>(
      `SELECT ${unitCodeOf('b.unit_id')} AS code, b.entries, b.hash FROM fund_book b WHERE b.unit_id = ? FOR UPDATE`,
      [unitId],
    );
  }

  private year(reader: Reader, unitId: string, year: number): Promise<Year | undefined> {
    return reader.row<Year>(
      'SELECT unit_id, year, closed_at, rollover, carry_cap_fen FROM fund_year WHERE unit_id = ? AND year = ?',
      [unitId, year],
    );
  }

  private async accounts(
    reader: Reader,
    unitId: string,
    year: number,
  ): Promise<Map<AccountKind, { id: string; balanceFen: number }>> {
    const rows = await reader.rows<Row<FundAccount, 'id' | 'kind' | 'balanceFen'>>(
      'SELECT id, kind, balance_fen FROM fund_account WHERE unit_id = ? AND year = ?',
      [unitId, year],
    );
    return new Map(rows.map((row) => [row.kind, row]));
  }
}
