import type { Migration } from '#libs/platform';

export const allowNoPassword: Migration = {
  version: 20261126110,
  name: 'AllowNoPassword',
  sql: 'ALTER TABLE person MODIFY password_hash VARCHAR(120) NULL',
};
