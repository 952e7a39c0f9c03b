import type { Migration } from '../database/migrations.js';

export const startEventChain: Migration = {
  version: 20261123003,
  name: 'StartEventChain',
  sql: 'INSERT IGNORE INTO event_chain VALUES (1, 0, REPEAT(CHAR(0), 32))',
};
