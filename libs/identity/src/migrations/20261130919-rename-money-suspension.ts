import type { Migration } from '#libs/platform';

export const renameMoneySuspension: Migration = {
  version: 20261130919,
  name: 'RenameMoneySuspension',
  sql: `ALTER TABLE person RENAME COLUMN IF EXISTS money_rests_until TO money_suspended_until`,
};
