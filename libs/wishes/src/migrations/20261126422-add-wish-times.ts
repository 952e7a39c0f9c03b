import type { Migration } from '#libs/platform';

export const addWishTimes: Migration = {
  version: 20261126422,
  name: 'AddWishTimes',
  sql: `ALTER TABLE wish ADD COLUMN IF NOT EXISTS language VARCHAR(16) CHARACTER SET ascii NULL,
    ADD COLUMN IF NOT EXISTS windows JSON NOT NULL DEFAULT '[]'`,
};
