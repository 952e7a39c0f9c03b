import type { Migration } from '#libs/platform';

export const chainFundTransfers: Migration = {
  version: 20261124308,
  name: 'ChainFundTransfers',
  sql: `UPDATE fund_transfer t JOIN (
      WITH RECURSIVE line AS (
        SELECT t.id, t.unit_id, t.entry_no,
          CONCAT_WS('|', u.code, t.entry_no, t.id, f.year, t.kind, f.kind, g.kind, t.amount_fen,
            CONCAT(LEFT(DATE_FORMAT(t.booked_at, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z'),
            IFNULL(CAST(t.spend_request_id AS CHAR), '-')) AS text
        FROM fund_transfer t
        JOIN unit u ON u.id = t.unit_id
        JOIN fund_account f ON f.id = t.from_account_id
        JOIN fund_account g ON g.id = t.to_account_id
        WHERE t.hash IS NULL),
      chain AS (
        SELECT id, unit_id, entry_no, SHA2(CONCAT(REPEAT('0', 64), '|', text), 256) AS hash FROM line WHERE entry_no = 1
        UNION ALL
        SELECT l.id, l.unit_id, l.entry_no, SHA2(CONCAT(c.hash, '|', l.text), 256)
        FROM chain c JOIN line l ON l.unit_id = c.unit_id AND l.entry_no = c.entry_no + 1)
      SELECT id, hash FROM chain) x ON x.id = t.id
    SET t.hash = UNHEX(x.hash)`,
};
