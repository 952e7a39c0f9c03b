import type { Migration } from '#libs/platform';

export const createFundReversal: Migration = {
  version: 20261124342,
  name: 'CreateFundReversal',
  sql: `CREATE TABLE IF NOT EXISTS fund_reversal (
    id UUID PRIMARY KEY,
    spend_request_id UUID NOT NULL,
    payment_id UUID NOT NULL,
    reason VARCHAR(300) NOT NULL,
    proposed_by UUID NOT NULL,
    proposed_at DATETIME(3) NOT NULL,
    is_agreed BOOLEAN NULL,
    decided_by UUID NULL,
    decided_at DATETIME(3) NULL,
    standing_id UUID AS (IF(is_agreed IS NULL OR is_agreed, payment_id, NULL)) PERSISTENT,
    UNIQUE KEY uq_reversal_standing (standing_id),
    KEY ix_reversal_request (spend_request_id),
    CONSTRAINT fk_reversal_payment FOREIGN KEY (payment_id) REFERENCES fund_payment (id),
    CONSTRAINT ck_reversal CHECK ((decided_by IS NULL) = (is_agreed IS NULL)
      AND (decided_by IS NULL OR decided_by <> proposed_by)))`,
};
