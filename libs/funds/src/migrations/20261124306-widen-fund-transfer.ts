import type { Migration } from '#libs/platform';

export const widenFundTransfer: Migration = {
  version: 20261124306,
  name: 'WidenFundTransfer',
  sql: `ALTER TABLE fund_transfer
    MODIFY kind ENUM('allot','reserve','pay','release','top_up','donate','co_fund','return','carry_out',
      'carry_in') NOT NULL,
    ADD COLUMN IF NOT EXISTS unit_id UUID NULL,
    ADD COLUMN IF NOT EXISTS entry_no INT UNSIGNED NULL,
    ADD COLUMN IF NOT EXISTS hash BINARY(32) NULL`,
};
