import type { Migration } from '#libs/platform';

export const letBankLineBeRetracted: Migration = {
  version: 20261130402,
  name: 'LetBankLineBeRetracted',
  sql: `ALTER TABLE bank_line
    ADD COLUMN IF NOT EXISTS retracted_at DATETIME(3) NULL,
    ADD COLUMN IF NOT EXISTS is_standing BOOLEAN AS (IF(retracted_at IS NULL, 1, NULL)) PERSISTENT,
    MODIFY state ENUM('open','matched','aside','retracted') AS (IF(retracted_at IS NOT NULL, 'retracted',
      IF(match_id IS NOT NULL, 'matched', IF(aside_reason IS NOT NULL, 'aside', 'open')))) PERSISTENT,
    ADD UNIQUE KEY IF NOT EXISTS uq_line_standing (unit_id, line_hash, is_standing),
    DROP KEY IF EXISTS uq_line_hash,
    DROP CONSTRAINT IF EXISTS ck_line,
    ADD CONSTRAINT ck_line CHECK (amount_fen <> 0 AND (match_id IS NULL OR aside_reason IS NULL)
      AND (aside_reason IS NULL) = (aside_by IS NULL)
      AND (retracted_at IS NULL OR (match_id IS NULL AND aside_reason IS NULL)))`,
};
