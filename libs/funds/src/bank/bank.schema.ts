import { encryptedColumns, type Invariant, type Schema } from '#libs/platform';
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
    {
      version: 20261130401,
      name: 'LetStatementBeRetracted',
      sql: `ALTER TABLE bank_statement
        ADD COLUMN IF NOT EXISTS retracted_at DATETIME(3) NULL,
        ADD COLUMN IF NOT EXISTS is_standing BOOLEAN AS (IF(retracted_at IS NULL, 1, NULL)) PERSISTENT,
        ADD UNIQUE KEY IF NOT EXISTS uq_statement_standing (unit_id, file_hash, is_standing),
        DROP KEY IF EXISTS uq_statement_file`,
    },
    {
      version: 20261130402,
      name: 'LetBankLineBeRetracted',
      sql: `ALTER TABLE bank_line
        ADD COLUMN IF NOT EXISTS retracted_at DATETIME(3) NULL,
        ADD COLUMN IF NOT EXISTS is_standing BOOLEAN AS (IF(retracted_at IS NULL, 1, NULL)) PERSISTENT,
        MODIFY state ENUM('open','matched','aside','retracted') AS (IF(retracted_at IS NOT NULL, 'retracted',
          IF(match_id IS NOT NULL, 'matched', IF(aside_reason IS NOT NULL, 'aside', 'open')))) PERSISTENT,
        ADD UNIQUE KEY IF NOT EXISTS uq_line_standing (unit_id, line_hash, is_standing),
        DROP KEY IF EXISTS uq_line_hash,
        DROP CONSTRAINT IF EXISTS ck_line,
        ADD CONSTRAINT ck_line CHECK (amount_fen <> 0 AND (match_id IS NULL OR aside_reason IS NULL) AND (aside_reason IS NULL) = (aside_by IS NULL)
          AND (retracted_at IS NULL OR (match_id IS NULL AND aside_reason IS NULL)))`,
    },
    {
      version: 20261130403,
      name: 'CreateBankRetraction',
      sql: `CREATE TABLE IF NOT EXISTS bank_retraction (
        id UUID PRIMARY KEY,
        statement_id UUID NOT NULL,
        reason VARCHAR(300) NOT NULL,
        proposed_by UUID NOT NULL,
        proposed_at DATETIME(3) NOT NULL,
        is_agreed BOOLEAN NULL,
        decided_by UUID NULL,
        decided_at DATETIME(3) NULL,
        standing_id UUID AS (IF(is_agreed IS NULL OR is_agreed, statement_id, NULL)) PERSISTENT,
        UNIQUE KEY uq_retraction_standing (standing_id),
        KEY ix_retraction_statement (statement_id),
        CONSTRAINT fk_retraction_statement FOREIGN KEY (statement_id) REFERENCES bank_statement (id),
        CONSTRAINT ck_retraction CHECK ((decided_by IS NULL) = (is_agreed IS NULL) AND (decided_at IS NULL) = (is_agreed IS NULL)
          AND (decided_by IS NULL OR decided_by <> proposed_by)))`,
    },
    {
      version: 20261130404,
      name: 'CreateBankOverlap',
      sql: `CREATE TABLE IF NOT EXISTS bank_overlap (
        later_id UUID NOT NULL,
        earlier_id UUID NOT NULL,
        PRIMARY KEY (later_id, earlier_id),
        KEY ix_overlap_earlier (earlier_id),
        CONSTRAINT fk_overlap_later FOREIGN KEY (later_id) REFERENCES bank_statement (id),
        CONSTRAINT fk_overlap_earlier FOREIGN KEY (earlier_id) REFERENCES bank_statement (id))`,
    },
    {
      // Old imports did not record which earlier statement knew a movement: assume every statement with overlapping days.
      version: 20261130405,
      name: 'FillBankOverlap',
      sql: `INSERT IGNORE INTO bank_overlap (later_id, earlier_id)
        SELECT l.id, e.id FROM bank_statement l JOIN bank_statement e ON e.unit_id = l.unit_id AND e.id <> l.id
          AND (e.imported_at, e.id) < (l.imported_at, l.id) AND e.from_on <= l.until_on AND e.until_on >= l.from_on
        WHERE l.added_count < l.line_count`,
    },
    {
      version: 20261130406,
      name: 'CreateBankBreak',
      sql: `CREATE TABLE IF NOT EXISTS bank_break (
        id UUID PRIMARY KEY,
        statement_id UUID NOT NULL,
        sheet VARCHAR(120) NOT NULL,
        row_no INT UNSIGNED NOT NULL,
        booked_on DATE NULL,
        missing_fen BIGINT NULL,
        reason VARCHAR(300) NULL,
        confirmed_by UUID NULL,
        confirmed_at DATETIME(3) NULL,
        KEY ix_break_statement (statement_id),
        CONSTRAINT fk_break_statement FOREIGN KEY (statement_id) REFERENCES bank_statement (id),
        CONSTRAINT ck_break CHECK ((reason IS NULL) = (confirmed_by IS NULL) AND (reason IS NULL) = (confirmed_at IS NULL)))`,
    },
    {
      // Older releases stored only the row of a break.
      version: 20261130407,
      name: 'FillBankBreak',
      sql: `INSERT INTO bank_break (id, statement_id, sheet, row_no)
        SELECT UUID(), s.id, '', j.row_no FROM bank_statement s
        JOIN JSON_TABLE(s.breaks, '$[*]' COLUMNS (row_no INT PATH '$')) j
        WHERE NOT EXISTS (SELECT 1 FROM bank_break b WHERE b.statement_id = s.id)`,
    },
    {
      version: 20261130605,
      name: 'DropBreaksOfStatement',
      sql: 'ALTER TABLE bank_statement DROP COLUMN IF EXISTS breaks',
    },
  ],
  rights: [
    { table: 'bank_statement', rights: 'append', mayUpdate: ['retracted_at'] },
    { table: 'bank_line', rights: 'append', mayUpdate: ['match_id', 'aside_reason', 'aside_by', 'retracted_at'] },
    { table: 'bank_retraction', rights: 'append', mayUpdate: ['is_agreed', 'decided_by', 'decided_at'] },
    { table: 'bank_overlap', rights: 'append' },
    { table: 'bank_break', rights: 'append', mayUpdate: ['reason', 'confirmed_by', 'confirmed_at'] },
    { table: 'bank_match', rights: 'append', mayUpdate: ['undone_by', 'undone_at'] },
    { table: 'bank_match_entry', rights: 'append', mayUpdate: ['undone_at'] },
  ],
  encrypted: {
    columns: encryptedColumns('bank_line', ['told']),
    indexed: [{ table: 'bank_line', columns: ['line_hash'], key: ['id'] }],
    plain: ['bank_statement.file_hash'],
  },
};

export const bankInvariants: Invariant[] = [
  {
    name: 'bank.retracted',
    rule: 'A statement is retracted exactly when two people agreed, all its movements with it, and no standing statement rests on it',
    sql: `SELECT s.id FROM bank_statement s
      LEFT JOIN bank_retraction r ON r.statement_id = s.id AND r.is_agreed
      WHERE (s.retracted_at IS NULL) <> (r.id IS NULL)
        OR EXISTS (SELECT 1 FROM bank_line l WHERE l.statement_id = s.id AND NOT (l.retracted_at <=> s.retracted_at))
        OR s.retracted_at IS NOT NULL AND EXISTS (SELECT 1 FROM bank_overlap o JOIN bank_statement t ON t.id = o.later_id
          WHERE o.earlier_id = s.id AND t.retracted_at IS NULL)`,
  },
  {
    name: 'bank.matches',
    rule: 'The movements of a standing match and its entries add up to the same sum; an undone one holds none',
    sql: `SELECT m.id FROM bank_match m
      LEFT JOIN (SELECT match_id, SUM(amount_fen) s FROM bank_line WHERE match_id IS NOT NULL GROUP BY 1) l ON l.match_id = m.id
      LEFT JOIN (SELECT match_id, SUM(amount_fen) s FROM bank_match_entry WHERE undone_at IS NULL GROUP BY 1) e ON e.match_id = m.id
      WHERE IF(m.undone_at IS NULL, NOT (l.s <=> m.amount_fen AND e.s <=> m.amount_fen), l.s IS NOT NULL OR e.s IS NOT NULL)`,
  },
  {
    name: 'bank.reversed',
    rule: 'No movement of the account is matched with a payment that was reversed',
    sql: `SELECT e.entry_id FROM bank_match_entry e JOIN fund_reversal v ON v.payment_id = e.entry_id AND v.is_agreed
      WHERE e.kind = 'payment' AND e.undone_at IS NULL`,
  },
];
