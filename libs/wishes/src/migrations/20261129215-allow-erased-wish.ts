import type { Migration } from '#libs/platform';

export const allowErasedWish: Migration = {
  version: 20261129215,
  name: 'AllowErasedWish',
  sql: `ALTER TABLE wish
    MODIFY need VARBINARY(4000) NULL,
    ADD COLUMN IF NOT EXISTS erased_at DATETIME(3) NULL,
    ADD KEY IF NOT EXISTS ix_wish_erasure (erased_at, closed_at),
    ADD CONSTRAINT IF NOT EXISTS ck_wish_erased CHECK (IF(erased_at IS NULL, need IS NOT NULL,
      need IS NULL AND proxy IS NULL AND fingerprint IS NULL
        AND status IN ('closed','rejected','merged','cancelled','transferred')))`,
};
