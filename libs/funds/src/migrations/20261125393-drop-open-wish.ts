import type { Migration } from '#libs/platform';

export const dropOpenWish: Migration = {
  version: 20261125393,
  name: 'DropOpenWish',
  sql: 'ALTER TABLE spend_request DROP KEY IF EXISTS uq_spend_open_wish, DROP COLUMN IF EXISTS open_wish_id',
};
