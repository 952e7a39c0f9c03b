import type { Migration } from '#libs/platform';

// Not named `unit_id`: the record of a change must not block the removal of its unit.
export const createUnitImportChange: Migration = {
  version: 20261130708,
  name: 'CreateUnitImportChange',
  sql: `CREATE TABLE IF NOT EXISTS unit_import_change (
    import_id UUID NOT NULL,
    changed_id UUID NOT NULL,
    name_before VARCHAR(60) NULL,
    kind_before VARCHAR(20) NULL,
    name_after VARCHAR(60) NOT NULL,
    kind_after VARCHAR(20) NOT NULL,
    PRIMARY KEY (import_id, changed_id))`,
};
