import type { Migration } from '#libs/platform';

export const addCommittedAccount: Migration = {
  version: 20261124343,
  name: 'AddCommittedAccount',
  sql: `ALTER TABLE fund_account
    MODIFY kind ENUM('allotted','available','reserved','paid','topped_up','donated','co_funded','carried_in',
      'returned','carried_out','committed') NOT NULL`,
};
