import { sealedColumns, type Schema } from '#libs/platform';
import {
  IMPORT_COLUMNS,
  IMPORT_READING_COLUMNS,
  IMPORT_ROW_COLUMNS,
  IMPORT_ROW_CORRECTION_COLUMNS,
} from '#libs/imports';

export const unitImportSchema = {
  migrations: [
    {
      version: 20261130701,
      name: 'CreateUnitImport',
      sql: `CREATE TABLE IF NOT EXISTS unit_import (
        id UUID PRIMARY KEY,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        file_name VARCHAR(120) NOT NULL,
        status ENUM('reading') NOT NULL,
        created_by UUID NOT NULL,
        created_at DATETIME(3) NOT NULL,
        finished_at DATETIME(3) NULL,
        KEY ix_unit_import_path (unit_path, id),
        KEY ix_unit_import_age (created_at))`,
    },
    {
      version: 20261130702,
      name: 'AddUnitImportColumns',
      sql: `ALTER TABLE unit_import ${IMPORT_COLUMNS}`,
    },
    {
      version: 20261130703,
      name: 'CreateUnitImportRow',
      sql: `CREATE TABLE IF NOT EXISTS unit_import_row (
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
        KEY ix_unit_import_verdict (import_id, verdict, row_no))`,
    },
    {
      version: 20261130704,
      name: 'AddUnitImportRowColumns',
      sql: `ALTER TABLE unit_import_row ${IMPORT_ROW_COLUMNS}`,
    },
    {
      version: 20261130705,
      name: 'CreateUnitImportFile',
      sql: `CREATE TABLE IF NOT EXISTS unit_import_file (
        import_id UUID NOT NULL, part SMALLINT UNSIGNED NOT NULL, body MEDIUMBLOB NOT NULL, PRIMARY KEY (import_id, part))`,
    },
    {
      // Not named `unit_id`: the record of a change must not block the removal of its unit.
      version: 20261130706,
      name: 'CreateUnitImportChange',
      sql: `CREATE TABLE IF NOT EXISTS unit_import_change (
        import_id UUID NOT NULL,
        changed_id UUID NOT NULL,
        name_before VARCHAR(60) NULL,
        kind_before VARCHAR(20) NULL,
        name_after VARCHAR(60) NOT NULL,
        kind_after VARCHAR(20) NOT NULL,
        PRIMARY KEY (import_id, changed_id))`,
    },
    {
      version: 20261130707,
      name: 'CountReadingsOfUnitImport',
      sql: `ALTER TABLE unit_import ${IMPORT_READING_COLUMNS}`,
    },
    {
      version: 20261130708,
      name: 'KeepWhatUnitImportRowRepeats',
      sql: `ALTER TABLE unit_import_row ${IMPORT_ROW_CORRECTION_COLUMNS}`,
    },
  ],
  sealed: {
    columns: [
      ...sealedColumns('unit_import', ['headings']),
      ...sealedColumns('unit_import_row', ['cells'], ['import_id', 'row_no']),
      { table: 'unit_import_file', column: 'body', key: ['import_id', 'part'], batch: 4 },
    ],
    plain: ['unit_import.file_hash'],
  },
} satisfies Schema;
