import type { Migration } from '#libs/platform';

export const createFundPayment: Migration = {
  version: 20261123304,
  name: 'CreateFundPayment',
  sql: `CREATE TABLE IF NOT EXISTS fund_payment (
    id UUID PRIMARY KEY,
    spend_request_id UUID NOT NULL,
    amount_fen BIGINT NOT NULL,
    voucher_no VARCHAR(40) NOT NULL,
    approved_by UUID NOT NULL,
    paid_by UUID NOT NULL,
    paid_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_payment_voucher (voucher_no),
    KEY ix_payment_request (spend_request_id),
    CONSTRAINT ck_payment_amount CHECK (amount_fen > 0),
    CONSTRAINT ck_payment_four_eyes CHECK (paid_by <> approved_by))`,
};
