import type { Migration } from '#libs/platform';

export const openFundBooks: Migration = {
  version: 20261124309,
  name: 'OpenFundBooks',
  sql: `INSERT IGNORE INTO fund_book (unit_id, entries, hash)
    SELECT y.unit_id, COALESCE(MAX(t.entry_no), 0),
      COALESCE((SELECT l.hash FROM fund_transfer l WHERE l.unit_id = y.unit_id ORDER BY l.entry_no DESC LIMIT 1),
        REPEAT(CHAR(0), 32))
    FROM (SELECT DISTINCT unit_id FROM fund_year) y LEFT JOIN fund_transfer t ON t.unit_id = y.unit_id
    GROUP BY y.unit_id`,
};
