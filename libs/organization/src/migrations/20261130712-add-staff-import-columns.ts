import type { Migration } from '#libs/platform';

export const addStaffImportColumns: Migration = {
  version: 20261130712,
  name: 'AddStaffImportColumns',
  sql: `ALTER TABLE staff_import
    MODIFY status ENUM('reading','ready','committing','committed','failed','taking_back','taken_back') NOT NULL,
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
    ADD COLUMN IF NOT EXISTS taken_back_by UUID NULL`,
};
