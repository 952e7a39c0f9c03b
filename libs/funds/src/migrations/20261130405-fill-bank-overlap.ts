import type { Migration } from '#libs/platform';

// Old imports did not record which earlier statement knew a movement: assume every statement with overlapping days.
export const fillBankOverlap: Migration = {
  version: 20261130405,
  name: 'FillBankOverlap',
  sql: `INSERT IGNORE INTO bank_overlap (later_id, earlier_id)
    SELECT l.id, e.id FROM bank_statement l JOIN bank_statement e ON e.unit_id = l.unit_id AND e.id <> l.id
      AND (e.imported_at, e.id) < (l.imported_at, l.id) AND e.from_on <= l.until_on AND e.until_on >= l.from_on
    WHERE l.added_count < l.line_count`,
};
