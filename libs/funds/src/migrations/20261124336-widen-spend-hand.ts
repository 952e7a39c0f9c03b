import type { Migration } from '#libs/platform';

export const widenSpendHand: Migration = {
  version: 20261124336,
  name: 'WidenSpendHand',
  sql: `ALTER TABLE spend_hand
    DROP CONSTRAINT IF EXISTS ck_hand,
    DROP KEY IF EXISTS uq_hand_place,
    DROP COLUMN IF EXISTS place,
    DROP COLUMN IF EXISTS role,
    DROP CONSTRAINT IF EXISTS ck_hand_act,
    ADD CONSTRAINT ck_hand_act CHECK (act IN ('ask','sign','order','accept','pay','answer'))`,
};
