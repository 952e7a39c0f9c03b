import type { Migration } from '#libs/platform';

export const keepRolesAtTheirLevel: Migration = {
  version: 20261129107,
  name: 'KeepRolesAtTheirLevel',
  sql: `ALTER TABLE role_grant
    MODIFY unit_level ENUM('district','town','community','grid1','grid2','grid3') NOT NULL,
    MODIFY origin ENUM('earlier','server','office') NOT NULL DEFAULT 'office',
    ADD COLUMN IF NOT EXISTS in_force TINYINT
      AS (IF(revoked_at IS NULL AND confirmed_at IS NOT NULL, 1, NULL)) PERSISTENT,
    ADD CONSTRAINT FOREIGN KEY IF NOT EXISTS fk_grant_level (unit_id, unit_level) REFERENCES unit (id, level),
    ADD CONSTRAINT IF NOT EXISTS ck_grant_level CHECK (revoked_at IS NOT NULL OR (
      (role = 'resident' AND unit_level IN ('community','grid1','grid2','grid3')) OR role = 'volunteer' OR
      (role IN ('grid_worker','grid_leader') AND unit_level IN ('community','grid1','grid2','grid3')) OR
      (role IN ('community_secretary','community_director','supervision_committee') AND unit_level = 'community') OR
      (role = 'town_officer' AND unit_level = 'town') OR (role = 'district_officer' AND unit_level = 'district') OR
      (role = 'finance_clerk' AND unit_level IN ('district','town','community')) OR
      (role = 'auditor' AND unit_level IN ('district','town')) OR (role = 'administrator' AND unit_level = 'district'))),
    ADD CONSTRAINT IF NOT EXISTS ck_grant_confirmed CHECK (origin <> 'office' OR confirmed_at IS NULL OR
      role IN ('resident','volunteer','grid_worker','grid_leader') OR
      (confirmed_by IS NOT NULL AND confirmed_by <> granted_by AND confirmed_by <> person_id)),
    ADD CONSTRAINT IF NOT EXISTS ck_grant_own CHECK (origin <> 'office' OR granted_by <> person_id)`,
};
