import type { Migration } from '#libs/platform';

export const indexConfirmationPerson: Migration = {
  version: 20261129218,
  name: 'IndexConfirmationPerson',
  sql: 'CREATE INDEX IF NOT EXISTS ix_confirmation_person ON confirmation (confirmed_by)',
};
