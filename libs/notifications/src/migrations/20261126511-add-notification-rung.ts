import type { Migration } from '#libs/platform';

export const addNotificationRung: Migration = {
  version: 20261126511,
  name: 'AddNotificationRung',
  sql: 'ALTER TABLE notification ADD COLUMN IF NOT EXISTS rung TINYINT UNSIGNED NOT NULL DEFAULT 0',
};
