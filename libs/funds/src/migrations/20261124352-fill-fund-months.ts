import type { Migration } from '#libs/platform';

export const fillFundMonths: Migration = {
  version: 20261124352,
  name: 'FillFundMonths',
  sql: `INSERT IGNORE INTO fund_month
    SELECT t.unit_id, f.year, DATE_FORMAT(t.booked_at + INTERVAL 8 HOUR, '%Y-%m') AS month, t.kind,
      SUM(t.amount_fen) AS amount_fen
    FROM fund_transfer t JOIN fund_account f ON f.id = t.from_account_id GROUP BY 1, 2, 3, 4`,
};
