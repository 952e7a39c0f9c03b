import type { Invariant, Schema } from '#libs/platform';

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
  ],
  rights: [
    { table: 'fund_transfer', rights: 'append' },
    { table: 'fund_payment', rights: 'append' },
  ],
};

export const fundsInvariants: Invariant[] = [
  {
    name: 'fund.balance',
    law: 'Every stored balance equals the sum of its transfers',
    sql: `SELECT a.id, a.kind, a.balance_fen FROM fund_account a
      LEFT JOIN (SELECT to_account_id id, SUM(amount_fen) s FROM fund_transfer GROUP BY 1) c ON c.id = a.id
      LEFT JOIN (SELECT from_account_id id, SUM(amount_fen) s FROM fund_transfer GROUP BY 1) d ON d.id = a.id
      WHERE a.balance_fen <> IFNULL(c.s, 0) - IFNULL(d.s, 0)`,
  },
  {
    name: 'fund.sum',
    law: 'No money is made or lost: the accounts of a community and year add up to zero',
    sql: `SELECT unit_id, year, SUM(balance_fen) s FROM fund_account GROUP BY 1, 2 HAVING s <> 0`,
  },
  {
    name: 'fund.below-zero',
    law: 'No account but the allotment is below zero',
    sql: `SELECT id, kind, balance_fen FROM fund_account WHERE kind <> 'allotted' AND balance_fen < 0`,
  },
  {
    name: 'fund.transfer-kind',
    law: 'Every transfer stays in one community and year and moves between the accounts that its kind names',
    sql: `SELECT t.id FROM fund_transfer t JOIN fund_account f ON f.id = t.from_account_id JOIN fund_account g ON g.id = t.to_account_id
      WHERE f.unit_id <> g.unit_id OR f.year <> g.year OR CONCAT(t.kind, ':', f.kind, '>', g.kind) NOT IN
        ('allot:allotted>available', 'reserve:available>reserved', 'pay:reserved>paid', 'release:reserved>available')`,
  },
  {
    name: 'fund.reserved',
    law: 'What is reserved equals the open rest of the approved requests',
    sql: `SELECT a.id, a.balance_fen, r.o FROM fund_account a
      LEFT JOIN (SELECT unit_id, year, SUM(amount_fen - paid_fen - released_fen) o FROM spend_request
                 WHERE status IN ('approved','settled') GROUP BY 1, 2) r ON r.unit_id = a.unit_id AND r.year = a.year
      WHERE a.kind = 'reserved' AND a.balance_fen <> IFNULL(r.o, 0)`,
  },
  {
    name: 'fund.request-transfers',
    law: 'Every approved request was reserved once, for its amount, and its figures equal its transfers',
    sql: `SELECT r.id FROM spend_request r LEFT JOIN (SELECT spend_request_id,
        SUM(IF(kind = 'reserve', amount_fen, 0)) reserved, SUM(IF(kind = 'pay', amount_fen, 0)) paid, SUM(IF(kind = 'release', amount_fen, 0)) released
        FROM fund_transfer WHERE spend_request_id IS NOT NULL GROUP BY 1) t ON t.spend_request_id = r.id
      WHERE (r.decided_by IS NOT NULL AND r.status IN ('approved','settled')
             AND (IFNULL(t.reserved, 0) <> r.amount_fen OR IFNULL(t.paid, 0) <> r.paid_fen OR IFNULL(t.released, 0) <> r.released_fen))
         OR (r.status IN ('submitted','refused','cancelled') AND t.spend_request_id IS NOT NULL)`,
  },
  {
    name: 'fund.four-eyes',
    law: 'Whoever asks does not approve, whoever approves does not pay',
    sql: `SELECT r.id FROM spend_request r LEFT JOIN fund_payment p ON p.spend_request_id = r.id
      WHERE r.decided_by = r.requested_by OR p.paid_by = r.decided_by OR p.paid_by = r.requested_by`,
  },
  {
    name: 'fund.payments',
    law: 'The payments of a request add up to what it has paid',
    sql: `SELECT r.id FROM spend_request r LEFT JOIN (SELECT spend_request_id, SUM(amount_fen) s FROM fund_payment GROUP BY 1) p
        ON p.spend_request_id = r.id WHERE r.paid_fen <> IFNULL(p.s, 0)`,
  },
];
