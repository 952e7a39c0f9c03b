import type { Migration } from '#libs/platform';

export const rememberWhoRegistered: Migration = {
  version: 20261129102,
  name: 'RememberWhoRegistered',
  sql: `ALTER TABLE person
    ADD COLUMN IF NOT EXISTS registered_by UUID NULL,
    ADD COLUMN IF NOT EXISTS activated_at DATETIME(3) NULL,
    ADD COLUMN IF NOT EXISTS money_rests_until DATETIME(3) NULL`,
};
