import type { Migration } from '#libs/platform';

export const createStartCode: Migration = {
  version: 20261126111,
  name: 'CreateStartCode',
  sql: `CREATE TABLE IF NOT EXISTS start_code (
    person_id UUID PRIMARY KEY,
    code_hash BINARY(32) NOT NULL,
    given_at DATETIME(3) NOT NULL,
    valid_until DATETIME(3) NOT NULL,
    CONSTRAINT fk_start_code_person FOREIGN KEY (person_id) REFERENCES person (id))`,
};
