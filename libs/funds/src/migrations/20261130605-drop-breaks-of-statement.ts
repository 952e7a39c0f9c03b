import type { Migration } from '#libs/platform';

export const dropBreaksOfStatement: Migration = {
  version: 20261130605,
  name: 'DropBreaksOfStatement',
  sql: 'ALTER TABLE bank_statement DROP COLUMN IF EXISTS breaks',
};
