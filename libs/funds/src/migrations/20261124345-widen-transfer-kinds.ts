import type { Migration } from '#libs/platform';

export const widenTransferKinds: Migration = {
  version: 20261124345,
  name: 'WidenTransferKinds',
  sql: `ALTER TABLE fund_transfer
    MODIFY kind ENUM('allot','reserve','pay','release','top_up','donate','co_fund','return','carry_out','carry_in',
      'commit','refund','reverse') NOT NULL`,
};
