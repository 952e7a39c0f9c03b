import type { Migration } from '#libs/platform';

export const addLicenceNumber: Migration = {
  version: 20261126202,
  name: 'AddLicenceNumber',
  sql: 'ALTER TABLE volunteer_licence ADD COLUMN IF NOT EXISTS number VARBINARY(300) NULL',
};
