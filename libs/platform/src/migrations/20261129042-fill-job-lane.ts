import type { Migration } from '../database/migrations.js';

export const fillJobLane: Migration = {
  version: 20261129042,
  name: 'FillJobLane',
  sql: `UPDATE job SET lane = CASE
      WHEN kind LIKE 'event:%' THEN 'listener'
      WHEN kind IN ('file.forget','export.forget','volunteers.mergeStrengths','wishes.mergeStrengths') THEN 'bulk'
      WHEN kind IN ('file.prepare','export.build','plan.send','plan.compute','need.scan','roster.commit',
        'wishImport.read','wishImport.commit') THEN 'interactive'
      ELSE 'deadline' END
    WHERE lane = 'deadline' AND status IN ('scheduled','running','failed')`,
};
