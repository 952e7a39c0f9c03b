import type { Migration } from '#libs/platform';

export const createKnownAddress: Migration = {
  version: 20261129150,
  name: 'CreateKnownAddress',
  sql: `CREATE TABLE IF NOT EXISTS known_address (
    person_id UUID NOT NULL,
    address_hash BINARY(32) NOT NULL,
    index_key_no SMALLINT UNSIGNED NOT NULL,
    seen_at DATETIME(3) NOT NULL,
    PRIMARY KEY (person_id, address_hash),
    KEY ix_known_address_seen (seen_at),
    CONSTRAINT fk_known_address_person FOREIGN KEY (person_id) REFERENCES person (id))`,
};
