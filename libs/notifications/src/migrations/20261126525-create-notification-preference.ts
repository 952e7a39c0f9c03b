import type { Migration } from '#libs/platform';

export const createNotificationPreference: Migration = {
  version: 20261126525,
  name: 'CreateNotificationPreference',
  sql: `CREATE TABLE IF NOT EXISTS notification_preference (
    person_id UUID PRIMARY KEY, body JSON NOT NULL, updated_at DATETIME(3) NOT NULL)`,
};
