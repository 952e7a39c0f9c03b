import type { Migration } from '#libs/platform';

export const endRolesAtAnotherLevel: Migration = {
  version: 20261129106,
  name: 'EndRolesAtAnotherLevel',
  sql: `UPDATE role_grant SET revoked_at = UTC_TIMESTAMP(3)
    WHERE revoked_at IS NULL AND NOT (
      (role = 'resident' AND unit_level IN ('community','grid1','grid2','grid3')) OR role = 'volunteer' OR
      (role IN ('grid_worker','grid_leader') AND unit_level IN ('community','grid1','grid2','grid3')) OR
      (role IN ('community_secretary','community_director','supervision_committee') AND unit_level = 'community') OR
      (role = 'town_officer' AND unit_level = 'town') OR (role = 'district_officer' AND unit_level = 'district') OR
      (role = 'finance_clerk' AND unit_level IN ('district','town','community')) OR
      (role = 'auditor' AND unit_level IN ('district','town')) OR (role = 'administrator' AND unit_level = 'district'))`,
};
