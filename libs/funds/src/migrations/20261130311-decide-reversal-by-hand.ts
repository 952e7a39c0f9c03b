import type { Migration } from '#libs/platform';

export const decideReversalByHand: Migration = {
  version: 20261130311,
  name: 'DecideReversalByHand',
  sql: `ALTER TABLE spend_hand
    DROP CONSTRAINT IF EXISTS ck_hand_act,
    ADD CONSTRAINT ck_hand_act CHECK (act IN ('ask','sign','order','accept','pay','answer','reverse'))`,
};
