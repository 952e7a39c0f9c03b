import type { Invariant, Schema } from '#libs/platform';
import { ENTRY_JOINS, ENTRY_TEXT, FUND_BOOK } from './book/fund-book.js';
import { SOURCES, TRANSFER_ROUTES } from './ledger/accounts.js';
import { bankInvariants, bankSchema } from './bank/bank.schema.js';
import { payeeInvariants, payeeSchema } from './payee/payee.schema.js';
import { spendInvariants, spendSchema } from './spend/spend.schema.js';

/** Booked amounts by the Shanghai month of the booking. */
const SUMS_OF_MONTHS = `SELECT t.unit_id, f.year, DATE_FORMAT(t.booked_at + INTERVAL 8 HOUR, '%Y-%m') AS month, t.kind, SUM(t.amount_fen) AS amount_fen
  FROM fund_transfer t JOIN fund_account f ON f.id = t.from_account_id GROUP BY 1, 2, 3, 4`;

export const fundsSchema: Schema = {
  migrations: [
    {
      version: 20261123301,
      name: 'CreateFundAccount',
      sql: `CREATE TABLE IF NOT EXISTS fund_account (
        id UUID PRIMARY KEY,
        unit_id UUID NOT NULL,
        year SMALLINT UNSIGNED NOT NULL,
        kind ENUM('allotted','available','reserved','paid') NOT NULL,
        balance_fen BIGINT NOT NULL DEFAULT 0,
        UNIQUE KEY uq_account (unit_id, year, kind),
        CONSTRAINT ck_account_never_below_zero CHECK (kind = 'allotted' OR balance_fen >= 0))`,
    },
    {
      version: 20261123302,
      name: 'CreateFundTransfer',
      sql: `CREATE TABLE IF NOT EXISTS fund_transfer (
        id UUID PRIMARY KEY,
        op_key VARCHAR(80) CHARACTER SET ascii NOT NULL,
        kind ENUM('allot','reserve','pay','release') NOT NULL,
        from_account_id UUID NOT NULL,
        to_account_id UUID NOT NULL,
        amount_fen BIGINT NOT NULL,
        spend_request_id UUID NULL,
        actor_id UUID NULL,
        booked_at DATETIME(3) NOT NULL,
        UNIQUE KEY uq_transfer_op (op_key),
        KEY ix_transfer_from (from_account_id),
        KEY ix_transfer_to (to_account_id),
        KEY ix_transfer_request (spend_request_id),
        CONSTRAINT ck_transfer_amount CHECK (amount_fen > 0 AND from_account_id <> to_account_id))`,
    },
    {
      version: 20261123303,
      name: 'CreateSpendRequest',
      sql: `CREATE TABLE IF NOT EXISTS spend_request (
        id UUID PRIMARY KEY,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        wish_id UUID NOT NULL,
        purpose VARCHAR(200) NOT NULL,
        payee VARCHAR(80) NOT NULL,
        amount_fen BIGINT NOT NULL,
        year SMALLINT UNSIGNED NULL,
        status ENUM('submitted','approved','refused','cancelled','settled') NOT NULL,
        paid_fen BIGINT NOT NULL DEFAULT 0,
        released_fen BIGINT NOT NULL DEFAULT 0,
        requested_by UUID NOT NULL,
        requested_at DATETIME(3) NOT NULL,
        decided_by UUID NULL,
        decided_at DATETIME(3) NULL,
        reason VARCHAR(300) NULL,
        open_wish_id UUID AS (IF(status IN ('submitted','approved'), wish_id, NULL)) PERSISTENT,
        UNIQUE KEY uq_spend_open_wish (open_wish_id),
        KEY ix_spend_wish (wish_id),
        KEY ix_spend_list (unit_path, status, requested_at),
        CONSTRAINT ck_spend_amount CHECK (amount_fen > 0 AND paid_fen >= 0 AND released_fen >= 0 AND paid_fen + released_fen <= amount_fen),
        CONSTRAINT ck_spend_four_eyes CHECK (decided_by IS NULL OR decided_by <> requested_by))`,
    },
    {
      version: 20261123304,
      name: 'CreateFundPayment',
      sql: `CREATE TABLE IF NOT EXISTS fund_payment (
        id UUID PRIMARY KEY,
        spend_request_id UUID NOT NULL,
        amount_fen BIGINT NOT NULL,
        voucher_no VARCHAR(40) NOT NULL,
        approved_by UUID NOT NULL,
        paid_by UUID NOT NULL,
        paid_at DATETIME(3) NOT NULL,
        UNIQUE KEY uq_payment_voucher (voucher_no),
        KEY ix_payment_request (spend_request_id),
        CONSTRAINT ck_payment_amount CHECK (amount_fen > 0),
        CONSTRAINT ck_payment_four_eyes CHECK (paid_by <> approved_by))`,
    },
    {
      version: 20261124301,
      name: 'WidenFundAccount',
      sql: `ALTER TABLE fund_account
        MODIFY kind ENUM('allotted','available','reserved','paid','topped_up','donated','co_funded','carried_in','returned','carried_out') NOT NULL,
        DROP CONSTRAINT IF EXISTS ck_account_never_below_zero,
        DROP CONSTRAINT IF EXISTS ck_account_side,
        ADD CONSTRAINT ck_account_side CHECK (IF(kind IN ('allotted','topped_up','donated','co_funded','carried_in'), balance_fen <= 0, balance_fen >= 0))`,
    },
    {
      version: 20261124302,
      name: 'CreateFundYear',
      sql: `CREATE TABLE IF NOT EXISTS fund_year (
        unit_id UUID NOT NULL,
        year SMALLINT UNSIGNED NOT NULL,
        opened_at DATETIME(3) NOT NULL,
        rollover ENUM('return','carry','carry_with_cap') NULL,
        carry_cap_fen BIGINT NULL,
        closed_at DATETIME(3) NULL,
        closed_by UUID NULL,
        PRIMARY KEY (unit_id, year),
        CONSTRAINT ck_year_closing CHECK ((closed_at IS NULL) = (rollover IS NULL) AND (carry_cap_fen IS NOT NULL) = (rollover <=> 'carry_with_cap')))`,
    },
    {
      version: 20261124303,
      name: 'OpenYearsOfAccounts',
      sql: `INSERT IGNORE INTO fund_year (unit_id, year, opened_at) SELECT DISTINCT unit_id, year, UTC_TIMESTAMP(3) FROM fund_account`,
    },
    {
      version: 20261124304,
      name: 'CreateFundIncome',
      sql: `CREATE TABLE IF NOT EXISTS fund_income (
        id UUID PRIMARY KEY,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        year SMALLINT UNSIGNED NOT NULL,
        source ENUM('top_up','donation','co_funding') NOT NULL,
        is_in_kind BOOLEAN NOT NULL,
        amount_fen BIGINT NOT NULL,
        giver VARCHAR(80) NOT NULL,
        reference VARCHAR(60) NOT NULL,
        recorded_by UUID NOT NULL,
        recorded_at DATETIME(3) NOT NULL,
        UNIQUE KEY uq_income_reference (unit_id, source, reference),
        KEY ix_income_year (unit_id, year),
        CONSTRAINT ck_income CHECK (amount_fen > 0 AND (NOT is_in_kind OR source = 'donation')))`,
    },
    {
      version: 20261124305,
      name: 'CreateFundBook',
      sql: `CREATE TABLE IF NOT EXISTS fund_book (
        unit_id UUID PRIMARY KEY, entries INT UNSIGNED NOT NULL, hash BINARY(32) NOT NULL)`,
    },
    {
      version: 20261124306,
      name: 'WidenFundTransfer',
      sql: `ALTER TABLE fund_transfer
        MODIFY kind ENUM('allot','reserve','pay','release','top_up','donate','co_fund','return','carry_out','carry_in') NOT NULL,
        ADD COLUMN IF NOT EXISTS unit_id UUID NULL,
        ADD COLUMN IF NOT EXISTS entry_no INT UNSIGNED NULL,
        ADD COLUMN IF NOT EXISTS hash BINARY(32) NULL`,
    },
    {
      version: 20261124307,
      name: 'NumberFundTransfers',
      sql: `UPDATE fund_transfer t JOIN (
          SELECT t.id, f.unit_id, ROW_NUMBER() OVER (PARTITION BY f.unit_id ORDER BY t.booked_at, t.id) AS n
          FROM fund_transfer t JOIN fund_account f ON f.id = t.from_account_id) x ON x.id = t.id
        SET t.unit_id = x.unit_id, t.entry_no = x.n WHERE t.entry_no IS NULL`,
    },
    {
      version: 20261124308,
      name: 'ChainFundTransfers',
      sql: `UPDATE fund_transfer t JOIN (
          WITH RECURSIVE line AS (
            SELECT t.id, t.unit_id, t.entry_no, ${ENTRY_TEXT} AS text FROM fund_transfer t ${ENTRY_JOINS} WHERE t.hash IS NULL),
          chain AS (
            SELECT id, unit_id, entry_no, SHA2(CONCAT(REPEAT('0', 64), '|', text), 256) AS hash FROM line WHERE entry_no = 1
            UNION ALL
            SELECT l.id, l.unit_id, l.entry_no, SHA2(CONCAT(c.hash, '|', l.text), 256)
            FROM chain c JOIN line l ON l.unit_id = c.unit_id AND l.entry_no = c.entry_no + 1)
          SELECT id, hash FROM chain) x ON x.id = t.id
        SET t.hash = UNHEX(x.hash)`,
    },
    {
      version: 20261124309,
      name: 'OpenFundBooks',
      sql: `INSERT IGNORE INTO fund_book (unit_id, entries, hash)
        SELECT y.unit_id, COALESCE(MAX(t.entry_no), 0),
          COALESCE((SELECT l.hash FROM fund_transfer l WHERE l.unit_id = y.unit_id ORDER BY l.entry_no DESC LIMIT 1), REPEAT(CHAR(0), 32))
        FROM (SELECT DISTINCT unit_id FROM fund_year) y LEFT JOIN fund_transfer t ON t.unit_id = y.unit_id GROUP BY y.unit_id`,
    },
    {
      version: 20261124310,
      name: 'BindFundTransfer',
      sql: `ALTER TABLE fund_transfer
        MODIFY unit_id UUID NOT NULL, MODIFY entry_no INT UNSIGNED NOT NULL, MODIFY hash BINARY(32) NOT NULL,
        ADD UNIQUE KEY IF NOT EXISTS uq_transfer_entry (unit_id, entry_no)`,
    },
    {
      version: 20261124311,
      name: 'CreateFundHead',
      sql: `CREATE TABLE IF NOT EXISTS fund_head (
        day DATE PRIMARY KEY,
        body MEDIUMTEXT NOT NULL,
        hash BINARY(32) NOT NULL,
        key_id TINYINT UNSIGNED NOT NULL,
        public_key VARBINARY(64) NOT NULL,
        signature BINARY(64) NOT NULL,
        sealed_at DATETIME(3) NOT NULL)`,
    },
    {
      version: 20261124312,
      name: 'CreateFundHeadBook',
      sql: `CREATE TABLE IF NOT EXISTS fund_head_book (
        unit_id UUID NOT NULL,
        day DATE NOT NULL,
        entries INT UNSIGNED NOT NULL,
        hash BINARY(32) NOT NULL,
        root BINARY(32) NOT NULL,
        PRIMARY KEY (unit_id, day))`,
    },
    {
      version: 20261124321,
      name: 'AddSignatures',
      sql: `ALTER TABLE spend_request
        ADD COLUMN IF NOT EXISTS policy_version INT UNSIGNED NOT NULL DEFAULT 0,
        ADD COLUMN IF NOT EXISTS signers VARCHAR(200) CHARACTER SET ascii NOT NULL DEFAULT '["community_secretary"]',
        ADD COLUMN IF NOT EXISTS signatures TINYINT UNSIGNED NOT NULL DEFAULT 0,
        ADD COLUMN IF NOT EXISTS next_role VARCHAR(32) CHARACTER SET ascii NULL`,
    },
    {
      version: 20261124322,
      name: 'AwaitFirstSignature',
      sql: `UPDATE spend_request SET next_role = 'community_secretary' WHERE status = 'submitted' AND next_role IS NULL`,
    },
    {
      version: 20261124323,
      name: 'CreateSpendHand',
      sql: `CREATE TABLE IF NOT EXISTS spend_hand (
        spend_request_id UUID NOT NULL,
        person_id UUID NOT NULL,
        act VARCHAR(8) CHARACTER SET ascii NOT NULL,
        place TINYINT UNSIGNED NULL,
        role VARCHAR(32) CHARACTER SET ascii NULL,
        at DATETIME(3) NOT NULL,
        PRIMARY KEY (spend_request_id, person_id),
        UNIQUE KEY uq_hand_act (spend_request_id, person_id, act),
        UNIQUE KEY uq_hand_place (spend_request_id, place),
        CONSTRAINT ck_hand CHECK (act IN ('ask','sign','pay') AND (act = 'sign') = (place IS NOT NULL) AND (act = 'sign') = (role IS NOT NULL)))`,
    },
    {
      version: 20261124324,
      name: 'FillSpendHands',
      sql: `INSERT IGNORE INTO spend_hand (spend_request_id, person_id, act, place, role, at)
        SELECT id, requested_by, 'ask', NULL, NULL, requested_at FROM spend_request
        UNION ALL SELECT id, decided_by, 'sign', 1, 'community_secretary', decided_at FROM spend_request WHERE decided_by IS NOT NULL AND status <> 'refused'
        UNION ALL SELECT spend_request_id, paid_by, 'pay', NULL, NULL, MIN(paid_at) FROM fund_payment GROUP BY 1, 2`,
    },
    {
      version: 20261124325,
      name: 'CountSignatures',
      sql: `UPDATE spend_request SET signatures = 1 WHERE status IN ('approved','settled') AND decided_by IS NOT NULL AND signatures = 0`,
    },
    {
      version: 20261124326,
      name: 'BindPaymentToHand',
      sql: `ALTER TABLE fund_payment
        ADD COLUMN IF NOT EXISTS act VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT 'pay' CHECK (act = 'pay'),
        ADD CONSTRAINT fk_payment_hand FOREIGN KEY IF NOT EXISTS (spend_request_id, paid_by, act) REFERENCES spend_hand (spend_request_id, person_id, act)`,
    },
    {
      version: 20261124351,
      name: 'CreateFundMonth',
      sql: `CREATE TABLE IF NOT EXISTS fund_month (
        unit_id UUID NOT NULL,
        year SMALLINT UNSIGNED NOT NULL,
        month CHAR(7) CHARACTER SET ascii NOT NULL,
        kind VARCHAR(10) CHARACTER SET ascii NOT NULL,
        amount_fen BIGINT NOT NULL,
        PRIMARY KEY (unit_id, year, month, kind))`,
    },
    { version: 20261124352, name: 'FillFundMonths', sql: `INSERT IGNORE INTO fund_month ${SUMS_OF_MONTHS}` },
    ...spendSchema.migrations,
    ...payeeSchema.migrations,
    {
      version: 20261124381,
      name: 'CreateFundPlan',
      sql: `CREATE TABLE IF NOT EXISTS fund_plan (
        unit_id UUID NOT NULL,
        year SMALLINT UNSIGNED NOT NULL,
        version INT UNSIGNED NOT NULL,
        plan_lines JSON NOT NULL,
        set_by UUID NOT NULL,
        set_at DATETIME(3) NOT NULL,
        PRIMARY KEY (unit_id, year, version))`,
    },
    {
      version: 20261124382,
      name: 'AddSpendCategory',
      sql: `ALTER TABLE spend_request ADD COLUMN IF NOT EXISTS category VARCHAR(24) CHARACTER SET ascii NOT NULL DEFAULT 'other' AFTER kind`,
    },
    ...bankSchema.migrations,
  ],
  rights: [
    ...(spendSchema.rights ?? []),
    { table: 'fund_plan', rights: 'append' },
    ...(bankSchema.rights ?? []),
    { table: 'fund_transfer', rights: 'append' },
    { table: 'fund_payment', rights: 'append' },
    { table: 'fund_head', rights: 'append' },
    { table: 'fund_head_book', rights: 'append' },
    { table: 'fund_income', rights: 'append' },
  ],
  encrypted: {
    columns: [spendSchema, bankSchema, payeeSchema].flatMap(({ encrypted }) => encrypted?.columns ?? []),
    indexed: [bankSchema, payeeSchema].flatMap(({ encrypted }) => encrypted?.indexed ?? []),
    signing: [FUND_BOOK],
    plain: [
      ...(bankSchema.encrypted?.plain ?? []),
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
