import { describe, expect, it } from 'vitest';
import { parseSheets, type Sheet } from '#libs/platform';
import { UnitNames } from '#libs/identity';
import { sheetOf } from '../../../../test/support/sheets.js';
import { rowsOf, workbookOf } from '../../../../test/support/workbooks.js';
import { DEFAULT_SKILLS, SkillWords } from '../skills/skill-list.js';
import { readRoster, type ReadRoster } from './read-roster.js';

const units = new UnitNames([
  { id: 'D', code: 'D', name: '南海区', level: 'district', path: '/D/' },
  { id: 'A', code: 'A', name: '大沥镇', level: 'town', path: '/D/A/' },
  { id: 'A1', code: 'A1', name: '沥苑社区居委会', level: 'community', path: '/D/A/A1/' },
]);
const context = { units, words: new SkillWords(DEFAULT_SKILLS), home: 'A1' };
const read = (...sheets: Sheet[]): ReadRoster => readRoster(sheets, context);
const people = ({ rows }: ReadRoster): unknown[] =>
  rows.map(({ doubts, values }) => [values.name, values.phone, doubts.join()]);

describe('a member of whom two things are said', () => {
  it.each([
    ['two columns', ['姓名', '手机1', '手机2'], ['陈大文', '13600000001', '13600000002']],
    ['a column that is numbered', ['姓名', '手机', '手机2'], ['陈大文', '13600000001', '13600000002']],
    ['one cell', ['姓名', '手机'], ['陈大文', '13600000001/13600000002']],
    ['one cell beside another', ['姓名', '手机', '联系电话'], ['陈大文', '13600000001 13600000002', '13600000001']],
    ['a mobile that lost a digit', ['姓名', '手机', '联系电话'], ['陈大文', '1360000001', '13600000002']],
  ])('is asked about, not given the first of two mobile numbers: %s', (_, head, line) => {
    expect(people(read(sheetOf([head, line])))).toEqual([['陈大文', null, 'phone']]);
  });

  it.each([
    [
      ['姓名', '手机1', '手机2'],
      ['陈大文', '13600000001', '136 0000 0001'],
    ],
    [
      ['姓名', '手机1', '手机2'],
      ['陈大文', '', '13600000001'],
    ],
    [
      ['姓名', '座机', '手机'],
      ['陈大文', '0757-81234567', '13600000001'],
    ],
    [
      ['姓名', '手机', '联系电话'],
      ['陈大文', '0757-81234567', '13600000001'],
    ],
    [
      ['姓名', '手机'],
      ['陈大文', '013600000001'],
    ],
    [
      ['姓名', '手机'],
      ['陈大文', '+86 013600000001'],
    ],
  ])('is read where they are the same: %j %j', (head, line) => {
    expect(people(read(sheetOf([head, line])))).toEqual([['陈大文', '13600000001', '']]);
  });

  it.each([
    ['陈大文、李小明', 'name'],
    ['陈大文 李小明', 'name'],
    ['陈大文\n李小明', 'name'],
    ['欧阳 志远', ''],
    ['李 子 梅', ''],
  ])('is asked about where two names could be meant: %j', (name, doubt) => {
    expect(
      read(
        sheetOf([
          ['姓名', '手机'],
          [name, '13600000001'],
        ]),
      ).rows[0]!.doubts.join(),
    ).toBe(doubt);
  });

  it('is not lost behind a remark or a duty', () => {
    const head = ['备注', '职务', '姓名', '手机'];
    const lines = [
      ['备注：转入', undefined, '陈大文', '13600000001'],
      [undefined, '负责人', '李小明', '13600000002'],
      ['填表人：', undefined, '王网格', '13900000009'],
      ['合计', undefined, '2人', undefined],
    ];
    expect(people(read(sheetOf([head, ...lines])))).toEqual([
      ['陈大文', '13600000001', ''],
      ['李小明', '13600000002', ''],
    ]);
  });

  it('is asked about where a number is merged over two people', async () => {
    const rows = rowsOf([['姓名', '手机', '社区'], ['陈大文', '13600000001', '沥苑'], ['李小明']]);
    const xml = `<worksheet><sheetData>${rows}</sheetData><mergeCells><mergeCell ref="B2:B3"/><mergeCell ref="C2:C3"/></mergeCells></worksheet>`;
    const roster = readRoster(await parseSheets(workbookOf([xml]), 'r.xlsx'), { ...context, home: null });
    expect(people(roster)).toEqual([
      ['陈大文', null, 'phone'],
      ['李小明', null, 'phone'],
    ]);
    expect(roster.rows.map(({ values }) => values.unitCode)).toEqual(['A1', 'A1']);
  });
});

describe('a roster with more than is read', () => {
  const HEAD = ['姓名', '手机', '社区'];
  it('says what is hidden', () => {
    const lines = [HEAD, ['陈大文', '13600000001', '沥苑'], ['李小明', '13600000002', '沥苑']];
    const shown = sheetOf(lines, [], '现有');
    shown.rows[2]!.isHidden = true;
    const roster = read(shown, { ...sheetOf(lines, [], '转出'), isHidden: true });
    expect(people(roster)).toEqual([['陈大文', '13600000001', '']]);
    expect(roster.hidden).toEqual({ sheets: ['转出'], rows: 1 });
  });

  it('asks what the headings of a sheet mean that was not read', () => {
    const first = sheetOf([HEAD, ['陈大文', '13600000001', '沥苑']], [], '一组');
    const second = sheetOf(
      [
        ['同志', '号码', '所属村居'],
        ['李小明', '13600000002', '沥苑'],
      ],
      [],
      '二组',
    );
    const { headings } = read(first, second);
    expect(headings.map(({ sheet, heading, state }) => [sheet, heading, state])).toEqual([
      ['二组', '同志', 'unknown'],
      ['二组', '号码', 'unknown'],
    ]);
  });

  it('does not lose a sheet of two columns that it does not know', () => {
    const second = sheetOf(
      [
        ['同志', '号码'],
        ['李小明', '13600000002'],
        ['何丽', '13600000003'],
      ],
      [],
      '二组',
    );
    const { rows, headings } = read(sheetOf([HEAD, ['陈大文', '13600000001', '沥苑']], [], '一组'), second);
    expect(rows.map(({ sheet, doubts }) => [sheet, doubts.join()])).toEqual([
      ['一组', ''],
      ['二组', 'sheet'],
    ]);
    expect(headings.map(({ heading }) => heading)).toEqual(['同志', '号码']);
  });

  it('has headings that every object has, like others', () => {
    const { headings } = read(
      sheetOf([
        [...HEAD, 'constructor', '__proto__'],
        ['陈大文', '13600000001', '沥苑', 'x', 'y'],
      ]),
    );
    expect(headings.map(({ heading }) => heading)).toEqual(['constructor', '__proto__']);
  });
});
