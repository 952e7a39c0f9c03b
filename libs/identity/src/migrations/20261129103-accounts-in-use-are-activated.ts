import type { Migration } from '#libs/platform';

export const accountsInUseAreActivated: Migration = {
  version: 20261129103,
  name: 'AccountsInUseAreActivated',
  sql: 'UPDATE person SET activated_at = created_at WHERE password_hash IS NOT NULL AND activated_at IS NULL',
};
