import type { Migration } from '#libs/platform';

export const renameVolunteerSkills: Migration = {
  version: 20261130801,
  name: 'RenameVolunteerSkills',
  sql: 'ALTER TABLE volunteer RENAME COLUMN IF EXISTS strengths TO skills',
};
