import type { Migration } from '#libs/platform';

export const renewAfterReversal: Migration = {
  version: 20261130312,
  name: 'RenewAfterReversal',
  sql: `ALTER TABLE fund_reversal
    ADD COLUMN IF NOT EXISTS act VARCHAR(8) CHARACTER SET ascii NULL DEFAULT 'reverse' CHECK (act = 'reverse'),
    ADD COLUMN IF NOT EXISTS renewed_by UUID NULL,
    ADD COLUMN IF NOT EXISTS renewed_version SMALLINT UNSIGNED NULL,
    ADD COLUMN IF NOT EXISTS renewed_at DATETIME(3) NULL,
    DROP CONSTRAINT IF EXISTS ck_reversal_renewal,
    ADD CONSTRAINT ck_reversal_renewal CHECK ((renewed_by IS NULL) = (renewed_at IS NULL)
      AND (renewed_by IS NULL) = (renewed_version IS NULL)
      AND (renewed_by IS NULL OR (is_agreed IS TRUE AND renewed_by <> proposed_by AND renewed_by <> decided_by)))`,
};
