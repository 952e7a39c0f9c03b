import type { Migration } from '#libs/platform';

export const openCommittedAccounts: Migration = {
  version: 20261124344,
  name: 'OpenCommittedAccounts',
  sql: `INSERT IGNORE INTO fund_account (id, unit_id, year, kind)
    SELECT UUID(), unit_id, year, 'committed' FROM fund_year`,
};
