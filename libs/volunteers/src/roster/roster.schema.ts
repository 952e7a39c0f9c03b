import type { Schema } from '#libs/platform';
import {
  IMPORT_COLUMNS,
  IMPORT_READING_COLUMNS,
  IMPORT_ROW_COLUMNS,
  IMPORT_ROW_CORRECTION_COLUMNS,
  importEncrypted,
} from '#libs/imports';

export const rosterSchema = {
  migrations: [
    {
      version: 20261126205,
      name: 'CreateRoster',
      sql: `CREATE TABLE IF NOT EXISTS roster (
        id UUID PRIMARY KEY,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        file_name VARCHAR(120) NOT NULL,
        status ENUM('ready','committing','committed') NOT NULL,
        created_by UUID NOT NULL,
        created_at DATETIME(3) NOT NULL,
        committed_by UUID NULL,
        finished_at DATETIME(3) NULL,
        KEY ix_roster_path (unit_path, id))`,
    },
    {
      version: 20261126206,
      name: 'CreateRosterRow',
      sql: `CREATE TABLE IF NOT EXISTS roster_row (
        roster_id UUID NOT NULL,
        row_no MEDIUMINT UNSIGNED NOT NULL,
        sheet VARCHAR(60) NOT NULL,
        sheet_row MEDIUMINT UNSIGNED NOT NULL,
        verdict ENUM('accept','review','duplicate','reject') NOT NULL,
        doubts JSON NOT NULL,
        cells BLOB NOT NULL,
        person_id UUID NULL,
        is_known TINYINT UNSIGNED NOT NULL DEFAULT 0,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (roster_id, row_no),
        KEY ix_roster_verdict (roster_id, verdict, row_no),
        KEY ix_roster_age (created_at))`,
    },
    {
      version: 20261130201,
      name: 'AddRosterColumns',
      sql: `ALTER TABLE roster ADD KEY IF NOT EXISTS ix_roster_age (created_at), ${IMPORT_COLUMNS}`,
    },
    {
      version: 20261130202,
      name: 'RenameRosterRowColumns',
      sql: `ALTER TABLE roster_row
        CHANGE COLUMN IF EXISTS roster_id import_id UUID NOT NULL,
        CHANGE COLUMN IF EXISTS person_id subject_id UUID NULL`,
    },
    {
      version: 20261130203,
      name: 'AddRosterRowColumns',
      sql: `ALTER TABLE roster_row DROP KEY IF EXISTS ix_roster_age, DROP COLUMN IF EXISTS created_at, ${IMPORT_ROW_COLUMNS}`,
    },
    {
      version: 20261130204,
      name: 'CountRosterRows',
      sql: `UPDATE roster r JOIN (SELECT import_id, COUNT(*) AS n, COUNT(subject_id) AS taken, SUM(is_known) AS known
          FROM roster_row GROUP BY import_id) s ON s.import_id = r.id
        SET r.rows_read = s.n, r.rows_total = s.n, r.added = s.taken - s.known, r.known = s.known WHERE r.rows_total = 0`,
    },
    {
      version: 20261130205,
      name: 'CreateRosterFile',
      sql: `CREATE TABLE IF NOT EXISTS roster_file (
        import_id UUID NOT NULL, part SMALLINT UNSIGNED NOT NULL, body MEDIUMBLOB NOT NULL, PRIMARY KEY (import_id, part))`,
    },
    {
      version: 20261130603,
      name: 'CountReadingsOfRoster',
      sql: `ALTER TABLE roster ${IMPORT_READING_COLUMNS}`,
    },
    {
      version: 20261130604,
      name: 'KeepWhatRosterRowRepeats',
      sql: `ALTER TABLE roster_row ${IMPORT_ROW_CORRECTION_COLUMNS}`,
    },
  ],
  encrypted: importEncrypted('roster'),
} satisfies Schema;
