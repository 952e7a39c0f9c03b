import type { Migration } from '#libs/platform';

export const createAccountErasure: Migration = {
  version: 20261129206,
  name: 'CreateAccountErasure',
  sql: `CREATE TABLE IF NOT EXISTS account_erasure (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL,
    status ENUM('waiting','done','withdrawn','refused') NOT NULL,
    asked_at DATETIME(3) NOT NULL,
    due_at DATETIME(3) NOT NULL,
    ended_at DATETIME(3) NULL,
    refused_for JSON NULL,
    waiting_person UUID AS (IF(status = 'waiting', person_id, NULL)) PERSISTENT,
    UNIQUE KEY uq_account_erasure_waiting (waiting_person),
    KEY ix_account_erasure_person (person_id, id),
    CONSTRAINT fk_erasure_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT ck_account_erasure CHECK ((status = 'waiting') = (ended_at IS NULL)
      AND (status = 'refused') = (refused_for IS NOT NULL)))`,
};
