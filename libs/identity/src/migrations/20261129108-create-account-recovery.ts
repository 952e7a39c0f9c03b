import type { Migration } from '#libs/platform';

export const createAccountRecovery: Migration = {
  version: 20261129108,
  name: 'CreateAccountRecovery',
  sql: `CREATE TABLE IF NOT EXISTS account_recovery (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL,
    kind ENUM('password','second_factor') NOT NULL,
    given_by UUID NULL,
    given_at DATETIME(3) NOT NULL,
    used_at DATETIME(3) NULL,
    rests_until DATETIME(3) NULL,
    stopped_at DATETIME(3) NULL,
    stopped_by UUID NULL,
    KEY ix_recovery_person (person_id, used_at),
    CONSTRAINT fk_recovery_of FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT ck_recovery CHECK ((given_by IS NULL OR given_by <> person_id)
      AND (rests_until IS NULL OR used_at IS NOT NULL)))`,
};
