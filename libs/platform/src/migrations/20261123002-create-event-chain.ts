import type { Migration } from '../database/migrations.js';

export const createEventChain: Migration = {
  version: 20261123002,
  name: 'CreateEventChain',
  sql: `CREATE TABLE IF NOT EXISTS event_chain (
    id TINYINT UNSIGNED PRIMARY KEY, last_seq BIGINT UNSIGNED NOT NULL, last_hash BINARY(32) NOT NULL)`,
};
