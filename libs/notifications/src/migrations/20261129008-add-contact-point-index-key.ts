import type { Migration } from '#libs/platform';

export const addContactPointIndexKey: Migration = {
  version: 20261129008,
  name: 'AddContactPointIndexKey',
  sql: 'ALTER TABLE contact_point ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
};
