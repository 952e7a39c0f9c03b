import type { Migration } from '#libs/platform';

export const createSpendAcceptance: Migration = {
  version: 20261124339,
  name: 'CreateSpendAcceptance',
  sql: `CREATE TABLE IF NOT EXISTS spend_acceptance (
    spend_request_id UUID PRIMARY KEY,
    received VARCHAR(300) NOT NULL,
    received_on DATE NOT NULL,
    accepted_by UUID NOT NULL,
    accepted_at DATETIME(3) NOT NULL,
    act VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT 'accept' CHECK (act = 'accept'),
    CONSTRAINT fk_acceptance_hand FOREIGN KEY (spend_request_id, accepted_by, act)
      REFERENCES spend_hand (spend_request_id, person_id, act))`,
};
