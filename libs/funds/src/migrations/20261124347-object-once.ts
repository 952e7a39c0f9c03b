import type { Migration } from '#libs/platform';

export const objectOnce: Migration = {
  version: 20261124347,
  name: 'ObjectOnce',
  sql: 'ALTER TABLE spend_objection ADD UNIQUE KEY IF NOT EXISTS uq_objection_person (spend_request_id, raised_by)',
};
