import type { Migration } from '#libs/platform';

export const addWishShownTo: Migration = {
  version: 20261126423,
  name: 'AddWishShownTo',
  sql: `ALTER TABLE wish ADD COLUMN IF NOT EXISTS shown_to ENUM('community','town','district') NULL`,
};
