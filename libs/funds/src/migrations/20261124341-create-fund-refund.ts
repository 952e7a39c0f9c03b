import type { Migration } from '#libs/platform';

export const createFundRefund: Migration = {
  version: 20261124341,
  name: 'CreateFundRefund',
  sql: `CREATE TABLE IF NOT EXISTS fund_refund (
    id UUID PRIMARY KEY,
    spend_request_id UUID NOT NULL,
    payment_id UUID NOT NULL,
    amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
    voucher_no VARCHAR(40) NOT NULL,
    reason VARCHAR(300) NOT NULL,
    recorded_by UUID NOT NULL,
    recorded_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_refund_voucher (voucher_no),
    KEY ix_refund_request (spend_request_id),
    CONSTRAINT fk_refund_payment FOREIGN KEY (payment_id) REFERENCES fund_payment (id))`,
};
