import type { Migration } from '#libs/platform';

export const renamePairSignals: Migration = {
  version: 20261130904,
  name: 'RenamePairSignals',
  sql: `UPDATE plan_pair SET components = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(components,
    '"clue":', '"signal":'), '"strength"', '"skill"'), '"ring"', '"distance"'), '"kin"', '"relatedSkill"'), ',"fact":""', '')`,
};
