import type { Migration } from '#libs/platform';

export const renameReversalParticipation: Migration = {
  version: 20261130914,
  name: 'RenameReversalParticipation',
  sql: `ALTER TABLE fund_reversal
    RENAME INDEX IF EXISTS fk_reversal_hand TO fk_reversal_participation,
    DROP FOREIGN KEY IF EXISTS fk_reversal_hand,
    DROP FOREIGN KEY IF EXISTS fk_reversal_participation,
    ADD CONSTRAINT fk_reversal_participation FOREIGN KEY (spend_request_id, decided_by, act)
      REFERENCES spend_participation (spend_request_id, person_id, act)`,
};
