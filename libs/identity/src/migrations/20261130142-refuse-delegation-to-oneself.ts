import type { Migration } from '#libs/platform';

export const refuseDelegationToOneself: Migration = {
  version: 20261130142,
  name: 'RefuseDelegationToOneself',
  sql: `ALTER TABLE delegation
    DROP CONSTRAINT IF EXISTS ck_delegation_other,
    ADD CONSTRAINT ck_delegation_other CHECK (given_by <> deputy_id OR ended_at IS NOT NULL)`,
};
