import type { Migration } from '#libs/platform';

export const openYearsOfAccounts: Migration = {
  version: 20261124303,
  name: 'OpenYearsOfAccounts',
  sql: `INSERT IGNORE INTO fund_year (unit_id, year, opened_at)
    SELECT DISTINCT unit_id, year, UTC_TIMESTAMP(3) FROM fund_account`,
};
