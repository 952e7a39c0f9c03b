import type { Migration } from '#libs/platform';

export const createRosterRow: Migration = {
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
};
