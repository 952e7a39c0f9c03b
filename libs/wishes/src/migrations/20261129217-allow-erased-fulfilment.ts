import type { Migration } from '#libs/platform';

export const allowErasedFulfilment: Migration = {
  version: 20261129217,
  name: 'AllowErasedFulfilment',
  sql: `ALTER TABLE fulfilment MODIFY what VARBINARY(4000) NULL,
    ADD KEY IF NOT EXISTS ix_fulfilment_recorder (recorded_by)`,
};
