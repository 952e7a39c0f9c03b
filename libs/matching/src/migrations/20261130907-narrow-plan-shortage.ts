import type { Migration } from '#libs/platform';

export const narrowPlanShortage: Migration = {
  version: 20261130907,
  name: 'NarrowPlanShortage',
  sql: `ALTER TABLE plan_wish MODIFY COLUMN shortage ENUM('no_candidate','needed_elsewhere') NULL`,
};
