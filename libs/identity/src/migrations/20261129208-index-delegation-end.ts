import type { Migration } from '#libs/platform';

export const indexDelegationEnd: Migration = {
  version: 20261129208,
  name: 'IndexDelegationEnd',
  sql: 'CREATE INDEX IF NOT EXISTS ix_delegation_until ON delegation (until_on)',
};
