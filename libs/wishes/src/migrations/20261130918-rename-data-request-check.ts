import type { Migration } from '#libs/platform';

export const renameDataRequestCheck: Migration = {
  version: 20261130918,
  name: 'RenameDataRequestCheck',
  sql: `ALTER TABLE data_request
    DROP CONSTRAINT IF EXISTS ck_data_request_hands,
    DROP CONSTRAINT IF EXISTS ck_data_request_two_people,
    ADD CONSTRAINT ck_data_request_two_people CHECK (kind <> 'erasure' OR decided_by IS NULL OR decided_by <> opened_by)`,
};
