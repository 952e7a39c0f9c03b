import type { Migration } from '#libs/platform';

export const widenFundAccount: Migration = {
  version: 20261124301,
  name: 'WidenFundAccount',
  sql: `ALTER TABLE fund_account
    MODIFY kind ENUM('allotted','available','reserved','paid','topped_up','donated','co_funded','carried_in',
      'returned','carried_out') NOT NULL,
    DROP CONSTRAINT IF EXISTS ck_account_never_below_zero,
    DROP CONSTRAINT IF EXISTS ck_account_side,
    ADD CONSTRAINT ck_account_side CHECK (
      IF(kind IN ('allotted','topped_up','donated','co_funded','carried_in'), balance_fen <= 0, balance_fen >= 0))`,
};
