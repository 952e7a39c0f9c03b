import type { Migration } from '#libs/platform';

export const fillPlanShortage: Migration = {
  version: 20261130906,
  name: 'FillPlanShortage',
  sql: `UPDATE plan_wish SET shortage = 'no_candidate' WHERE shortage = 'nobody'`,
};
