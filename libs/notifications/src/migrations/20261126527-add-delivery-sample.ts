import type { Migration } from '#libs/platform';

export const addDeliverySample: Migration = {
  version: 20261126527,
  name: 'AddDeliverySample',
  sql: 'ALTER TABLE delivery ADD COLUMN IF NOT EXISTS sample JSON NULL',
};
