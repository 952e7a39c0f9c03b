import type { Migration } from '#libs/platform';

export const widenSpendStatus: Migration = {
  version: 20261130921,
  name: 'WidenSpendStatus',
  sql: `ALTER TABLE spend_request MODIFY COLUMN status
    ENUM('draft','submitted','returned','noticed','approved','refused','cancelled','settled','on_notice') NOT NULL`,
};
