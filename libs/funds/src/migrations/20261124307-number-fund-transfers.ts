import type { Migration } from '#libs/platform';

export const numberFundTransfers: Migration = {
  version: 20261124307,
  name: 'NumberFundTransfers',
  sql: `UPDATE fund_transfer t JOIN (
      SELECT t.id, f.unit_id, ROW_NUMBER() OVER (PARTITION BY f.unit_id ORDER BY t.booked_at, t.id) AS n
      FROM fund_transfer t JOIN fund_account f ON f.id = t.from_account_id) x ON x.id = t.id
    SET t.unit_id = x.unit_id, t.entry_no = x.n WHERE t.entry_no IS NULL`,
};
