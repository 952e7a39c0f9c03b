import type { Migration } from '#libs/platform';

export const renameSignatureParticipation: Migration = {
  version: 20261130917,
  name: 'RenameSignatureParticipation',
  sql: `ALTER TABLE spend_signature
    RENAME INDEX IF EXISTS fk_signature_hand TO fk_signature_participation,
    DROP FOREIGN KEY IF EXISTS fk_signature_hand,
    DROP FOREIGN KEY IF EXISTS fk_signature_participation,
    ADD CONSTRAINT fk_signature_participation FOREIGN KEY (spend_request_id, person_id, act)
      REFERENCES spend_participation (spend_request_id, person_id, act)`,
};
