import type { Migration } from '#libs/platform';

export const createSecondFactor: Migration = {
  version: 20261124106,
  name: 'CreateSecondFactor',
  sql: `CREATE TABLE IF NOT EXISTS second_factor (
    person_id UUID PRIMARY KEY,
    secret VARBINARY(100) NULL,
    set_at DATETIME(3) NULL,
    pending VARBINARY(100) NULL,
    last_step BIGINT UNSIGNED NOT NULL DEFAULT 0,
    CONSTRAINT fk_factor_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT ck_factor CHECK ((secret IS NULL) = (set_at IS NULL)))`,
};
