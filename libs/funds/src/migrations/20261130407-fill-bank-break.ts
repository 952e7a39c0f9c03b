import type { Migration } from '#libs/platform';

// Older releases stored only the row of a break.
export const fillBankBreak: Migration = {
  version: 20261130407,
  name: 'FillBankBreak',
  sql: `INSERT INTO bank_break (id, statement_id, sheet, row_no)
    SELECT UUID(), s.id, '', j.row_no FROM bank_statement s
    JOIN JSON_TABLE(s.breaks, '$[*]' COLUMNS (row_no INT PATH '$')) j
    WHERE NOT EXISTS (SELECT 1 FROM bank_break b WHERE b.statement_id = s.id)`,
};
