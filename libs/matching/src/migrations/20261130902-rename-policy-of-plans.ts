import type { Migration } from '#libs/platform';

export const renamePolicyOfPlans: Migration = {
  version: 20261130902,
  name: 'RenamePolicyOfPlans',
  sql: `UPDATE match_plan SET policy = REPLACE(REPLACE(REPLACE(REPLACE(policy,
    '"strength":', '"skill":'), '"ring":', '"distance":'), '"kin":', '"relatedSkill":'), '"met":', '"base":')`,
};
