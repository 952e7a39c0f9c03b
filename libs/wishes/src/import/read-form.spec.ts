import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSheets } from '#libs/platform';
import { sheetOf } from '../../../../test/support/sheets.js';
import { readForm, type ImportRow } from './read-form.js';
import { whyOf } from './words.js';
import type { Cell, Sheet } from '#libs/platform';
import { nanhai } from './nanhai.fixture.js';

const root = new URL('../../../../', import.meta.url);

interface Truth {
  rows: {
    sheet: string;
    row: number;
    verdict: string;
    why: string[];
    unit_code: string | null;
    name: string;
    phone: string;
    text: string;
    kind: string;
    cost_yuan: number | null;
    people: number;
    due: string | null;
    age: number;
  }[];
}

describe('reading the collection workbook of one town', () => {
  it('agrees with a careful clerk on every row', async () => {
    const truth = JSON.parse(readFileSync(new URL('test/fixtures/wishes-dali-420.truth.json', root), 'utf8')) as Truth;
    const file = readFileSync(new URL('test/fixtures/wishes-dali-420.xlsx', root));
    const rows = readForm(await parseSheets(file, 'wishes.xlsx'), { units: nanhai(), asOf: new Date() }).rows;
    const byPlace = new Map(rows.map((row) => [`${row.sheet}:${row.row}`, row]));
    const wrong: unknown[] = [];
    for (const expected of truth.rows) {
      const row = byPlace.get(`${expected.sheet}:${expected.row}`);
      if (!row || row.verdict !== expected.verdict || whyOf(row).join() !== expected.why.join())
        wrong.push({ expected, row });
      else if (row.verdict === 'accept' && JSON.stringify(row.values) !== JSON.stringify(clean(expected)))
        wrong.push({ expected, row });
    }
    expect(wrong).toEqual([]);
    expect(rows).toHaveLength(truth.rows.length);
  });

  it('gives the same result for columns in any order under other headings', async () => {
    const sheets = await parseSheets(readFileSync(new URL('test/fixtures/wishes-dali-420.xlsx', root)), 'wishes.xlsx');
    const verdicts = (read: Sheet[]): string[] =>
      readForm(read, { units: nanhai(), asOf: new Date() }).rows.map(({ sheet, row, verdict, values }) =>
        JSON.stringify([sheet, row, verdict, values]),
      );
    const expected = verdicts(sheets);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...Array(16).keys()], { minLength: 16, maxLength: 16 }),
        fc.integer({ min: 0, max: 1 }),
        (order, wording) => {
          const moved = sheets.map((sheet) => ({
            ...sheet,
            rows: sheet.rows.map((row) => ({
              ...row,
              cells:
                row.row < 3
                  ? row.cells
                  : new Map([...row.cells].map(([column, cell]) => [order[column]!, reword(cell, wording)])),
            })),
          }));
          expect(verdicts(moved)).toEqual(expected);
        },
      ),
      { numRuns: 10 },
    );
  });
});

const OTHER_WORDS: Record<string, [string, string]> = {
  '村（社区）': ['所属社区', '村居名称'],
  姓名: ['许愿人姓名', '受益人'],
  年龄: ['年 龄', '年龄（周岁）'],
  困难类别: ['对象类别', '人群类型'],
  联系电话: ['手机号码', '联系方式'],
  家庭住址: ['详细地址', '住址'],
  微心愿内容: ['心愿', '具体需求'],
  类别: ['心愿类型', '类 别'],
  '预计费用（元）': ['所需资金', '预算金额(元)'],
  受益人数: ['惠及人数', '受益群众数'],
  期望完成时间: ['完成时限', '希望完成日期'],
};
const reword = (cell: Cell, wording: number): Cell => {
  const other = OTHER_WORDS[cell.text]?.[wording];
  return other ? { text: other } : cell;
};

const clean = (row: Truth['rows'][number]): ImportRow['values'] => ({
  unitCode: row.unit_code,
  name: row.name,
  phone: row.phone,
  text: row.text,
  kind: row.kind as 'goods',
  costYuan: row.cost_yuan,
  people: row.people,
  dueOn: row.due,
  age: row.age,
});

describe('a form without a date of its own', () => {
  const DECEMBER = new Date('2026-12-01T02:00:00Z');
  const HEADINGS = ['社区', '姓名', '电话', '心愿内容', '完成时间'];
  const read = (...lines: (string | undefined)[][]): ImportRow[] => {
    const rows = [HEADINGS, ...lines].map((line, at) => ({
      row: at + 1,
      cells: new Map(line.flatMap((text, column): [number, Cell][] => (text ? [[column, { text }]] : []))),
    }));
    const sheet = { name: '征集表', isHidden: false, from1904: false, merges: [], rows };
    return readForm([sheet], { units: nanhai(), asOf: DECEMBER }).rows;
  };

  it('is of this year, even if most of its days are in the next', () => {
    const rows = read(
      ['沥苑社区', '陈阿婆', '13600000001', '想要一盏小夜灯', '2027-01-10'],
      ['沥苑社区', '李阿婆', '13600000002', '想要一把雨伞', '2027年2月1日'],
      ['沥苑社区', '黄阿婆', '13600000003', '想要一台风扇', '12月25日'],
    );
    expect(rows.map(({ values }) => values.dueOn)).toEqual(['2027-01-10', '2027-02-01', '2026-12-25']);
  });

  it('does not take its editors for people with wishes', () => {
    const rows = read(
      ['沥苑社区', '陈阿婆', '13600000001', '想要一盏小夜灯'],
      ['填表人：', '王网格', '13900000009'],
      ['审核日期：2026年12月1日', undefined, undefined, '王主任'],
    );
    expect(rows.map(({ values }) => values.name)).toEqual(['陈阿婆']);
  });
});

describe('the sum of a wish', () => {
  const read = (heading: string, text: string, title = ''): number | null => {
    const lines = [
      ...(title ? [[title]] : []),
      ['社区', '姓名', '电话', '心愿内容', heading],
      ['沥苑社区', '李子梅', '13600000001', '想要一台轮椅，出门方便些', text],
    ];
    return readForm([sheetOf(lines)], { units: nanhai(), asOf: new Date('2026-11-30') }).rows[0]!.values.costYuan;
  };
  it.each([
    ['预算（万元）', '80元', 80],
    ['预算（万元）', '0.01', 100],
    ['预计费用（千元）', '1.2', 1_200],
    ['预计费用', '80', 80],
  ])('below %s written as %s is %d yuan', (heading, text, yuan) => expect(read(heading, text)).toBe(yuan));
  it('may have its unit above the table', () => expect(read('预计费用', '0.05', '金额单位：万元')).toBe(500));
});

it('a sheet without known headings is reported', () => {
  const october = sheetOf(
    [
      ['社区', '姓名', '电话', '心愿内容'],
      ['沥苑社区', '李子梅', '13600000001', '想要一台轮椅，出门方便些'],
    ],
    [],
    '10月',
  );
  const november = sheetOf(
    [
      ['社区', '名', '号码', '想要什么'],
      ['沥苑社区', '陈坚', '13600000002', '想要一把伞'],
    ],
    [],
    '11月',
  );
  const { rows } = readForm([october, november], { units: nanhai(), asOf: new Date('2026-11-30') });
  expect(rows.map(({ sheet: name, row, verdict, doubts }) => [name, row, verdict, ...doubts])).toEqual([
    ['10月', 2, 'accept'],
    ['11月', 1, 'reject', 'sheet'],
  ]);
});
