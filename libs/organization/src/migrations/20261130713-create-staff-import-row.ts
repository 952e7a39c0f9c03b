import type { Migration } from '#libs/platform';

export const createStaffImportRow: Migration = {
  version: 20261130713,
  name: 'CreateStaffImportRow',
  sql: `CREATE TABLE IF NOT EXISTS staff_import_row (
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
    KEY ix_staff_import_verdict (import_id, verdict, row_no))`,
};
