import type { Migration } from '#libs/platform';

export const renameSpendStatus: Migration = {
  version: 20261130922,
  name: 'RenameSpendStatus',
  sql: `UPDATE spend_request SET status = 'on_notice' WHERE status = 'noticed'`,
};
