import type { Migration } from '#libs/platform';

export const widenSpendRequest: Migration = {
  version: 20261124331,
  name: 'WidenSpendRequest',
  sql: `ALTER TABLE spend_request
    MODIFY status ENUM('draft','submitted','returned','noticed','approved','refused','cancelled','settled') NOT NULL,
    ADD COLUMN IF NOT EXISTS kind ENUM('goods','service','works') NOT NULL DEFAULT 'goods' AFTER wish_id,
    ADD COLUMN IF NOT EXISTS version SMALLINT UNSIGNED NOT NULL DEFAULT 1,
    ADD COLUMN IF NOT EXISTS items JSON NOT NULL DEFAULT '[]',
    ADD COLUMN IF NOT EXISTS quotes JSON NOT NULL DEFAULT '[]',
    ADD COLUMN IF NOT EXISTS co_funded_fen BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS justification VARCHAR(500) NULL,
    ADD COLUMN IF NOT EXISTS payee_relation VARCHAR(200) NULL,
    ADD COLUMN IF NOT EXISTS payee_account VARBINARY(512) NULL,
    ADD COLUMN IF NOT EXISTS is_urgent BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN IF NOT EXISTS advance_fen BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS notice VARCHAR(60) CHARACTER SET ascii NULL,
    ADD COLUMN IF NOT EXISTS notice_from DATETIME(3) NULL,
    ADD COLUMN IF NOT EXISTS notice_until DATETIME(3) NULL,
    ADD COLUMN IF NOT EXISTS notice_left VARCHAR(60) CHARACTER SET ascii NULL,
    ADD COLUMN IF NOT EXISTS contract_no VARCHAR(40) NULL,
    ADD COLUMN IF NOT EXISTS contract_on DATE NULL,
    ADD COLUMN IF NOT EXISTS committed_by UUID NULL,
    ADD COLUMN IF NOT EXISTS committed_at DATETIME(3) NULL,
    ADD COLUMN IF NOT EXISTS retention_fen BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS retention_until DATE NULL,
    ADD COLUMN IF NOT EXISTS accepted_at DATETIME(3) NULL,
    ADD COLUMN IF NOT EXISTS refunded_fen BIGINT NOT NULL DEFAULT 0,
    MODIFY open_wish_id UUID
      AS (IF(status IN ('draft','submitted','returned','noticed','approved'), wish_id, NULL)) PERSISTENT,
    ADD KEY IF NOT EXISTS ix_spend_kind_amount (kind, amount_fen),
    ADD KEY IF NOT EXISTS ix_spend_payee (payee),
    ADD KEY IF NOT EXISTS ix_spend_notice (notice_from),
    DROP CONSTRAINT IF EXISTS ck_spend_later,
    ADD CONSTRAINT ck_spend_later CHECK (co_funded_fen >= 0 AND advance_fen >= 0 AND retention_fen >= 0
      AND refunded_fen BETWEEN 0 AND paid_fen
      AND (retention_fen > 0) = (retention_until IS NOT NULL) AND (committed_at IS NULL) = (contract_no IS NULL))`,
};
