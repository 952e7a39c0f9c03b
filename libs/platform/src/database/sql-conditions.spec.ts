import { describe, expect, it } from 'vitest';
import { asked } from './sql-conditions.js';

describe('the conditions of a question', () => {
  it('are those of which every value was given, in order', () => {
    expect(
      asked<string | number>([
        ['a = ?', 1],
        ['b LIKE ?', undefined],
        ['c BETWEEN ? AND ?', 'x', 'y'],
        ['d BETWEEN ? AND ?', 'x', undefined],
        ['e IS NULL'],
      ]),
    ).toEqual({ sql: 'a = ? AND c BETWEEN ? AND ? AND e IS NULL', values: [1, 'x', 'y'] });
  });

  it('keep nought and the empty text, which are answers', () => {
    expect(
      asked<string | number>([
        ['a >= ?', 0],
        ['b = ?', ''],
      ]),
    ).toEqual({ sql: 'a >= ? AND b = ?', values: [0, ''] });
  });

  it('never put a value into the SQL', () => {
    const { sql, values } = asked([['a = ?', `' OR 1=1 --`]]);
    expect(sql).toBe('a = ?');
    expect(values).toEqual([`' OR 1=1 --`]);
  });
});
