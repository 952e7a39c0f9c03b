import type { Migration } from '#libs/platform';

export const createStaffImportFile: Migration = {
  version: 20261130715,
  name: 'CreateStaffImportFile',
  sql: `CREATE TABLE IF NOT EXISTS staff_import_file (
    import_id UUID NOT NULL, part SMALLINT UNSIGNED NOT NULL, body MEDIUMBLOB NOT NULL, PRIMARY KEY (import_id, part))`,
};
