import type { Migration } from '#libs/platform';

export const confirmRoleGrant: Migration = {
  version: 20261129104,
  name: 'ConfirmRoleGrant',
  sql: `ALTER TABLE role_grant
    ADD COLUMN IF NOT EXISTS unit_level ENUM('district','town','community','grid1','grid2','grid3') NULL AFTER unit_id,
    ADD COLUMN IF NOT EXISTS origin ENUM('earlier','server','office') NOT NULL DEFAULT 'earlier',
    ADD COLUMN IF NOT EXISTS confirmed_by UUID NULL,
    ADD COLUMN IF NOT EXISTS confirmed_at DATETIME(3) NULL`,
};
