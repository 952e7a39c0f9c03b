import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsFor, findTables, type Vocabulary } from './find-tables.js';
import type { Cell, Merge, Sheet } from './sheet.js';

type Field = 'name' | 'phone' | 'sum';
const WORDS: Record<string, Field | null> = {
  姓名: 'name',
  手机号码: 'phone',
  金额: 'sum',
  序号: null,
  备注: null,
};
const FORM: Vocabulary<Field> = {
  meaningOf: (path) => {
    const own = path.at(-1)!.replace(/\(.*\)/, '');
    if (!(own in WORDS)) return undefined;
    return { field: WORDS[own]!, rank: path.join('/').includes('联系人') ? 1 : 0 };
  },
  isTable: (fields) => fields.has('name') && fields.has('phone'),
};

const sheetOf = (lines: (string | number | undefined)[][], merges: Merge[] = []): Sheet => ({
  name: 's',
  isHidden: false,
  from1904: false,
  merges,
  rows: lines.flatMap((line, at) => {
    const cells = new Map<number, Cell>();
    line.forEach((value, column) => {
      if (value === undefined) return;
      cells.set(column, typeof value === 'number' ? { text: String(value), number: value } : { text: value });
    });
    return cells.size > 0 ? [{ row: at + 1, cells }] : [];
  }),
});
const records = (sheet: Sheet): string[][] =>
  findTables([sheet], FORM).flatMap((table) =>
    table.rows.map((row) =>
      (['name', 'phone', 'sum'] as const).map(
        (field) => row.cells.get(columnsFor(table, field)[0]?.at ?? -1)?.text ?? '',
      ),
    ),
  );

describe('tables in a sheet', () => {
  it('are found under headings of three rows, and what stands under the other person is the other person’s', () => {
    const sheet = sheetOf(
      [
        ['大沥镇名册'],
        ['序号', '人员', undefined, undefined, undefined],
        [undefined, '联系人', undefined, '本人', undefined],
        [undefined, '姓名', '手机号码', '姓名', '手机号码'],
        [1, '王网格', '13900000001', '陈大文', '13600000001'],
      ],
      [
        { top: 2, left: 1, bottom: 2, right: 4 },
        { top: 3, left: 1, bottom: 3, right: 2 },
        { top: 3, left: 3, bottom: 3, right: 4 },
      ],
    );
    const [table] = findTables([sheet], FORM);
    expect(table!.heading).toEqual({ first: 2, last: 4 });
    const at = columnsFor(table!, 'name').map(({ at: column, path }) => [column, path.join('/')]);
    expect(at).toEqual([
      [3, '人员/本人/姓名'],
      [1, '人员/联系人/姓名'],
    ]);
  });

  it('below each other are two, also with a table of another kind between them', () => {
    const sheet = sheetOf([
      ['姓名', '手机号码'],
      ['陈大文', '13600000001'],
      [],
      ['序号', '备注', '金额'],
      [1, '合计', 5],
      ['手机号码', '姓名'],
      ['13600000002', '李小明'],
    ]);
    expect(records(sheet)).toEqual([
      ['陈大文', '13600000001', ''],
      ['李小明', '13600000002', ''],
    ]);
  });

  it('are read the same wherever they stand, with whatever around them, in any order of columns', () => {
    const person = fc.record({
      name: fc.constantFrom('陈大文', '李小明', '何丽', '阿依古丽·买买提', 'Nguyễn Thị Hoa'),
      phone: fc.integer({ min: 13_600_000_000, max: 13_699_999_999 }).map(String),
      sum: fc.integer({ min: 0, max: 9_999 }).map(String),
    });
    const layout = fc.record({
      above: fc.integer({ min: 0, max: 4 }),
      left: fc.integer({ min: 0, max: 3 }),
      order: fc.shuffledSubarray(['姓名', '手机号码', '金额', '序号', '备注'], { minLength: 5, maxLength: 5 }),
      beside: fc.integer({ min: 1, max: 2 }),
      gap: fc.integer({ min: 0, max: 2 }),
      remark: fc.boolean(),
      levels: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 6 }), layout, (people, how) => {
        const valueOf = (one: (typeof people)[number], nth: number, heading: string): string =>
          ({ 姓名: one.name, 手机号码: one.phone, 金额: one.sum, 序号: String(nth + 1), 备注: '无异议，已核对 2 次' })[
            heading
          ]!;
        const width = how.order.length;
        const half = Math.ceil(people.length / how.beside);
        const lists = Array.from({ length: how.beside }, (_, at) => people.slice(at * half, (at + 1) * half)).filter(
          (list) => list.length > 0,
        );
        const lines: (string | undefined)[][] = [];
        const merges: Merge[] = [];
        for (let at = 0; at < how.above; at += 1) lines.push([`2026年第${at + 1}季度名册（共${people.length}人）`]);
        const startOf = (nth: number): number => how.left + nth * (width + how.gap);
        for (let level = 1; level < how.levels; level += 1) {
          const line: (string | undefined)[] = [];
          lists.forEach((_, nth) => {
            line[startOf(nth)] = `人员${'甲乙'[nth]!}`;
            merges.push({
              top: lines.length + 1,
              bottom: lines.length + 1,
              left: startOf(nth),
              right: startOf(nth) + width - 1,
            });
          });
          lines.push(line);
        }
        const heading: (string | undefined)[] = [];
        lists.forEach((_, nth) => how.order.forEach((word, at) => (heading[startOf(nth) + at] = word)));
        lines.push(heading);
        for (let row = 0; row < half; row += 1) {
          const line: (string | undefined)[] = [];
          lists.forEach((list, nth) => {
            const one = list[row];
            if (one) how.order.forEach((word, at) => (line[startOf(nth) + at] = valueOf(one, row, word)));
          });
          lines.push(line);
        }
        const found = records(sheetOf(lines, merges));
        const expected = people.map(({ name, phone, sum }) => [name, phone, sum]);
        expect(found.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: Number(process.env.SHEETS ?? 300) },
    );
  });
});
