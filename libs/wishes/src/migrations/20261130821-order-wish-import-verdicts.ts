import type { Migration } from '#libs/platform';

/** In the order of the tables of other imports. */
export const orderWishImportVerdicts: Migration = {
  version: 20261130821,
  name: 'OrderWishImportVerdicts',
  sql: `ALTER TABLE wish_import_row MODIFY verdict ENUM('accept','review','duplicate','reject') NOT NULL`,
};
