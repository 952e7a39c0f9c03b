import type { Migration } from '#libs/platform';

export const createSpendPolicyDraft: Migration = {
  version: 20261124346,
  name: 'CreateSpendPolicyDraft',
  sql: `CREATE TABLE IF NOT EXISTS spend_policy_draft (
    id UUID PRIMARY KEY,
    based_on INT UNSIGNED NOT NULL,
    body JSON NOT NULL,
    updated_by UUID NOT NULL,
    updated_at DATETIME(3) NOT NULL)`,
};
