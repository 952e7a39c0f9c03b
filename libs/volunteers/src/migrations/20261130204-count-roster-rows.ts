import type { Migration } from '#libs/platform';

export const countRosterRows: Migration = {
  version: 20261130204,
  name: 'CountRosterRows',
  sql: `UPDATE roster r JOIN (SELECT import_id, COUNT(*) AS n, COUNT(subject_id) AS taken, SUM(is_known) AS known
      FROM roster_row GROUP BY import_id) s ON s.import_id = r.id
    SET r.rows_read = s.n, r.rows_total = s.n, r.added = s.taken - s.known, r.known = s.known WHERE r.rows_total = 0`,
};
