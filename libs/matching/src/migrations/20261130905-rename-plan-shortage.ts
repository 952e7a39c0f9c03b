import type { Migration } from '#libs/platform';

export const renamePlanShortage: Migration = {
  version: 20261130905,
  name: 'RenamePlanShortage',
  sql: `ALTER TABLE plan_wish
    RENAME COLUMN IF EXISTS hindered TO blocked,
    MODIFY COLUMN shortage ENUM('nobody','needed_elsewhere','no_candidate') NULL`,
};
