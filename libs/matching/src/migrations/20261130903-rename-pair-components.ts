import type { Migration } from '#libs/platform';

export const renamePairComponents: Migration = {
  version: 20261130903,
  name: 'RenamePairComponents',
  sql: `ALTER TABLE plan_pair RENAME COLUMN IF EXISTS parts TO components`,
};
