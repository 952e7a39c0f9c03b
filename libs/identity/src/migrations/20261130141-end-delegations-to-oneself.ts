import type { Migration } from '#libs/platform';

export const endDelegationsToOneself: Migration = {
  version: 20261130141,
  name: 'EndDelegationsToOneself',
  sql: `UPDATE delegation SET ended_at = UTC_TIMESTAMP(3), ended_by = given_by
    WHERE given_by = deputy_id AND ended_at IS NULL`,
};
