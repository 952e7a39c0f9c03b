import type { Migration } from '#libs/platform';

export const indexNotificationAge: Migration = {
  version: 20261129211,
  name: 'IndexNotificationAge',
  sql: 'CREATE INDEX IF NOT EXISTS ix_notification_age ON notification (created_at)',
};
