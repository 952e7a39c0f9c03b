import type { Migration } from '../database/migrations.js';

export const renameJobKinds: Migration = {
  version: 20261130809,
  name: 'RenameJobKinds',
  sql: `UPDATE job
    SET kind = REPLACE(REPLACE(REPLACE(
      kind, '.climb', '.escalation'), '.mergeStrengths', '.mergeSkills'), '.strengths', '.skills')
    WHERE kind LIKE '%.climb' OR kind LIKE '%.mergeStrengths' OR kind LIKE '%.strengths'`,
};
