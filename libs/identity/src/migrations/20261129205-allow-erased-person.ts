import type { Migration } from '#libs/platform';

export const allowErasedPerson: Migration = {
  version: 20261129205,
  name: 'AllowErasedPerson',
  sql: `ALTER TABLE person
    MODIFY name VARBINARY(300) NULL,
    MODIFY phone VARBINARY(100) NULL,
    ADD COLUMN IF NOT EXISTS erased_at DATETIME(3) NULL,
    ADD KEY IF NOT EXISTS ix_person_closed (erased_at, disabled_at),
    ADD CONSTRAINT IF NOT EXISTS ck_person_erased CHECK (IF(erased_at IS NULL, name IS NOT NULL AND phone IS NOT NULL,
      name IS NULL AND phone IS NULL AND password_hash IS NULL AND disabled_at IS NOT NULL))`,
};
