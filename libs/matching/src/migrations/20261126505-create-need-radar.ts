import type { Migration } from '#libs/platform';

export const createNeedRadar: Migration = {
  version: 20261126505,
  name: 'CreateNeedRadar',
  sql: `CREATE TABLE IF NOT EXISTS need_radar (
    unit_id UUID PRIMARY KEY,
    scanned_at DATETIME(3) NOT NULL,
    wishes INT UNSIGNED NOT NULL,
    clusters JSON NOT NULL)`,
};
