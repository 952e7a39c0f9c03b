import type { Migration } from '#libs/platform';

export const createExportRequest: Migration = {
  version: 20261124501,
  name: 'CreateExportRequest',
  sql: `CREATE TABLE IF NOT EXISTS export_request (
    id UUID PRIMARY KEY,
    kind VARCHAR(16) NOT NULL,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    year SMALLINT UNSIGNED NOT NULL,
    purpose VARCHAR(100) NOT NULL,
    status ENUM('waiting','building','ready','failed','forgotten') NOT NULL,
    rows_done INT UNSIGNED NOT NULL DEFAULT 0,
    rows_total INT UNSIGNED NOT NULL DEFAULT 0,
    created_by UUID NOT NULL,
    created_at DATETIME(3) NOT NULL,
    finished_at DATETIME(3) NULL,
    KEY ix_export_own (created_by, id))`,
};
