import type { Migration } from '#libs/platform';

export const voidEarlierStartCodes: Migration = {
  version: 20261129109,
  name: 'VoidEarlierStartCodes',
  sql: 'DELETE FROM start_code',
};
