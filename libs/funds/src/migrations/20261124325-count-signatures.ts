import type { Migration } from '#libs/platform';

export const countSignatures: Migration = {
  version: 20261124325,
  name: 'CountSignatures',
  sql: `UPDATE spend_request SET signatures = 1
    WHERE status IN ('approved','settled') AND decided_by IS NOT NULL AND signatures = 0`,
};
