import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCursor, toCursor, toPage, type CursorType } from './pagination.js';

const ID = '0199d0d4-bc2b-70ab-b602-000000000001';
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const refuses = (cursor: string, types: readonly CursorType[]): void =>
  expect(() => readCursor(cursor, types), cursor).toThrow('CURSOR_INVALID');

describe('a cursor', () => {
  it('gives back what a page ended with, in its types', () => {
    const at = new Date('2026-11-23T01:02:03.456Z');
    const cursor = toCursor([ID, '42', at.toISOString(), '2028-02-29', '李 😀']);
    expect(readCursor(cursor, ['uuid', 'integer', 'instant', 'day', 'text'])).toEqual([
      ID,
      42,
      at,
      '2028-02-29',
      '李 😀',
    ]);
  });

  it('is nothing on the first page', () => {
    expect(readCursor(undefined, ['uuid'])).toBeNull();
    expect(readCursor('', ['uuid'])).toBeNull();
  });

  it.each([
    ['no text in base64', '%%%'],
    ['no JSON', Buffer.from('[').toString('base64url')],
    ['cut off', toCursor([ID]).slice(0, -3)],
    ['no list', encoded({ 0: ID, length: 1 })],
    ['a text', encoded(ID)],
    ['nothing', encoded(null)],
    ['an empty list', encoded([])],
    ['one value too many', encoded([ID, ID])],
    ['a number', encoded([1])],
    ['a list inside', encoded([[ID]])],
    ['an object that calls itself a text', encoded([{ toString: ID }])],
    ['nothing inside', encoded([null])],
  ])('is refused when it is %s', (_, cursor) => refuses(cursor, ['uuid']));

  it.each<[CursorType, string[]]>([
    ['uuid', ['', `${ID} `, `${ID}' OR 1=1`, `${ID}\n`, ID.replaceAll('-', ''), `{${ID}}`, ID.replace('0', 'g')]],
    ['integer', ['', '-1', '1.5', '1e3', '0x10', ' 1', '1 ', '٣', '1'.repeat(16), 'NaN', '1; DROP TABLE wish']],
    [
      'instant',
      [
        '2026-11-23',
        '2026-11-23T01:02:03',
        '2026-11-23T01:02:03+08:00',
        '2026-11-23T25:00:00Z',
        '2026-13-01T00:00:00Z',
        '1969-12-31T23:59:59Z',
        '9999-01-01T00:00:00Z',
        '2026-11-23T::::::::Z',
        '2026-11-23T01:02:03.Z',
      ],
    ],
    ['day', ['2026-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '1969-12-31', '9999-12-31', '26-11-23', '']],
    ['text', ['x'.repeat(201), 'a\0b', 'half of a pair \ud83d']],
  ])('has no %s in it that is none', (type, texts) => {
    for (const text of texts) refuses(encoded([text]), [type]);
  });

  it('holds the outermost values that the database can', () => {
    expect(readCursor(encoded(['1970-01-01T00:00:00Z']), ['instant'])).toEqual([new Date(0)]);
    expect(readCursor(encoded(['9998-12-31T23:59:59.999Z']), ['instant'])).toEqual([
      new Date('9998-12-31T23:59:59.999Z'),
    ]);
    expect(readCursor(encoded(['9'.repeat(15)]), ['integer'])).toEqual([999_999_999_999_999]);
    expect(readCursor(encoded(['x'.repeat(200)]), ['text'])).toEqual(['x'.repeat(200)]);
  });

  it('never lets anything else through, whatever is sent', () => {
    const types = fc.array(fc.constantFrom<CursorType>('uuid', 'integer', 'instant', 'day', 'text'), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        types,
        (cursor, asked) => {
          let values: unknown[] | null = null;
          try {
            values = readCursor(cursor, asked);
          } catch (error) {
            expect((error as Error).message).toBe('CURSOR_INVALID');
          }
          for (const value of values ?? [])
            expect(typeof value === 'string' || Number.isSafeInteger(value) || value instanceof Date).toBe(true);
        },
      ),
    );
  });
});

describe('a page', () => {
  const rows = Array.from({ length: 7 }, (_, at) => ({ id: `${ID.slice(0, -1)}${at}`, at: new Date(at * 1_000) }));
  const pageOf = (from: number, limit: number) =>
    toPage(
      rows.slice(from, from + limit + 1),
      limit,
      (row) => [row.at, row.id],
      ({ id }) => id,
    );

  it('tells where the next begins, and nothing on the last', () => {
    expect(pageOf(0, 3).items).toEqual(rows.slice(0, 3).map(({ id }) => id));
    expect(readCursor(pageOf(0, 3).nextCursor!, ['instant', 'uuid'])).toEqual([rows[2]!.at, rows[2]!.id]);
    expect(pageOf(4, 3).nextCursor).toBeNull();
    expect(pageOf(7, 3)).toEqual({ items: [], nextCursor: null });
  });

  it('is not followed by an empty one when its rows are just as many as asked for', () => {
    expect(pageOf(0, 7)).toMatchObject({ items: { length: 7 }, nextCursor: null });
    expect(pageOf(0, 6).nextCursor).not.toBeNull();
  });
});
