import { sealedColumns, type Schema } from '#libs/platform';
import {
  IMPORT_COLUMNS,
  IMPORT_READING_COLUMNS,
  IMPORT_ROW_COLUMNS,
  IMPORT_ROW_CORRECTION_COLUMNS,
} from '#libs/imports';

export const staffImportSchema = {
  migrations: [
    {
      version: 20261130711,
      name: 'CreateStaffImport',
      sql: `CREATE TABLE IF NOT EXISTS staff_import (
        id UUID PRIMARY KEY,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        file_name VARCHAR(120) NOT NULL,
        status ENUM('reading') NOT NULL,
        created_by UUID NOT NULL,
        created_at DATETIME(3) NOT NULL,
        finished_at DATETIME(3) NULL,
        KEY ix_staff_import_path (unit_path, id),
        KEY ix_staff_import_age (created_at))`,
    },
    {
      version: 20261130712,
      name: 'AddStaffImportColumns',
      sql: `ALTER TABLE staff_import ${IMPORT_COLUMNS}`,
    },
    {
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
        KEY ix_staff_import_verdict (import_id, verdict, row_no),
        KEY ix_staff_import_person (subject_id))`,
    },
    {
      version: 20261130714,
      name: 'AddStaffImportRowColumns',
      sql: `ALTER TABLE staff_import_row ${IMPORT_ROW_COLUMNS}`,
    },
    {
      version: 20261130715,
      name: 'CreateStaffImportFile',
      sql: `CREATE TABLE IF NOT EXISTS staff_import_file (
        import_id UUID NOT NULL, part SMALLINT UNSIGNED NOT NULL, body MEDIUMBLOB NOT NULL, PRIMARY KEY (import_id, part))`,
    },
    {
      version: 20261130716,
      name: 'CreateStaffImportGrant',
      sql: `CREATE TABLE IF NOT EXISTS staff_import_grant (
        import_id UUID NOT NULL, grant_id UUID NOT NULL, PRIMARY KEY (import_id, grant_id))`,
    },
    {
      version: 20261130717,
      name: 'CountReadingsOfStaffImport',
      sql: `ALTER TABLE staff_import ${IMPORT_READING_COLUMNS}`,
    },
    {
      version: 20261130718,
      name: 'KeepWhatStaffImportRowRepeats',
      sql: `ALTER TABLE staff_import_row ${IMPORT_ROW_CORRECTION_COLUMNS}`,
    },
  ],
  sealed: {
    columns: [
      ...sealedColumns('staff_import', ['headings']),
      ...sealedColumns('staff_import_row', ['cells'], ['import_id', 'row_no']),
      { table: 'staff_import_file', column: 'body', key: ['import_id', 'part'], batch: 4 },
    ],
    plain: ['staff_import.file_hash'],
  },
} satisfies Schema;
