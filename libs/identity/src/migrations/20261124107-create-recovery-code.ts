import type { Migration } from '#libs/platform';

export const createRecoveryCode: Migration = {
  version: 20261124107,
  name: 'CreateRecoveryCode',
  sql: `CREATE TABLE IF NOT EXISTS recovery_code (
    person_id UUID NOT NULL,
    code_hash BINARY(32) NOT NULL,
    used_at DATETIME(3) NULL,
    PRIMARY KEY (person_id, code_hash),
    CONSTRAINT fk_recovery_person FOREIGN KEY (person_id) REFERENCES person (id))`,
};
