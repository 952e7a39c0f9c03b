import type { Migration } from '#libs/platform';

export const createBankOverlap: Migration = {
  version: 20261130404,
  name: 'CreateBankOverlap',
  sql: `CREATE TABLE IF NOT EXISTS bank_overlap (
    later_id UUID NOT NULL,
    earlier_id UUID NOT NULL,
    PRIMARY KEY (later_id, earlier_id),
    KEY ix_overlap_earlier (earlier_id),
    CONSTRAINT fk_overlap_later FOREIGN KEY (later_id) REFERENCES bank_statement (id),
    CONSTRAINT fk_overlap_earlier FOREIGN KEY (earlier_id) REFERENCES bank_statement (id))`,
};
