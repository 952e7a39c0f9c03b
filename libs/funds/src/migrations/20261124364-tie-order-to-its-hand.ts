import type { Migration } from '#libs/platform';

export const tieOrderToItsHand: Migration = {
  version: 20261124364,
  name: 'TieOrderToItsHand',
  sql: `ALTER TABLE spend_request
    DROP CONSTRAINT IF EXISTS ck_spend_order,
    ADD CONSTRAINT ck_spend_order CHECK ((committed_by IS NULL) = (order_act IS NULL)
      AND (order_act IS NULL OR order_act IN ('ask','sign','order'))),
    DROP FOREIGN KEY IF EXISTS fk_spend_order,
    ADD CONSTRAINT fk_spend_order FOREIGN KEY (id, committed_by, order_act)
      REFERENCES spend_hand (spend_request_id, person_id, act)`,
};
