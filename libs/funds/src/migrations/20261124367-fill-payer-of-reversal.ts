import type { Migration } from '#libs/platform';

export const fillPayerOfReversal: Migration = {
  version: 20261124367,
  name: 'FillPayerOfReversal',
  sql: `UPDATE fund_reversal v JOIN fund_payment p ON p.id = v.payment_id
    SET v.paid_by = p.paid_by WHERE v.paid_by IS NULL`,
};
