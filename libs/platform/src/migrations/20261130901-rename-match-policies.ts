import type { Migration } from '../database/migrations.js';

export const renameMatchPolicies: Migration = {
  version: 20261130901,
  name: 'RenameMatchPolicies',
  sql: `UPDATE policy SET
      body = CASE name WHEN 'matching'
        THEN REPLACE(REPLACE(REPLACE(body, '"ring":', '"distance":'), '"kin":', '"relatedSkill":'), '"met":', '"base":')
        ELSE body END,
      name = CASE name WHEN 'rings' THEN 'visibility' ELSE name END
    WHERE name IN ('matching', 'rings')`,
};
