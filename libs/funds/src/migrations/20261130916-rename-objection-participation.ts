import type { Migration } from '#libs/platform';

export const renameObjectionParticipation: Migration = {
  version: 20261130916,
  name: 'RenameObjectionParticipation',
  sql: `ALTER TABLE spend_objection
    RENAME INDEX IF EXISTS ix_objection_hand TO ix_objection_participation,
    DROP FOREIGN KEY IF EXISTS fk_objection_hand,
    DROP FOREIGN KEY IF EXISTS fk_objection_participation,
    ADD CONSTRAINT fk_objection_participation FOREIGN KEY (spend_request_id, answered_by, act)
      REFERENCES spend_participation (spend_request_id, person_id, act)`,
};
