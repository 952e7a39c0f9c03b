import type { Migration } from '#libs/platform';

export const writeWishImportDoubtsAsJson: Migration = {
  version: 20261130504,
  name: 'WriteWishImportDoubtsAsJson',
  sql: `UPDATE wish_import_row
    SET doubts = IF(doubts = '', '[]', CONCAT('[', REPLACE(JSON_QUOTE(doubts), '|', '","'), ']'))
    WHERE NOT JSON_VALID(doubts)`,
};
