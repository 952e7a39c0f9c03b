import type { Migration } from '../database/migrations.js';

export const allowErasedPassage: Migration = {
  version: 20261129202,
  name: 'AllowErasedPassage',
  sql: 'ALTER TABLE kept_passage MODIFY passage VARBINARY(900) NULL',
};
