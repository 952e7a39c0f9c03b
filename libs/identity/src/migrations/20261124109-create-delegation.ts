import type { Migration } from '#libs/platform';

export const createDelegation: Migration = {
  version: 20261124109,
  name: 'CreateDelegation',
  sql: `CREATE TABLE IF NOT EXISTS delegation (
    id UUID PRIMARY KEY,
    grant_id UUID NOT NULL,
    deputy_id UUID NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE NOT NULL,
    reason VARCHAR(200) NOT NULL,
    given_by UUID NOT NULL,
    given_at DATETIME(3) NOT NULL,
    ended_at DATETIME(3) NULL,
    ended_by UUID NULL,
    KEY ix_delegation_deputy (deputy_id, until_on),
    KEY ix_delegation_grant (grant_id, until_on),
    CONSTRAINT fk_delegation_grant FOREIGN KEY (grant_id) REFERENCES role_grant (id),
    CONSTRAINT fk_delegation_deputy FOREIGN KEY (deputy_id) REFERENCES person (id),
    CONSTRAINT ck_delegation CHECK (until_on >= from_on AND (ended_at IS NULL) = (ended_by IS NULL)))`,
};
