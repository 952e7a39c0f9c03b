import type { Migration } from '#libs/platform';

export const renameEscalatedPreference: Migration = {
  version: 20261130808,
  name: 'RenameEscalatedPreference',
  sql: `UPDATE notification_preference SET body = REPLACE(body, '"climbed":', '"escalated":')`,
};
