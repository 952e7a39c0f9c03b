import type { Migration } from '#libs/platform';

export const nameUnitLevel: Migration = {
  version: 20261129101,
  name: 'NameUnitLevel',
  sql: 'ALTER TABLE unit ADD UNIQUE KEY IF NOT EXISTS uq_unit_level (id, level)',
};
