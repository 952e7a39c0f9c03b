import type { Migration } from '#libs/platform';

export const allowErasedBeneficiary: Migration = {
  version: 20261129216,
  name: 'AllowErasedBeneficiary',
  sql: `ALTER TABLE beneficiary
    ADD COLUMN IF NOT EXISTS erased_at DATETIME(3) NULL,
    ADD CONSTRAINT IF NOT EXISTS ck_beneficiary_erased CHECK (erased_at IS NULL OR (name IS NULL AND phone IS NULL
      AND phone_hash IS NULL AND address IS NULL AND hardship IS NULL AND age IS NULL))`,
};
