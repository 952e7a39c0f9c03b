import type { Migration } from '#libs/platform';

export const signOnBehalf: Migration = {
  version: 20261124361,
  name: 'SignOnBehalf',
  sql: `ALTER TABLE spend_signature
    ADD COLUMN IF NOT EXISTS behalf_of UUID NULL,
    ADD COLUMN IF NOT EXISTS principal_id UUID AS (IFNULL(behalf_of, person_id)) PERSISTENT,
    ADD UNIQUE KEY IF NOT EXISTS uq_signature_principal (spend_request_id, version, principal_id),
    DROP CONSTRAINT IF EXISTS ck_signature_behalf,
    ADD CONSTRAINT ck_signature_behalf CHECK (behalf_of <> person_id),
    DROP FOREIGN KEY IF EXISTS fk_signature_behalf,
    ADD CONSTRAINT fk_signature_behalf FOREIGN KEY (spend_request_id, behalf_of, act)
      REFERENCES spend_hand (spend_request_id, person_id, act)`,
};
