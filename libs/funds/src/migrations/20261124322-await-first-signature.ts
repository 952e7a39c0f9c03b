import type { Migration } from '#libs/platform';

export const awaitFirstSignature: Migration = {
  version: 20261124322,
  name: 'AwaitFirstSignature',
  sql: `UPDATE spend_request SET next_role = 'community_secretary' WHERE status = 'submitted' AND next_role IS NULL`,
};
