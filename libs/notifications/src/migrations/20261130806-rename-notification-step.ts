import type { Migration } from '#libs/platform';

export const renameNotificationStep: Migration = {
  version: 20261130806,
  name: 'RenameNotificationStep',
  sql: 'ALTER TABLE notification RENAME COLUMN IF EXISTS rung TO step',
};
