import type { Migration } from '#libs/platform';

export const indexDeliveryPerson: Migration = {
  version: 20261129213,
  name: 'IndexDeliveryPerson',
  sql: 'CREATE INDEX IF NOT EXISTS ix_delivery_person ON delivery (person_id)',
};
