import { withKey } from '#libs/platform';
import { SCHEMAS } from '../../apps/libraries.js';
import { CLEAR_COLUMNS, HARMLESS_COLUMNS, SEALED_COLUMNS } from './canaries.js';
import type { Stage } from './stage.js';

export interface Readable {
  /** `table.column` */
  column: string;
  text: string;
}

const ENCRYPTED = new Map(
  SCHEMAS.flatMap(({ encrypted }) => encrypted?.columns ?? []).map((one) => [`${one.table}.${one.column}`, one]),
);

/** A encrypted column as the encryption opens it. */
export function opened(table: string, column: string): string {
  const subject = ENCRYPTED.get(`${table}.${column}`)?.subject;
  return subject ? withKey(column, subject) : column;
}

/** Every text that somebody with the database and the keys could read: encrypted columns opened, the others as they are. */
export async function readableTexts(stage: Stage): Promise<Readable[]> {
  const texts: Readable[] = [];
  for (const name of SEALED_COLUMNS) {
    const [table, column] = name.split('.') as [string, string];
    const rows = await stage.rows<{ rowId: string; encrypted: Buffer }>(
      `SELECT CONCAT_WS('-', ${ENCRYPTED.get(name)!.key.join(', ')}) AS rowId, ${opened(table, column)} AS encrypted FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    for (const { rowId, encrypted } of rows) texts.push({ column: name, text: stage.encryption.decrypt(name, rowId, encrypted) });
  }
  for (const name of [...CLEAR_COLUMNS, ...Object.values(HARMLESS_COLUMNS).flat()]) {
    const [table, column] = name.split('.') as [string, string];
    const rows = await stage.rows<{ text: string }>(
      `SELECT CAST(${column} AS CHAR) AS text FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    for (const { text } of rows) texts.push({ column: name, text });
  }
  return texts;
}

/** Columns that hold these bytes: where a person can be found again by a keyed hash. */
export async function columnsWith(stage: Stage, bytes: Buffer): Promise<string[]> {
  const columns = await stage.rows<{ table: string; column: string }>(
    `SELECT table_name AS \`table\`, column_name AS \`column\` FROM information_schema.columns
     WHERE table_schema = DATABASE() AND data_type = 'binary'`,
  );
  const found: string[] = [];
  for (const { table, column } of columns)
    if ((await stage.rows(`SELECT 1 FROM ${table} WHERE ${column} = ? LIMIT 1`, [bytes])).length > 0)
      found.push(`${table}.${column}`);
  return found;
}
