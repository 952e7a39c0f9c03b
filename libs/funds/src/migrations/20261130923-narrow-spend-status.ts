import type { Migration } from '#libs/platform';

export const narrowSpendStatus: Migration = {
  version: 20261130923,
  name: 'NarrowSpendStatus',
  sql: `ALTER TABLE spend_request MODIFY COLUMN status
    ENUM('draft','submitted','returned','on_notice','approved','refused','cancelled','settled') NOT NULL`,
};
