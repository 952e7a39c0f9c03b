import type { Migration } from '#libs/platform';

export const renamePaymentParticipation: Migration = {
  version: 20261130913,
  name: 'RenamePaymentParticipation',
  sql: `ALTER TABLE fund_payment
    RENAME INDEX IF EXISTS fk_payment_hand TO fk_payment_participation,
    DROP FOREIGN KEY IF EXISTS fk_payment_hand,
    DROP FOREIGN KEY IF EXISTS fk_payment_participation,
    ADD CONSTRAINT fk_payment_participation FOREIGN KEY (spend_request_id, paid_by, act)
      REFERENCES spend_participation (spend_request_id, person_id, act)`,
};
