import type { Migration } from '#libs/platform';

export const createBankMatchEntry: Migration = {
  version: 20261124374,
  name: 'CreateBankMatchEntry',
  sql: `CREATE TABLE IF NOT EXISTS bank_match_entry (
    match_id UUID NOT NULL,
    kind ENUM('payment','refund','income','allotment','return') NOT NULL,
    entry_id UUID NOT NULL,
    amount_fen BIGINT NOT NULL,
    undone_at DATETIME(3) NULL,
    standing_id UUID AS (IF(undone_at IS NULL, entry_id, NULL)) PERSISTENT,
    PRIMARY KEY (match_id, kind, entry_id),
    UNIQUE KEY uq_entry_standing (standing_id, kind),
    CONSTRAINT fk_entry_match FOREIGN KEY (match_id) REFERENCES bank_match (id))`,
};
