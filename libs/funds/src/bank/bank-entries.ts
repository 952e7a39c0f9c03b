import { Injectable } from '@nestjs/common';
import { FieldEncryption, type Reader } from '#libs/platform';
import { UNITS } from '#libs/identity';
import { PAYEE_JOIN, Payees } from '../payee/payees.js';
import type { BankSumsResponse } from './bank.dto.js';
import type { EntryKind } from './bank-codes.js';
import type { OpenEntry } from './suggest-matches.js';

/** SQL: the Shanghai day of an instant. */
const dayOf = (column: string): string => `DATE(${column} + INTERVAL 8 HOUR)`;

/** The payee according to the register. A person's name is decrypted for matching only. */
const PARTY = `COALESCE(y.name, r.payee) AS party, y.id AS payee_id, y.sealed_name AS sealed_party, y.name_hash AS party_hash`;
const NO_PAYEE = 'NULL AS payee_id, NULL AS sealed_party, NULL AS party_hash';

/** Book entries that move money on the bank account, below the units whose paths begin with `?`. Reversed payments, goods
 *  and money carried between years do not move any. */
const ENTRIES = {
  payment: `SELECT 'payment' AS kind, p.id, r.unit_id, ${dayOf('p.paid_at')} AS booked_on, -p.amount_fen AS amount_fen, ${PARTY},
      r.id AS account_of, r.payee_account AS account, CONCAT_WS('|', p.voucher_no, p.invoice_no) AS papers, r.purpose
    FROM fund_payment p JOIN spend_request r ON r.id = p.spend_request_id ${PAYEE_JOIN}
    LEFT JOIN fund_reversal v ON v.payment_id = p.id AND v.is_agreed
    WHERE r.unit_path LIKE ? AND v.id IS NULL`,
  refund: `SELECT 'refund' AS kind, f.id, r.unit_id, ${dayOf('f.recorded_at')} AS booked_on, f.amount_fen, ${PARTY},
      r.id AS account_of, r.payee_account AS account, f.voucher_no AS papers, r.purpose
    FROM fund_refund f JOIN spend_request r ON r.id = f.spend_request_id ${PAYEE_JOIN} WHERE r.unit_path LIKE ?`,
  income: `SELECT 'income' AS kind, i.id, i.unit_id, ${dayOf('i.recorded_at')} AS booked_on, i.amount_fen, i.giver AS party, ${NO_PAYEE},
      NULL AS account_of, NULL AS account, i.reference AS papers, '' AS purpose
    FROM fund_income i WHERE i.unit_path LIKE ? AND NOT i.is_in_kind`,
  allotment: `SELECT 'allotment' AS kind, t.id, t.unit_id, ${dayOf('t.booked_at')} AS booked_on, t.amount_fen, '' AS party, ${NO_PAYEE},
      NULL AS account_of, NULL AS account, '' AS papers, '' AS purpose
    FROM ${UNITS} JOIN fund_account a ON a.unit_id = u.id AND a.kind = 'allotted' JOIN fund_transfer t ON t.from_account_id = a.id
    WHERE u.path LIKE ? AND t.kind = 'allot'`,
  return: `SELECT 'return' AS kind, t.id, t.unit_id, ${dayOf('t.booked_at')} AS booked_on, -t.amount_fen, '' AS party, ${NO_PAYEE},
      NULL AS account_of, NULL AS account, '' AS papers, '' AS purpose
    FROM ${UNITS} JOIN fund_account a ON a.unit_id = u.id AND a.kind = 'returned' JOIN fund_transfer t ON t.to_account_id = a.id
    WHERE u.path LIKE ? AND t.kind = 'return'`,
} as const satisfies Record<EntryKind, string>;

const KINDS = Object.keys(ENTRIES) as EntryKind[];
const ALL = KINDS.map((kind) => ENTRIES[kind]).join(' UNION ALL ');
const isOpen = `NOT EXISTS (SELECT 1 FROM bank_match_entry m WHERE m.standing_id = e.id AND m.kind = e.kind)`;

/** Number of rows, and the sums of incoming and outgoing money. */
export const SUMS =
  'COUNT(*) AS count, SUM(GREATEST(amount_fen, 0)) AS in_fen, SUM(GREATEST(-amount_fen, 0)) AS out_fen';
export type SumsRow = Record<keyof BankSumsResponse, string | null>;
export const toSums = (row: SumsRow | undefined): BankSumsResponse => ({
  count: Number(row?.count ?? 0),
  inFen: Number(row?.inFen ?? 0),
  outFen: Number(row?.outFen ?? 0),
});

interface Days {
  fromOn: string;
  untilOn: string;
}

/** The book's side of the reconciliation. */
@Injectable()
export class BankEntries {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly payees: Payees,
  ) {}

  /** Book entries without a matching movement, oldest first. `like`: only entries with one of these amounts or parties, and
   *  all allotments and returns. */
  async open(
    reader: Reader,
    unitPath: string,
    days: Days,
    page: {
      after?: [day: string, id: string] | null;
      limit: number;
      like?: { amountsFen: number[]; parties: string[] };
    },
  ): Promise<OpenEntry[]> {
    const rows = await reader.rows<EntryRow>(
      `SELECT e.*, DATE_FORMAT(e.booked_on, '%Y-%m-%d') AS booked_on FROM (${ALL}) e
       WHERE e.booked_on BETWEEN ? AND ? AND ${isOpen} ${page.after ? 'AND (e.booked_on, e.id) > (?, ?)' : ''}
         ${page.like ? `AND (e.amount_fen IN (?) OR e.party IN (?) OR e.party_hash IN (?) OR e.kind IN ('allotment','return'))` : ''}
       ORDER BY e.booked_on, e.id LIMIT ?`,
      [
        ...below(unitPath),
        days.fromOn,
        days.untilOn,
        ...(page.after ?? []),
        ...(page.like
          ? [page.like.amountsFen, page.like.parties, await this.payees.hashesOf(reader, ...page.like.parties)]
          : []),
        page.limit,
      ],
    );
    return rows.map((row) => this.show(row));
  }

  /** Number and sums of the book entries without a matching movement. */
  async openSums(reader: Reader, unitPath: string, days: Days): Promise<BankSumsResponse> {
    const row = await reader.row<SumsRow>(
      `SELECT ${SUMS} FROM (${ALL}) e WHERE e.booked_on BETWEEN ? AND ? AND ${isOpen}`,
      [...below(unitPath), days.fromOn, days.untilOn],
    );
    return toSums(row);
  }

  /** The sum of all movements after a day, according to the book. */
  async movedAfter(reader: Reader, unitPath: string, day: string): Promise<number> {
    const row = await reader.row<{ fen: string | null }>(
      `SELECT SUM(e.amount_fen) AS fen FROM (${ALL}) e WHERE e.booked_on > ?`,
      [...below(unitPath), day],
    );
    return Number(row?.fen ?? 0);
  }

  /** These entries, matched or not. Entries of other units, or without a movement of money, are left out. */
  async find(reader: Reader, unitPath: string, wanted: { kind: EntryKind; id: string }[]): Promise<OpenEntry[]> {
    const kinds = KINDS.filter((kind) => wanted.some((one) => one.kind === kind));
    const rows = await Promise.all(
      kinds.map((kind) =>
        reader.rows<EntryRow>(
          `SELECT e.*, DATE_FORMAT(e.booked_on, '%Y-%m-%d') AS booked_on FROM (${ENTRIES[kind]}) e WHERE e.id IN (?)`,
          [`${unitPath}%`, wanted.filter((one) => one.kind === kind).map(({ id }) => id)],
        ),
      ),
    );
    return rows.flat().map((row) => this.show(row));
  }

  private show({ accountOf, account, papers, payeeId, sealedParty, partyHash: _, ...row }: EntryRow): OpenEntry {
    return {
      ...row,
      party:
        payeeId && sealedParty
          ? this.encryption.decryptForDisplay('payee.sealed_name', payeeId, sealedParty)
          : row.party,
      amountFen: Number(row.amountFen),
      accountTail: accountOf && account ? this.tailOf(accountOf, account) : null,
      papers: papers.split('|').filter(Boolean),
    };
  }

  /** The last four digits; null when the account cannot be decrypted, so it does not help to match. */
  private tailOf(requestId: string, sealed: Buffer): string | null {
    const account = this.encryption.tryDecrypt('spend_request.payee_account', requestId, sealed);
    return account === undefined ? null : (JSON.parse(account) as { number: string }).number.slice(-4);
  }
}

const below = (unitPath: string): string[] => KINDS.map(() => `${unitPath}%`);

interface EntryRow extends Omit<OpenEntry, 'accountTail' | 'papers'> {
  accountOf: string | null;
  account: Buffer | null;
  papers: string;
  payeeId: string | null;
  sealedParty: Buffer | null;
  partyHash: Buffer | null;
}
