import { randomInt } from 'node:crypto';
import type { Schema } from '../database/migrations.js';
import type { Reader } from '../database/transactions.js';
import type { Check } from '../invariants.js';
import { nameOf, type EncryptedColumn } from './encrypted-columns.js';
import { withKey } from './subject-keys.js';
import type { FieldEncryption } from './field-encryption.js';

/** Samples of each column: this many of the oldest, of the newest, and from a random position between. */
const EACH = 20;

/** The invariant that the keys decrypt what is stored: checks samples of every declared column. Findings name column and
 *  row, never a value. */
export const encryptedInvariant = (encryption: FieldEncryption, schemas: Schema[]): Check => ({
  name: 'encrypted.decrypts',
  rule: 'Samples of every encrypted column can be decrypted',
  check: async (reader) => {
    const findings: string[] = [];
    for (const one of schemas.flatMap(({ encrypted }) => encrypted?.columns ?? [])) {
      for (const [rowId, encrypted] of await encryptedSamples(reader, one)) {
        try {
          encryption.decryptBytes(nameOf(one), rowId, encrypted ?? Buffer.alloc(0));
        } catch {
          findings.push(JSON.stringify({ column: nameOf(one), row: rowId, keyNo: encrypted?.[1] ?? null }));
        }
      }
    }
    return findings;
  },
});

/** Values of a column by their rows' keys: the oldest, the newest and some from a random position between. Null: the key of
 *  the person was erased. */
export async function encryptedSamples(
  reader: Reader,
  { table, column, key, subject }: Pick<EncryptedColumn, 'table' | 'column' | 'key' | 'subject'>,
): Promise<Map<string, Buffer | null>> {
  const encrypted = subject ? withKey(column, subject) : column;
  const select = `SELECT CONCAT_WS('-', ${key.join(', ')}) AS row_id, ${key[0]} AS first_key, ${encrypted} AS encrypted FROM ${table} WHERE ${column} IS NOT NULL`;
  const inOrder = (direction: 'ASC' | 'DESC'): string =>
    `ORDER BY ${key.map((name) => `${name} ${direction}`).join(', ')} LIMIT ${EACH}`;
  const read = (
    sql: string,
    values: unknown[] = [],
  ): Promise<{ rowId: string; firstKey: string; encrypted: Buffer | null }[]> => reader.rows(sql, values);
  const oldest = await read(`${select} ${inOrder('ASC')}`);
  const newest = await read(`${select} ${inOrder('DESC')}`);
  const between =
    oldest.length < EACH
      ? []
      : await read(`${select} AND ${key[0]} >= ? ${inOrder('ASC')}`, [
          placeBetween(oldest[0]!.firstKey, newest[0]!.firstKey),
        ]);
  return new Map([...oldest, ...between, ...newest].map((row) => [row.rowId, row.encrypted]));
}

/** A random UUID between two: ids grow with time, so this is a random time. Anything else: the lower one. */
function placeBetween(low: string, high: string): string {
  const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  if (!UUID.test(low) || !UUID.test(high)) return low;
  const [from, to] = [low, high].map((id) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)) as [
    number,
    number,
  ];
  const place = randomInt(from, to + 1)
    .toString(16)
    .padStart(12, '0');
  return `${place.slice(0, 8)}-${place.slice(8)}-0000-0000-000000000000`;
}
