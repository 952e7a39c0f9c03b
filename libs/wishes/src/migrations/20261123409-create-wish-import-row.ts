import type { Migration } from '#libs/platform';

export const createWishImportRow: Migration = {
  version: 20261123409,
  name: 'CreateWishImportRow',
  sql: `CREATE TABLE IF NOT EXISTS wish_import_row (
    import_id UUID NOT NULL,
    row_no INT UNSIGNED NOT NULL,
    sheet VARCHAR(100) NOT NULL,
    sheet_row INT UNSIGNED NOT NULL,
    verdict ENUM('accept','review','reject','duplicate') NOT NULL,
    why VARCHAR(300) NOT NULL,
    cells VARBINARY(12000) NOT NULL,
    settled_by UUID NULL,
    wish_id UUID NULL,
    is_known TINYINT NOT NULL DEFAULT 0,
    PRIMARY KEY (import_id, row_no),
    KEY ix_import_row_verdict (import_id, verdict, row_no))`,
};
