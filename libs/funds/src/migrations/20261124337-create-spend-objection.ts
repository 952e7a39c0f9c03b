import type { Migration } from '#libs/platform';

export const createSpendObjection: Migration = {
  version: 20261124337,
  name: 'CreateSpendObjection',
  sql: `CREATE TABLE IF NOT EXISTS spend_objection (
    id UUID PRIMARY KEY,
    spend_request_id UUID NOT NULL,
    text VARBINARY(2048) NOT NULL,
    raised_by UUID NOT NULL,
    raised_at DATETIME(3) NOT NULL,
    answer VARCHAR(500) NULL,
    is_upheld BOOLEAN NULL,
    answered_by UUID NULL,
    answered_at DATETIME(3) NULL,
    act VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT 'answer' CHECK (act = 'answer'),
    KEY ix_objection_request (spend_request_id, answered_at),
    KEY ix_objection_hand (spend_request_id, answered_by, act),
    CONSTRAINT fk_objection_hand FOREIGN KEY (spend_request_id, answered_by, act)
      REFERENCES spend_hand (spend_request_id, person_id, act),
    CONSTRAINT ck_objection CHECK ((answered_at IS NULL) = (answer IS NULL)
      AND (answered_at IS NULL) = (is_upheld IS NULL)
      AND (answered_at IS NULL) = (answered_by IS NULL) AND (answered_by IS NULL OR answered_by <> raised_by)))`,
};
