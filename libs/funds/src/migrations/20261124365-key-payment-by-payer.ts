import type { Migration } from '#libs/platform';

export const keyPaymentByPayer: Migration = {
  version: 20261124365,
  name: 'KeyPaymentByPayer',
  sql: 'ALTER TABLE fund_payment ADD UNIQUE KEY IF NOT EXISTS uq_payment_payer (id, paid_by)',
};
