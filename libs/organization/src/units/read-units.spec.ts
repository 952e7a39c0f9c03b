import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Problem, parseSheets, type Sheet } from '#libs/platform';
import type { KnownUnit } from './judge-units.js';
import { levelNamed } from './unit-words.js';
import { readUnits, type UnitRow } from './read-units.js';
import { unitVerdict } from './judge-units.js';

const REAL = readFileSync(new URL('../../../identity/data/nanhai-units.csv', import.meta.url));
const WITHIN = '/440605/';
const DISTRICT: KnownUnit = { code: '440605', name: '南海区', level: 'district', kind: '', path: WITHIN };
const TOWN: KnownUnit = { code: '440605125', name: '大沥镇', level: 'town', kind: 'town', path: '/440605/440605125/' };
const LIYUAN: KnownUnit = {
  code: '440605125001',
  name: '沥苑社区',
  level: 'community',
  kind: 'community',
  path: '/440605/440605125/440605125001/',
};
const KNOWN = [DISTRICT, TOWN, LIYUAN];
const HEAD = ['单位代码', '名称', '层级', '类别', '上级单位'];

const sheetOf = (lines: string[][], name = '单位'): Sheet => ({
  name,
  merges: [],
  from1904: false,
  isHidden: false,
  rows: lines.flatMap((line, at) => {
    const cells = new Map(line.flatMap((text, column) => (text ? [[column, { text }] as const] : [])));
    return cells.size > 0 ? [{ row: at + 1, cells }] : [];
  }),
});
const read = (lines: string[][], known = KNOWN, within = WITHIN): UnitRow[] =>
  readUnits([sheetOf(lines)], { known, within }).rows;
const one = (line: string[], known = KNOWN, within = WITHIN): UnitRow => read([HEAD, line], known, within)[0]!;
const verdicts = (rows: UnitRow[]): string[] => rows.map(({ doubts }) => unitVerdict(doubts));

describe('a unit list', () => {
  it('of the whole district from the statistics office is accepted completely', async () => {
    const { rows } = readUnits(await parseSheets(REAL, 'nanhai-units.csv'), { known: [], within: '/' });
    expect(rows).toHaveLength(298);
    expect(verdicts(rows).filter((verdict) => verdict === 'accept')).toHaveLength(298);
    expect(rows[0]!.values).toEqual({ code: '440605', name: '南海区', level: 'district', kind: null, parent: null });
    expect(rows.map(({ values }) => values.level).slice(0, 9)).toEqual([
      'district',
      ...Array(7).fill('town'),
      'community',
    ]);
  });

  it('with known units adds nothing', async () => {
    const sheets = await parseSheets(REAL, 'nanhai-units.csv');
    const { rows } = readUnits(sheets, { known: [], within: '/' });
    const paths = new Map<string, string>();
    const known = rows.map(({ values, parentCode }): KnownUnit => {
      const path = `${paths.get(parentCode ?? '') ?? '/'}${values.code}/`;
      paths.set(values.code!, path);
      return { code: values.code!, name: values.name!, level: values.level!, kind: values.kind ?? '', path };
    });
    const again = readUnits(sheets, { known, within: WITHIN }).rows;
    expect(new Set(again.map(({ doubts }) => doubts.join()))).toEqual(new Set(['same']));
  });

  it('may stand below a title, with its columns in any order, children before parents', () => {
    const rows = read([
      ['大沥镇单位一览表'],
      ['序号', '上级单位代码', '级别', '单位名称', '代码', '备注'],
      ['1', '440605125999', '一级网格', '第一网格', '440605125999001'],
      ['2', '440605125', '村（社区）', '新社区', '440605125999'],
      ['合计', '2'],
    ]);
    expect(rows.map(({ row, values }) => [row, values.code, values.level, values.parent])).toEqual([
      [4, '440605125999', 'community', '440605125'],
      [3, '440605125999001', 'grid1', '440605125999'],
    ]);
    expect(verdicts(rows)).toEqual(['accept', 'accept']);
  });

  it('may stand in two lists beside each other', () => {
    const head = ['单位代码', '名称', '层级', '上级单位代码'];
    const rows = read([
      [...head, '', ...head],
      ['440605125901', '甲社区', '社区', '440605125', '', '440605125902', '乙村', '行政村', '440605125'],
    ]);
    expect(rows.map(({ values }) => values.name)).toEqual(['甲社区', '乙村']);
    expect(verdicts(rows)).toEqual(['accept', 'accept']);
  });

  it('may name the parent by its name when it is unique', () => {
    expect(one(['440605125003', '新社区', '社区', '', '大沥镇'])).toMatchObject({
      parentCode: '440605125',
      doubts: [],
    });
    const twins = [
      ...KNOWN,
      { ...LIYUAN, code: '440605125002', path: '/440605/440605125/440605125002/', name: '沥苑 社区' },
    ];
    expect(one(['440605125001001', '一号网格', '一级网格', '', '沥苑社区'], twins).doubts).toEqual(['parent']);
  });

  it.each([
    ['code', ['44-1', '新社区', '社区', '', '440605125']],
    ['name', ['440605125003', '', '社区', '', '440605125']],
    ['name', ['440605125003', '很'.repeat(61), '社区', '', '440605125']],
    ['level', ['440605125003', '新社区', '片区', '', '440605125']],
    ['level', ['440605125003', '新网格', '网格', '', '440605125']],
    ['kind', ['440605125003', '新社区', '社区', '类'.repeat(21), '440605125']],
    ['parent', ['440605125003', '新社区', '社区', '', '440605999']],
    ['parent', ['440605125003', '新社区', '社区', '', '']],
    ['notBelow', ['440605125003', '新镇', '镇', '', '440605125001']],
    ['moved', ['440605125001', '沥苑社区', '社区', '', '440605']],
    ['moved', ['440605125001', '沥苑社区', '镇', '', '440605125']],
  ])('has a doubt about the %s of %j', (doubt, line) => {
    expect(one(line).doubts).toEqual([doubt]);
    expect(unitVerdict(one(line).doubts)).toBe('review');
  });

  it('covers one unit and the units below it', () => {
    const away = { ...TOWN, code: '440605121', name: '九江镇', path: '/440605/440605121/' };
    const below = (line: string[]): string[] => one(line, [...KNOWN, away], TOWN.path).doubts;
    expect(below(['440605121003', '新社区', '社区', '', '440605121'])).toEqual(['outside']);
    expect(below(['440605125003', '新社区', '社区', '', '440605125'])).toEqual([]);
    expect(below(['440605', '南海新区', '区', '', ''])).toEqual(['outside']);
  });

  it('shows the effect of a rename, and keeps the kind when none is given', () => {
    expect(one(['440605125001', '沥苑新社区', '社区', '', '440605125'])).toMatchObject({
      doubts: [],
      before: { name: '沥苑社区', kind: 'community' },
    });
    expect(one(['440605125001', '沥苑社区', '社区', '', '440605125']).doubts).toEqual(['same']);
    expect(one(['440605125001', '沥苑社区', '社区', '村', '440605125'])).toMatchObject({ doubts: [], before: {} });
  });

  it('with a unit twice accepts it once, and has a doubt when the two differ', () => {
    const line = ['440605125003', '新社区', '社区', '社区', '440605125'];
    expect(read([HEAD, line, line]).map(({ doubts }) => doubts)).toEqual([[], ['twice']]);
    const renamed = [line[0]!, '新新社区', ...line.slice(2)];
    expect(read([HEAD, line, renamed]).map(({ doubts }) => doubts)).toEqual([['differs'], ['differs']]);
  });

  it('with circular parents is handled without an endless loop', () => {
    const rows = read([
      HEAD,
      ['440605125901', '甲', '一级网格', '', '440605125902'],
      ['440605125902', '乙', '二级网格', '', '440605125901'],
    ]);
    expect(rows.map(({ doubts }) => doubts)).toEqual([['notBelow'], []]);
  });

  it('reads codes stored as numbers if no digits were lost', () => {
    const sheet = sheetOf([HEAD, ['', '新社区', '社区', '', '440605125']]);
    const withCode = (number: number): UnitRow => {
      sheet.rows[1]!.cells.set(0, { text: String(number), number });
      return readUnits([sheet], { known: KNOWN, within: WITHIN }).rows[0]!;
    };
    expect(withCode(440605125003).values.code).toBe('440605125003');
    expect(withCode(4.40605125003001e18)).toMatchObject({ values: { code: null }, doubts: ['code'] });
  });

  it('reports sheets that were not read, and refuses a file without headings or rows', () => {
    const strange = sheetOf(
      [
        ['甲', '乙', '丙'],
        ['1', '2', '3'],
        ['4', '5', '6'],
      ],
      '别的',
    );
    const { rows } = readUnits([sheetOf([HEAD, ['440605125003', '新社区', '社区', '', '440605125']]), strange], {
      known: KNOWN,
      within: WITHIN,
    });
    expect(rows.map(({ sheet, doubts }) => [sheet, unitVerdict(doubts)])).toEqual([
      ['单位', 'accept'],
      ['别的', 'reject'],
    ]);
    const refusal = (lines: string[][]): string => {
      try {
        return String(read(lines).length);
      } catch (error) {
        return (error as Problem).kind.code;
      }
    };
    expect(
      refusal([
        ['姓名', '手机'],
        ['陈大文', '13600000001'],
      ]),
    ).toBe('UNITS_NO_HEADINGS');
    expect(refusal([HEAD])).toBe('UNITS_EMPTY');
  });
});

describe('the word for a level', () => {
  it.each([
    ['区', 'district'],
    ['镇街', 'town'],
    ['镇（街道）', 'town'],
    ['乡镇', 'town'],
    ['村社区', 'community'],
    ['村（居）', 'community'],
    ['行政村', 'community'],
    ['１级网格', 'grid1'],
    ['二级网格', 'grid2'],
    ['Grid3', 'grid3'],
    ['网格', undefined],
    ['片区', undefined],
  ])('%s is %s', (word, level) => {
    expect(levelNamed(word)).toBe(level);
  });
});
