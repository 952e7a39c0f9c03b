import type { Migration } from '#libs/platform';

export const createSpendHand: Migration = {
  version: 20261124323,
  name: 'CreateSpendHand',
  sql: `CREATE TABLE IF NOT EXISTS spend_hand (
    spend_request_id UUID NOT NULL,
    person_id UUID NOT NULL,
    act VARCHAR(8) CHARACTER SET ascii NOT NULL,
    place TINYINT UNSIGNED NULL,
    role VARCHAR(32) CHARACTER SET ascii NULL,
    at DATETIME(3) NOT NULL,
    PRIMARY KEY (spend_request_id, person_id),
    UNIQUE KEY uq_hand_act (spend_request_id, person_id, act),
    UNIQUE KEY uq_hand_place (spend_request_id, place),
    CONSTRAINT ck_hand CHECK (act IN ('ask','sign','pay') AND (act = 'sign') = (place IS NOT NULL)
      AND (act = 'sign') = (role IS NOT NULL)))`,
};
