import type { Migration } from '#libs/platform';

export const createSpendRequest: Migration = {
  version: 20261123303,
  name: 'CreateSpendRequest',
  sql: `CREATE TABLE IF NOT EXISTS spend_request (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    wish_id UUID NOT NULL,
    purpose VARCHAR(200) NOT NULL,
    payee VARCHAR(80) NOT NULL,
    amount_fen BIGINT NOT NULL,
    year SMALLINT UNSIGNED NULL,
    status ENUM('submitted','approved','refused','cancelled','settled') NOT NULL,
    paid_fen BIGINT NOT NULL DEFAULT 0,
    released_fen BIGINT NOT NULL DEFAULT 0,
    requested_by UUID NOT NULL,
    requested_at DATETIME(3) NOT NULL,
    decided_by UUID NULL,
    decided_at DATETIME(3) NULL,
    reason VARCHAR(300) NULL,
    open_wish_id UUID AS (IF(status IN ('submitted','approved'), wish_id, NULL)) PERSISTENT,
    UNIQUE KEY uq_spend_open_wish (open_wish_id),
    KEY ix_spend_wish (wish_id),
    KEY ix_spend_list (unit_path, status, requested_at),
    CONSTRAINT ck_spend_amount CHECK (amount_fen > 0 AND paid_fen >= 0 AND released_fen >= 0
      AND paid_fen + released_fen <= amount_fen),
    CONSTRAINT ck_spend_four_eyes CHECK (decided_by IS NULL OR decided_by <> requested_by))`,
};
