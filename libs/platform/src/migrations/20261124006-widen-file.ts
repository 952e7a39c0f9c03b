import type { Migration } from '../database/migrations.js';

export const widenFile: Migration = {
  version: 20261124006,
  name: 'WidenFile',
  sql: `ALTER TABLE file
    MODIFY purpose ENUM('need','done','quote','minutes','contract','received','invoice') NOT NULL,
    ADD COLUMN IF NOT EXISTS media ENUM('photo','pdf') NOT NULL DEFAULT 'photo' AFTER purpose,
    ADD COLUMN IF NOT EXISTS hash BINARY(32) NULL,
    ADD KEY IF NOT EXISTS ix_file_hash (hash)`,
};
