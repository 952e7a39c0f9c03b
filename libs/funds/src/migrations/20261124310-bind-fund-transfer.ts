import type { Migration } from '#libs/platform';

export const bindFundTransfer: Migration = {
  version: 20261124310,
  name: 'BindFundTransfer',
  sql: `ALTER TABLE fund_transfer
    MODIFY unit_id UUID NOT NULL, MODIFY entry_no INT UNSIGNED NOT NULL, MODIFY hash BINARY(32) NOT NULL,
    ADD UNIQUE KEY IF NOT EXISTS uq_transfer_entry (unit_id, entry_no)`,
};
