import { declarePersonalData, encryptedColumns, type Schema } from '#libs/platform';
import * as migrations from './migrations/index.js';

/** The encrypted columns of a kind's tables. */
export const importEncrypted = (table: string) => ({
  columns: [
    ...encryptedColumns(table, ['headings']),
    ...encryptedColumns(`${table}_row`, ['cells'], ['import_id', 'row_no']),
    { table: `${table}_file`, column: 'body', key: ['import_id', 'part'], batch: 4 },
  ],
  plain: [`${table}.file_hash`],
});

/** SQL: imports of a kind that are older than an instant and still have rows, a file or headings. */
export const importsDue =
  (table: string) =>
  (before: string): string =>
    `SELECT i.id FROM ${table} i WHERE i.created_at < ${before}
     AND (i.headings IS NOT NULL OR EXISTS (SELECT 1 FROM ${table}_row r WHERE r.import_id = i.id)
       OR EXISTS (SELECT 1 FROM ${table}_file f WHERE f.import_id = i.id))`;

declarePersonalData({ form_heading: [{ columns: ['chosen_by'], kept: 'trail' }] });

export const importsSchema: Schema = { migrations: Object.values(migrations) };
