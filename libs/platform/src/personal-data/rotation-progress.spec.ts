import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionOf, rowsAfter, type Position } from './rotation-progress.js';

describe('the position of a rotation', () => {
  it('is the start by default', () => {
    expect(rowsAfter(['id'], null)).toEqual({ sql: 'TRUE', values: [] });
  });

  it('is after the last row, in key order', () => {
    expect(rowsAfter(['id'], ['a'])).toEqual({ sql: '((id > ?))', values: ['a'] });
    expect(rowsAfter(['person_id', 'no'], ['a', 7])).toEqual({
      sql: '((person_id > ?) OR (person_id = ? AND no > ?))',
      values: ['a', 'a', 7],
    });
  });

  it('keeps binary keys across a restart', () => {
    const position = JSON.parse(JSON.stringify(positionOf([Buffer.from('00ff7f', 'hex'), 'a', 3]))) as Position;
    expect(position).toEqual(['0x00ff7f', 'a', 3]);
    expect(rowsAfter(['hash', 'id', 'no'], position).values.filter((value) => Buffer.isBuffer(value))).toEqual(
      Array(3).fill(Buffer.from('00ff7f', 'hex')),
    );
  });

  it('reaches every row once, with any batch size and key', () => {
    const keys = fc.integer({ min: 1, max: 3 }).chain((length) =>
      fc.uniqueArray(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: length, maxLength: length }), {
        selector: (row) => row.join('-'),
        minLength: 1,
        maxLength: 30,
      }),
    );
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 7 }), (rows, batch) => {
        const names = rows[0]!.map((_, at) => `k${at}`);
        const ordered = rows.toSorted((a, b) => a.map((value, at) => value - b[at]!).find((by) => by !== 0) ?? 0);
        const met: number[][] = [];
        let position: Position = null;
        for (;;) {
          const { sql, values } = rowsAfter(names, position);
          const next = ordered.filter((row) => holds(sql, values as number[], names, row)).slice(0, batch);
          if (next.length === 0) break;
          met.push(...next);
          position = positionOf(next.at(-1)!);
        }
        expect(met).toEqual(ordered);
      }),
    );
  });
});

/** Whether a row fulfils such a condition: read as the database would. */
function holds(sql: string, values: number[], names: string[], row: number[]): boolean {
  if (sql === 'TRUE') return true;
  let mark = 0;
  return sql
    .slice(1, -1)
    .split(' OR ')
    .map((part) =>
      part
        .replace(/[()]/g, '')
        .split(' AND ')
        .map((term) => {
          const [name, sign] = term.split(' ') as [string, string];
          const [own, given] = [row[names.indexOf(name)]!, values[mark++]!];
          return sign === '=' ? own === given : own > given;
        })
        .every(Boolean),
    )
    .some(Boolean);
}
