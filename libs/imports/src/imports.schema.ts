import { declarePersonalData, encryptedColumns, type Schema } from '#libs/platform';
import { STATUSES } from './import-kind.js';

/** Columns that were added to a kind's table of imports later, for an ALTER TABLE that may run again. */
export const IMPORT_COLUMNS = `
  MODIFY status ENUM(${STATUSES.map((status) => `'${status}'`).join(',')}) NOT NULL,
  ADD COLUMN IF NOT EXISTS file_hash BINARY(32) NULL,
  ADD COLUMN IF NOT EXISTS problem VARCHAR(40) NULL,
  ADD COLUMN IF NOT EXISTS problem_details JSON NULL,
  ADD COLUMN IF NOT EXISTS rows_read INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS rows_total INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS added INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS known INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS taken_back INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS headings MEDIUMBLOB NULL,
  ADD COLUMN IF NOT EXISTS committed_by UUID NULL,
  ADD COLUMN IF NOT EXISTS taken_back_by UUID NULL`;
export const IMPORT_ROW_COLUMNS = `
  ADD COLUMN IF NOT EXISTS settled_by UUID NULL,
  ADD COLUMN IF NOT EXISTS is_taken_back TINYINT UNSIGNED NOT NULL DEFAULT 0`;

/** Columns for a second ALTER TABLE of every kind: the reading that rows belong to, and what was hidden. */
export const IMPORT_READING_COLUMNS = `
  ADD COLUMN IF NOT EXISTS reading INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS hidden_sheets INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS hidden_rows INT UNSIGNED NOT NULL DEFAULT 0`;
export const IMPORT_ROW_CORRECTION_COLUMNS = `
  CHANGE COLUMN IF EXISTS settled_by corrected_by UUID NULL,
  ADD COLUMN IF NOT EXISTS same_as JSON NULL`;

/** The encrypted columns of a kind's tables. */
export const importEncrypted = (table: string) => ({
  columns: [
    ...encryptedColumns(table, ['headings']),
    ...encryptedColumns(`${table}_row`, ['cells'], ['import_id', 'row_no']),
    { table: `${table}_file`, column: 'body', key: ['import_id', 'part'], batch: 4 },
  ],
  plain: [`${table}.file_hash`],
});

/** The tables of a new kind of file. `version`: of the first of seven migrations; `name`: what their names end with. */
export const importTables = (table: string, { version, name }: { version: number; name: string }) => ({
  migrations: [
    {
      name: `Create${name}`,
      sql: `CREATE TABLE IF NOT EXISTS ${table} (
        id UUID PRIMARY KEY,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        file_name VARCHAR(120) NOT NULL,
        status ENUM('reading') NOT NULL,
        created_by UUID NOT NULL,
        created_at DATETIME(3) NOT NULL,
        finished_at DATETIME(3) NULL,
        KEY ix_${table}_path (unit_path, id),
        KEY ix_${table}_age (created_at))`,
    },
    { name: `Add${name}Columns`, sql: `ALTER TABLE ${table} ${IMPORT_COLUMNS}` },
    {
      name: `Create${name}Row`,
      sql: `CREATE TABLE IF NOT EXISTS ${table}_row (
        import_id UUID NOT NULL,
        row_no MEDIUMINT UNSIGNED NOT NULL,
        sheet VARCHAR(60) NOT NULL,
        sheet_row MEDIUMINT UNSIGNED NOT NULL,
        verdict ENUM('accept','review','duplicate','reject') NOT NULL,
        doubts JSON NOT NULL,
        cells BLOB NOT NULL,
        subject_id UUID NULL,
        is_known TINYINT UNSIGNED NOT NULL DEFAULT 0,
        PRIMARY KEY (import_id, row_no),
        KEY ix_${table}_verdict (import_id, verdict, row_no))`,
    },
    { name: `Add${name}RowColumns`, sql: `ALTER TABLE ${table}_row ${IMPORT_ROW_COLUMNS}` },
    {
      name: `Create${name}File`,
      sql: `CREATE TABLE IF NOT EXISTS ${table}_file (
        import_id UUID NOT NULL, part SMALLINT UNSIGNED NOT NULL, body MEDIUMBLOB NOT NULL, PRIMARY KEY (import_id, part))`,
    },
    { name: `CountReadingsOf${name}`, sql: `ALTER TABLE ${table} ${IMPORT_READING_COLUMNS}` },
    { name: `KeepWhat${name}RowRepeats`, sql: `ALTER TABLE ${table}_row ${IMPORT_ROW_CORRECTION_COLUMNS}` },
  ].map((migration, at) => ({ version: version + at, ...migration })),
  encrypted: importEncrypted(table),
});

/** SQL: imports of a kind that are older than an instant and still have rows, a file or headings. */
export const importsDue =
  (table: string) =>
  (before: string): string =>
    `SELECT i.id FROM ${table} i WHERE i.created_at < ${before}
     AND (i.headings IS NOT NULL OR EXISTS (SELECT 1 FROM ${table}_row r WHERE r.import_id = i.id)
       OR EXISTS (SELECT 1 FROM ${table}_file f WHERE f.import_id = i.id))`;

declarePersonalData({ form_heading: [{ columns: ['chosen_by'], kept: 'trail' }] });

export const importsSchema: Schema = {
  migrations: [
    {
      version: 20261130301,
      name: 'CreateFormHeading',
      sql: `CREATE TABLE IF NOT EXISTS form_heading (
        form VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        heading VARCHAR(200) NOT NULL,
        field VARCHAR(20) CHARACTER SET ascii NULL,
        chosen_by UUID NOT NULL,
        chosen_at DATETIME(3) NOT NULL,
        PRIMARY KEY (form, unit_id, heading))`,
    },
  ],
};
