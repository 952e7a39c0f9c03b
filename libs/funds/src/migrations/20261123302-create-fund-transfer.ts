import type { Migration } from '#libs/platform';

export const createFundTransfer: Migration = {
  version: 20261123302,
  name: 'CreateFundTransfer',
  sql: `CREATE TABLE IF NOT EXISTS fund_transfer (
    id UUID PRIMARY KEY,
    op_key VARCHAR(80) CHARACTER SET ascii NOT NULL,
    kind ENUM('allot','reserve','pay','release') NOT NULL,
    from_account_id UUID NOT NULL,
    to_account_id UUID NOT NULL,
    amount_fen BIGINT NOT NULL,
    spend_request_id UUID NULL,
    actor_id UUID NULL,
    booked_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_transfer_op (op_key),
    KEY ix_transfer_from (from_account_id),
    KEY ix_transfer_to (to_account_id),
    KEY ix_transfer_request (spend_request_id),
    CONSTRAINT ck_transfer_amount CHECK (amount_fen > 0 AND from_account_id <> to_account_id))`,
};
