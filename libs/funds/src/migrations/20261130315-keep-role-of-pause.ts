import type { Migration } from '#libs/platform';

export const keepRoleOfPause: Migration = {
  version: 20261130315,
  name: 'KeepRoleOfPause',
  sql: 'ALTER TABLE spend_pause ADD COLUMN IF NOT EXISTS paused_as VARCHAR(32) CHARACTER SET ascii NULL',
};
