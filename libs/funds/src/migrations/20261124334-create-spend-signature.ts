import type { Migration } from '#libs/platform';

export const createSpendSignature: Migration = {
  version: 20261124334,
  name: 'CreateSpendSignature',
  sql: `CREATE TABLE IF NOT EXISTS spend_signature (
    spend_request_id UUID NOT NULL,
    version SMALLINT UNSIGNED NOT NULL,
    place TINYINT UNSIGNED NOT NULL,
    role VARCHAR(32) CHARACTER SET ascii NOT NULL,
    person_id UUID NOT NULL,
    act VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT 'sign' CHECK (act = 'sign'),
    signed_at DATETIME(3) NOT NULL,
    PRIMARY KEY (spend_request_id, version, place),
    UNIQUE KEY uq_signature_person (spend_request_id, version, person_id),
    CONSTRAINT fk_signature_hand FOREIGN KEY (spend_request_id, person_id, act)
      REFERENCES spend_hand (spend_request_id, person_id, act))`,
};
