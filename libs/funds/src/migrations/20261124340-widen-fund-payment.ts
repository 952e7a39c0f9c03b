import type { Migration } from '#libs/platform';

export const widenFundPayment: Migration = {
  version: 20261124340,
  name: 'WidenFundPayment',
  sql: `ALTER TABLE fund_payment
    ADD COLUMN IF NOT EXISTS invoice_no VARCHAR(40) NULL,
    ADD KEY IF NOT EXISTS ix_payment_invoice (invoice_no)`,
};
