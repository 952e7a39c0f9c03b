import type { Migration } from '#libs/platform';

export const bindPaymentToHand: Migration = {
  version: 20261124326,
  name: 'BindPaymentToHand',
  sql: `ALTER TABLE fund_payment
    ADD COLUMN IF NOT EXISTS act VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT 'pay' CHECK (act = 'pay'),
    ADD CONSTRAINT fk_payment_hand FOREIGN KEY IF NOT EXISTS (spend_request_id, paid_by, act)
      REFERENCES spend_hand (spend_request_id, person_id, act)`,
};
