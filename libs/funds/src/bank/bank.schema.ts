import { sealedColumns, type Invariant, type Schema } from '#libs/platform';
import { ENTRY_KINDS } from './suggest-matches.js';

const kinds = ENTRY_KINDS.map((kind) => `'${kind}'`).join(',');

export const bankSchema: Schema = {
  migrations: [
    {
      version: 20261124371,
      name: 'CreateBankStatement',
      sql: `CREATE TABLE IF NOT EXISTS bank_statement (
        id UUID PRIMARY KEY,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        file_name VARCHAR(120) NOT NULL,
        file_hash BINARY(32) NOT NULL,
        from_on DATE NOT NULL,
        until_on DATE NOT NULL,
        closing_fen BIGINT NULL,
        line_count INT UNSIGNED NOT NULL,
        added_count INT UNSIGNED NOT NULL,
        breaks JSON NOT NULL,
        imported_by UUID NOT NULL,
        imported_at DATETIME(3) NOT NULL,
        UNIQUE KEY uq_statement_file (unit_id, file_hash),
        KEY ix_statement_unit (unit_id, until_on))`,
    },
    {
      version: 20261124372,
      name: 'CreateBankLine',
      sql: `CREATE TABLE IF NOT EXISTS bank_line (
        id UUID PRIMARY KEY,
        statement_id UUID NOT NULL,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        line_hash BINARY(32) NOT NULL,
        booked_on DATE NOT NULL,
        amount_fen BIGINT NOT NULL,
        balance_fen BIGINT NULL,
        told VARBINARY(4096) NOT NULL,
        match_id UUID NULL,
        aside_reason VARCHAR(300) NULL,
        aside_by UUID NULL,
        state ENUM('open','matched','aside') AS (IF(match_id IS NOT NULL, 'matched', IF(aside_reason IS NOT NULL, 'aside', 'open'))) PERSISTENT,
        UNIQUE KEY uq_line_hash (unit_id, line_hash),
        KEY ix_line_state (unit_id, state, booked_on, id),
        KEY ix_line_match (match_id),
        CONSTRAINT fk_line_statement FOREIGN KEY (statement_id) REFERENCES bank_statement (id),
        CONSTRAINT ck_line CHECK (amount_fen <> 0 AND (match_id IS NULL OR aside_reason IS NULL) AND (aside_reason IS NULL) = (aside_by IS NULL)))`,
    },
    {
      version: 20261124373,
      name: 'CreateBankMatch',
      sql: `CREATE TABLE IF NOT EXISTS bank_match (
        id UUID PRIMARY KEY,
        unit_id UUID NOT NULL,
        amount_fen BIGINT NOT NULL,
        made_by UUID NOT NULL,
        made_at DATETIME(3) NOT NULL,
        undone_by UUID NULL,
        undone_at DATETIME(3) NULL,
        KEY ix_match_unit (unit_id, made_at),
        CONSTRAINT ck_match CHECK ((undone_by IS NULL) = (undone_at IS NULL)))`,
    },
    {
      version: 20261124374,
      name: 'CreateBankMatchEntry',
      sql: `CREATE TABLE IF NOT EXISTS bank_match_entry (
        match_id UUID NOT NULL,
        kind ENUM(${kinds}) NOT NULL,
        entry_id UUID NOT NULL,
        amount_fen BIGINT NOT NULL,
        undone_at DATETIME(3) NULL,
        standing_id UUID AS (IF(undone_at IS NULL, entry_id, NULL)) PERSISTENT,
        PRIMARY KEY (match_id, kind, entry_id),
        UNIQUE KEY uq_entry_standing (standing_id, kind),
        CONSTRAINT fk_entry_match FOREIGN KEY (match_id) REFERENCES bank_match (id))`,
    },
    {
      version: 20261124375,
      name: 'KeyPaymentsByDay',
      sql: `ALTER TABLE fund_payment ADD KEY IF NOT EXISTS ix_payment_day (paid_at)`,
    },
    {
      version: 20261129009,
      name: 'AddBankLineIndexKey',
      sql: 'ALTER TABLE bank_line ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
    },
  ],
  rights: [
    { table: 'bank_statement', rights: 'append' },
    { table: 'bank_line', rights: 'append', mayUpdate: ['match_id', 'aside_reason', 'aside_by'] },
    { table: 'bank_match', rights: 'append', mayUpdate: ['undone_by', 'undone_at'] },
    { table: 'bank_match_entry', rights: 'append', mayUpdate: ['undone_at'] },
  ],
  sealed: {
    columns: sealedColumns('bank_line', ['told']),
    indexed: [{ table: 'bank_line', columns: ['line_hash'], key: ['id'] }],
    plain: ['bank_statement.file_hash'],
  },
};

export const bankInvariants: Invariant[] = [
  {
    name: 'bank.matches',
    law: 'The movements of a standing match and its entries add up to the same sum; an undone one holds none',
    sql: `SELECT m.id FROM bank_match m
      LEFT JOIN (SELECT match_id, SUM(amount_fen) s FROM bank_line WHERE match_id IS NOT NULL GROUP BY 1) l ON l.match_id = m.id
      LEFT JOIN (SELECT match_id, SUM(amount_fen) s FROM bank_match_entry WHERE undone_at IS NULL GROUP BY 1) e ON e.match_id = m.id
      WHERE IF(m.undone_at IS NULL, NOT (l.s <=> m.amount_fen AND e.s <=> m.amount_fen), l.s IS NOT NULL OR e.s IS NOT NULL)`,
  },
  {
    name: 'bank.reversed',
    law: 'No movement of the account is matched with a payment that was reversed',
    sql: `SELECT e.entry_id FROM bank_match_entry e JOIN fund_reversal v ON v.payment_id = e.entry_id AND v.is_agreed
      WHERE e.kind = 'payment' AND e.undone_at IS NULL`,
  },
];
