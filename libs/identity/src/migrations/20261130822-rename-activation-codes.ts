import type { Migration } from '#libs/platform';

export const renameActivationCodes: Migration = {
  version: 20261130822,
  name: 'RenameActivationCodes',
  sql: `ALTER TABLE IF EXISTS start_code
    DROP FOREIGN KEY IF EXISTS fk_start_code_person,
    ADD CONSTRAINT fk_activation_code_person FOREIGN KEY IF NOT EXISTS (person_id) REFERENCES person (id),
    RENAME TO activation_code`,
};
