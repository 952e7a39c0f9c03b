import type { Migration } from '#libs/platform';

export const keyPaymentsByDay: Migration = {
  version: 20261124375,
  name: 'KeyPaymentsByDay',
  sql: 'ALTER TABLE fund_payment ADD KEY IF NOT EXISTS ix_payment_day (paid_at)',
};
