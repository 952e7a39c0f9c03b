import type { Migration } from '#libs/platform';

export const createVolunteer: Migration = {
  version: 20261123201,
  name: 'CreateVolunteer',
  sql: `CREATE TABLE IF NOT EXISTS volunteer (
    person_id UUID PRIMARY KEY,
    strengths JSON NOT NULL,
    max_open_claims TINYINT UNSIGNED NOT NULL,
    updated_at DATETIME(3) NOT NULL)`,
};
