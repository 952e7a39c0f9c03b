import type { Migration } from '#libs/platform';

export const createUnit: Migration = {
  version: 20261123101,
  name: 'CreateUnit',
  sql: `CREATE TABLE IF NOT EXISTS unit (
    id UUID PRIMARY KEY,
    code VARCHAR(24) NOT NULL,
    name VARCHAR(60) NOT NULL,
    level ENUM('district','town','community','grid1','grid2','grid3') NOT NULL,
    kind VARCHAR(20) NOT NULL,
    parent_id UUID NULL,
    path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    UNIQUE KEY uq_unit_code (code),
    UNIQUE KEY uq_unit_path (path),
    CONSTRAINT fk_unit_parent FOREIGN KEY (parent_id) REFERENCES unit (id))`,
};
