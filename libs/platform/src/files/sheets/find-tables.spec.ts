import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, layouts, sheetOf, typedPhone, typedSum } from '../../../../../test/support/sheets.js';
import { columnsFor, findTables, type Vocabulary } from './find-tables.js';
import type { Sheet } from './sheet.js';

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

const records = (sheet: Sheet): string[][] =>
  findTables([sheet], FORM).flatMap((table) =>
    table.rows
      .filter(({ isHidden }) => !isHidden)
      .map((row) =>
        (['name', 'phone', 'sum'] as const).map(
          (field) => row.cells.get(columnsFor(table, field)[0]?.at ?? -1)?.text ?? '',
        ),
      ),
  );

describe('tables in a sheet', () => {
  it('are found under headings of three rows, with columns of another person kept apart', () => {
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

  it('are read the same at any place, with any surroundings, in any order of columns', () => {
    const PAIR: [string, string] = ['姓名', '手机号码'];
    const NAMES = ['陈大文', '李小明', '何丽', '阿依古丽·买买提', 'Nguyễn Thị Hoa'];
    const person = fc.record({ name: fc.constantFrom(...NAMES), phone: typedPhone, sum: typedSum });
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 1, maxLength: 8 }),
        layouts(PAIR, ['金额', '序号', '备注']),
        (people, layout) => {
          const lines = people.map(({ name, phone, sum }, at) => ({
            姓名: { text: name },
            手机号码: phone.cell,
            金额: sum.cell,
            序号: { text: String(at + 1), number: at + 1 },
            备注: { text: '无异议，已核对 2 次' },
          }));
          const { sheet, shown } = layOut(lines, layout, { pair: PAIR, sum: '金额' });
          // Totals and signatures are rows of a list, too; what is a record the form knows.
          const found = records(sheet).filter(([name]) => NAMES.includes(name!));
          const expected = shown.map((line) =>
            ['姓名', '手机号码', '金额'].map((heading) => line[heading]?.text ?? ''),
          );
          expect(found.toSorted()).toEqual(expected.toSorted());
        },
      ),
      { numRuns: Number(process.env.SHEETS ?? 300) },
    );
  });

  it('end at a following title across their columns', () => {
    const sheet = sheetOf(
      [['姓名', '手机号码'], ['陈大文', '13600000001'], ['第二批名单'], ['姓名', '手机号码'], ['何丽', '13600000002']],
      [{ top: 3, left: 0, bottom: 3, right: 1 }],
    );
    expect(records(sheet).map(([name]) => name)).toEqual(['陈大文', '何丽']);
    expect(findTables([sheet], FORM)[1]!.above).toEqual(['第二批名单']);
  });
});
