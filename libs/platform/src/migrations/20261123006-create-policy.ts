import type { Migration } from '../database/migrations.js';

export const createPolicy: Migration = {
  version: 20261123006,
  name: 'CreatePolicy',
  sql: `CREATE TABLE IF NOT EXISTS policy (
    name VARCHAR(64) NOT NULL,
    version INT UNSIGNED NOT NULL,
    body JSON NOT NULL,
    set_by UUID NOT NULL,
    created_at DATETIME(3) NOT NULL,
    PRIMARY KEY (name, version))`,
};
