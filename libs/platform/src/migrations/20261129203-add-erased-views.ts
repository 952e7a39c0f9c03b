import type { Migration } from '../database/migrations.js';

export const addErasedViews: Migration = {
  version: 20261129203,
  name: 'AddErasedViews',
  sql: `ALTER TABLE personal_data_view ADD COLUMN IF NOT EXISTS erased_at DATETIME(3) NULL,
    ADD KEY IF NOT EXISTS ix_view_erased (erased_at, viewed_at)`,
};
