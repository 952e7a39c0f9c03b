import type { Invariant, Schema } from '#libs/platform';
import { ENTRY_JOINS, ENTRY_TEXT, FUND_BOOK } from './book/fund-book.js';
import { SOURCES, TRANSFER_ROUTES } from './ledger/accounts.js';
import { bankInvariants, bankSchema } from './bank/bank.schema.js';
import { payeeInvariants, payeeSchema } from './payee/payee.schema.js';
import { spendInvariants, spendSchema } from './spend/spend.schema.js';
import * as migrations from './migrations/index.js';

/** Booked amounts by the Shanghai month of the booking. */
const SUMS_OF_MONTHS = `SELECT t.unit_id, f.year, DATE_FORMAT(t.booked_at + INTERVAL 8 HOUR, '%Y-%m') AS month, t.kind, SUM(t.amount_fen) AS amount_fen
  FROM fund_transfer t JOIN fund_account f ON f.id = t.from_account_id GROUP BY 1, 2, 3, 4`;

export const fundsSchema: Schema = {
  migrations: Object.values(migrations),
  rights: [
    ...spendSchema.rights,
    { table: 'fund_plan', rights: 'append' },
    ...bankSchema.rights,
    { table: 'fund_transfer', rights: 'append' },
    { table: 'fund_payment', rights: 'append' },
    { table: 'fund_head', rights: 'append' },
    { table: 'fund_head_book', rights: 'append' },
    { table: 'fund_income', rights: 'append' },
  ],
  encrypted: {
    columns: [spendSchema, bankSchema, payeeSchema].flatMap(({ encrypted }) => encrypted.columns),
    indexed: [bankSchema, payeeSchema].flatMap(({ encrypted }) => encrypted.indexed),
    signing: [FUND_BOOK],
    plain: [
      ...bankSchema.encrypted.plain,
      'fund_book.hash',
      'fund_transfer.hash',
      'fund_head.hash',
      'fund_head.public_key',
      'fund_head.signature',
      'fund_head_book.hash',
      'fund_head_book.root',
    ],
  },
};

export const fundsInvariants: Invariant[] = [
  {
    name: 'fund.balance',
    rule: 'Every stored balance equals the sum of its transfers',
    sql: `SELECT a.id, a.kind, a.balance_fen FROM fund_account a
      LEFT JOIN (SELECT to_account_id id, SUM(amount_fen) s FROM fund_transfer GROUP BY 1) c ON c.id = a.id
      LEFT JOIN (SELECT from_account_id id, SUM(amount_fen) s FROM fund_transfer GROUP BY 1) d ON d.id = a.id
      WHERE a.balance_fen <> IFNULL(c.s, 0) - IFNULL(d.s, 0)`,
  },
  {
    name: 'fund.sum',
    rule: 'No money is made or lost: the accounts of a community and year add up to zero',
    sql: `SELECT unit_id, year, SUM(balance_fen) s FROM fund_account GROUP BY 1, 2 HAVING s <> 0`,
  },
  {
    name: 'fund.below-zero',
    rule: 'Only what money came from is below zero, and nothing of it above',
    sql: `SELECT id, kind, balance_fen FROM fund_account
      WHERE IF(kind IN (${SOURCES.map((kind) => `'${kind}'`).join(',')}), balance_fen > 0, balance_fen < 0)`,
  },
  {
    name: 'fund.transfer-kind',
    rule: 'Every transfer stays in one community and year and moves between the accounts that its kind names',
    sql: `SELECT t.id FROM fund_transfer t JOIN fund_account f ON f.id = t.from_account_id JOIN fund_account g ON g.id = t.to_account_id
      WHERE f.unit_id <> g.unit_id OR f.year <> g.year OR CONCAT(t.kind, ':', f.kind, '>', g.kind) NOT IN
        (${TRANSFER_ROUTES.map((route) => `'${route}'`).join(', ')})`,
  },
  {
    name: 'fund.closed-year',
    rule: 'A closed year has nothing left to spend',
    sql: `SELECT a.unit_id, a.year, a.balance_fen FROM fund_account a JOIN fund_year y ON y.unit_id = a.unit_id AND y.year = a.year
      WHERE y.closed_at IS NOT NULL AND a.kind = 'available' AND a.balance_fen <> 0`,
  },
  {
    name: 'fund.carried',
    rule: 'What a year carries out is what the next one carries in',
    sql: `SELECT o.unit_id, o.year, o.balance_fen FROM fund_account o
      LEFT JOIN fund_account i ON i.unit_id = o.unit_id AND i.year = o.year + 1 AND i.kind = 'carried_in'
      WHERE o.kind = 'carried_out' AND o.balance_fen <> -IFNULL(i.balance_fen, 0)
      UNION ALL SELECT i.unit_id, i.year, i.balance_fen FROM fund_account i
      LEFT JOIN fund_account o ON o.unit_id = i.unit_id AND o.year = i.year - 1 AND o.kind = 'carried_out'
      WHERE i.kind = 'carried_in' AND i.balance_fen <> 0 AND o.id IS NULL`,
  },
  {
    name: 'fund.income',
    rule: 'Every top-up, donation and co-funding in money was booked once, for its amount',
    sql: `SELECT i.id FROM fund_income i LEFT JOIN fund_transfer t ON t.op_key = CONCAT('income-', i.id)
      WHERE IF(i.is_in_kind, t.id IS NOT NULL, t.id IS NULL OR t.amount_fen <> i.amount_fen OR t.unit_id <> i.unit_id)`,
  },
  {
    name: 'fund.months',
    rule: 'The sums of the months are the sums of their entries',
    sql: `SELECT e.unit_id, e.month, e.kind FROM (${SUMS_OF_MONTHS}) e
        LEFT JOIN fund_month m ON m.unit_id = e.unit_id AND m.year = e.year AND m.month = e.month AND m.kind = e.kind
        WHERE e.amount_fen <> IFNULL(m.amount_fen, 0)
      UNION ALL SELECT m.unit_id, m.month, m.kind FROM fund_month m
        LEFT JOIN (${SUMS_OF_MONTHS}) e ON m.unit_id = e.unit_id AND m.year = e.year AND m.month = e.month AND m.kind = e.kind
        WHERE e.unit_id IS NULL`,
  },
  {
    name: 'fund.book',
    rule: 'Every entry of the fund book follows the one before, unaltered',
    sql: `SELECT t.unit_id, t.entry_no FROM fund_transfer t ${ENTRY_JOINS}
      LEFT JOIN fund_transfer p ON p.unit_id = t.unit_id AND p.entry_no = t.entry_no - 1
      WHERE (t.entry_no > 1 AND p.id IS NULL)
         OR LOWER(HEX(t.hash)) <> SHA2(CONCAT(IFNULL(LOWER(HEX(p.hash)), REPEAT('0', 64)), '|', ${ENTRY_TEXT}), 256)`,
  },
  {
    name: 'fund.book-end',
    rule: 'Every fund book ends where it says that it ends',
    sql: `SELECT b.unit_id, b.entries FROM fund_book b
      LEFT JOIN fund_transfer t ON t.unit_id = b.unit_id AND t.entry_no = b.entries
      WHERE (b.entries > 0 AND (t.id IS NULL OR t.hash <> b.hash))
         OR EXISTS (SELECT 1 FROM fund_transfer x WHERE x.unit_id = b.unit_id AND x.entry_no > b.entries)`,
  },
  ...spendInvariants,
  ...payeeInvariants,
  ...bankInvariants,
];
