import type { Migration } from '#libs/platform';

export const createWishQuestion: Migration = {
  version: 20261130811,
  name: 'CreateWishQuestion',
  sql: `CREATE TABLE IF NOT EXISTS wish_question (
    id UUID PRIMARY KEY,
    wish_id UUID NOT NULL,
    asked_by UUID NOT NULL,
    question_no TINYINT UNSIGNED NOT NULL,
    status ENUM('open','answered','withdrawn','lapsed') NOT NULL,
    question VARBINARY(1400) NULL,
    answer VARBINARY(2200) NULL,
    asked_at DATETIME(3) NOT NULL,
    answered_by UUID NULL,
    ended_at DATETIME(3) NULL,
    lapse_reason ENUM('claimed','transferred','merged','cancelled') NULL,
    open_asker UUID AS (IF(status = 'open', asked_by, NULL)) PERSISTENT,
    UNIQUE KEY uq_wish_question_open (wish_id, open_asker),
    UNIQUE KEY uq_wish_question_no (wish_id, asked_by, question_no),
    KEY ix_wish_question_asker (asked_by),
    KEY ix_wish_question_open (status, wish_id),
    CONSTRAINT fk_wish_question_wish FOREIGN KEY (wish_id) REFERENCES wish (id),
    CONSTRAINT ck_wish_question_no CHECK (question_no BETWEEN 1 AND 3),
    CONSTRAINT ck_wish_question_ended CHECK ((status = 'open') = (ended_at IS NULL)
      AND (status = 'lapsed') = (lapse_reason IS NOT NULL)),
    CONSTRAINT ck_wish_question_answered CHECK ((status = 'answered') = (answered_by IS NOT NULL)
      AND (answer IS NOT NULL) = (status = 'answered' AND question IS NOT NULL)),
    CONSTRAINT ck_wish_question_hands CHECK (answered_by <> asked_by))`,
};
