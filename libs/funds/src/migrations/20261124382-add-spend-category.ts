import type { Migration } from '#libs/platform';

export const addSpendCategory: Migration = {
  version: 20261124382,
  name: 'AddSpendCategory',
  sql: `ALTER TABLE spend_request
    ADD COLUMN IF NOT EXISTS category VARCHAR(24) CHARACTER SET ascii NOT NULL DEFAULT 'other' AFTER kind`,
};
