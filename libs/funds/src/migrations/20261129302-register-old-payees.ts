import type { Migration } from '#libs/platform';

// Names of persons must be encrypted, which SQL cannot do. A worker moves them to the register.
export const registerOldPayees: Migration = {
  version: 20261129302,
  name: 'RegisterOldPayees',
  sql: `INSERT IGNORE INTO job (id, kind, subject_id, due_at)
    VALUES (UUID(), 'fund.payees', '00000000-0000-0000-0000-000000000000', UTC_TIMESTAMP(3))`,
};
