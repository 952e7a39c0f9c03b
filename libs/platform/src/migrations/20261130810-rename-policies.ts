import type { Migration } from '../database/migrations.js';

export const renamePolicies: Migration = {
  version: 20261130810,
  name: 'RenamePolicies',
  sql: `UPDATE policy SET
      body = CASE name
        WHEN 'clocks' THEN REPLACE(body, '"clocks":', '"deadlines":')
        WHEN 'ladders' THEN REPLACE(body, '"ladders":', '"escalations":')
        WHEN 'matching' THEN REPLACE(body, '"strength":', '"skill":')
        ELSE REPLACE(REPLACE(body, '"branches":', '"categories":'), '"strengths":', '"skills":') END,
      name = CASE name WHEN 'clocks' THEN 'deadlines' WHEN 'ladders' THEN 'escalations'
        WHEN 'strengths' THEN 'skills' ELSE name END
    WHERE name IN ('clocks', 'ladders', 'matching', 'strengths')`,
};
