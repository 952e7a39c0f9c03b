import type { Migration } from '#libs/platform';

export const createStaffImportGrant: Migration = {
  version: 20261130718,
  name: 'CreateStaffImportGrant',
  sql: `CREATE TABLE IF NOT EXISTS staff_import_grant (
    import_id UUID NOT NULL, grant_id UUID NOT NULL, PRIMARY KEY (import_id, grant_id))`,
};
