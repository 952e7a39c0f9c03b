import type { Migration } from '#libs/platform';

export const tieReversalToItsHands: Migration = {
  version: 20261130314,
  name: 'TieReversalToItsHands',
  sql: `ALTER TABLE fund_reversal
    DROP FOREIGN KEY IF EXISTS fk_reversal_hand,
    ADD CONSTRAINT fk_reversal_hand FOREIGN KEY (spend_request_id, decided_by, act)
      REFERENCES spend_hand (spend_request_id, person_id, act),
    DROP FOREIGN KEY IF EXISTS fk_reversal_signature,
    ADD CONSTRAINT fk_reversal_signature FOREIGN KEY (spend_request_id, renewed_version, renewed_by)
      REFERENCES spend_signature (spend_request_id, version, person_id)`,
};
