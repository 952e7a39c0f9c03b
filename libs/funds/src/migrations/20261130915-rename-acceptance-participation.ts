import type { Migration } from '#libs/platform';

export const renameAcceptanceParticipation: Migration = {
  version: 20261130915,
  name: 'RenameAcceptanceParticipation',
  sql: `ALTER TABLE spend_acceptance
    RENAME INDEX IF EXISTS fk_acceptance_hand TO fk_acceptance_participation,
    DROP FOREIGN KEY IF EXISTS fk_acceptance_hand,
    DROP FOREIGN KEY IF EXISTS fk_acceptance_participation,
    ADD CONSTRAINT fk_acceptance_participation FOREIGN KEY (spend_request_id, accepted_by, act)
      REFERENCES spend_participation (spend_request_id, person_id, act)`,
};
