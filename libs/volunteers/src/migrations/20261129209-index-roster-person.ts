import type { Migration } from '#libs/platform';

export const indexRosterPerson: Migration = {
  version: 20261129209,
  name: 'IndexRosterPerson',
  sql: 'CREATE INDEX IF NOT EXISTS ix_roster_person ON roster_row (person_id)',
};
