import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Problem, Sheet } from '#libs/platform';
import { parseUnitsCsv, type NamedUnit } from '#libs/identity';
import { OfficeNames } from './office-names.js';
import { readStaff, staffVerdict, type StaffRow } from './read-staff.js';
import { rolesNamed } from './role-words.js';

const UNITS: NamedUnit[] = parseUnitsCsv(
  readFileSync(new URL('../../../identity/data/nanhai-units.csv', import.meta.url), 'utf8'),
);
const LIYUAN = UNITS.find(({ name }) => name.startsWith('沥苑社区'))!;
const GRID: NamedUnit = {
  id: 'g',
  code: `${LIYUAN.code}001`,
  name: '第一网格',
  level: 'grid1',
  path: `${LIYUAN.path}${LIYUAN.code}001/`,
};
const offices = new OfficeNames([...UNITS, GRID]);
const HEAD = ['姓名', '手机', '单位', '角色'];

const sheetOf = (lines: string[][], name = '人员'): Sheet => ({
  name,
  merges: [],
  from1904: false,
  isHidden: false,
  rows: lines.flatMap((line, at) => {
    const cells = new Map(line.flatMap((text, column) => (text ? [[column, { text }] as const] : [])));
    return cells.size > 0 ? [{ row: at + 1, cells }] : [];
  }),
});
const read = (lines: string[][], home: string | null = null): StaffRow[] =>
  readStaff([sheetOf(lines)], { offices, home }).rows;
const one = (line: string[], home: string | null = null): StaffRow => read([HEAD, line], home)[0]!;

describe('a list of staff', () => {
  it('may stand below a title, with its columns in any order, sums and signatures below', () => {
    const rows = read([
      ['沥苑社区工作人员名册'],
      ['序号', '岗位', '所在单位', '联系电话', '姓名', '备注'],
      ['1', '专职网格员', '沥苑社区居委会', '136 0000 0001', '陈 大文'],
      ['2', '社区党委书记', '沥苑', '13600000002', '欧阳娜娜'],
      ['合计', '2人'],
      ['填表人：张三', '', '', '13600000009'],
    ]);
    expect(rows.map(({ row, doubts, values }) => [row, doubts, values])).toEqual([
      [3, [], { name: '陈大文', phone: '13600000001', unitCode: LIYUAN.code, roles: ['grid_worker'] }],
      [4, [], { name: '欧阳娜娜', phone: '13600000002', unitCode: LIYUAN.code, roles: ['community_secretary'] }],
    ]);
  });

  it('keeps a person whose duty sounds like a remark below a list, and asks about the duty', () => {
    const rows = read([
      ['岗位', '姓名', '手机', '单位'],
      ['负责人', '陈大文', '13600000001', '沥苑社区'],
      ['负责人', '', '', ''],
    ]);
    expect(rows.map(({ row, doubts, values }) => [row, doubts, values.name])).toEqual([[2, ['role'], '陈大文']]);
  });

  it('counts the sheets and rows that are hidden', () => {
    const sheet = sheetOf([
      HEAD,
      ['陈大文', '13600000001', '沥苑社区', '网格员'],
      ['李小明', '13600000002', '沥苑社区', '网格员'],
    ]);
    sheet.rows[2]!.isHidden = true;
    const old = { ...sheetOf([HEAD, ['王美丽', '13600000003', '沥苑社区', '网格员']], '去年'), isHidden: true };
    const { rows, hidden } = readStaff([sheet, old], { offices, home: null });
    expect(rows.map(({ values }) => values.name)).toEqual(['陈大文']);
    expect(hidden).toEqual({ sheets: ['去年'], rows: 1 });
  });

  it('may stand in two lists beside each other', () => {
    const head = ['姓名', '手机', '社区', '角色'];
    const rows = read([
      [...head, '', ...head],
      ['陈大文', '13600000001', '沥苑社区', '网格员', '', '李小明', '13600000002', '沥苑社区', '网格长'],
    ]);
    expect(rows.map(({ values }) => [values.name, values.roles[0]])).toEqual([
      ['陈大文', 'grid_worker'],
      ['李小明', 'grid_leader'],
    ]);
  });

  it('means by no unit the community that it is about', () => {
    expect(one(['陈大文', '13600000001', '', '网格员'], LIYUAN.code).values.unitCode).toBe(LIYUAN.code);
    expect(one(['陈大文', '13600000001', '', '网格员']).doubts).toEqual(['unit']);
  });

  it('takes the number of somebody who is to be called for nobody’s own', () => {
    const rows = read([
      ['姓名', '紧急联系人电话', '手机', '单位', '角色'],
      ['陈大文', '13600000009', '13600000001', '沥苑社区', '网格员'],
    ]);
    expect(rows[0]!.values.phone).toBe('13600000001');
  });

  it.each([
    ['name', ['匿名', '13600000001', '沥苑社区', '网格员']],
    ['phone', ['陈大文', '1360000000', '沥苑社区', '网格员']],
    ['unit', ['陈大文', '13600000001', '某某社区', '网格员']],
    ['role', ['陈大文', '13600000001', '沥苑社区', '副书记']],
    ['role', ['陈大文', '13600000001', '沥苑社区', '网格员、厨师']],
    ['role', ['陈大文', '13600000001', '沥苑社区', '经办人']],
    ['level', ['陈大文', '13600000001', '大沥镇', '社区书记']],
    ['level', ['陈大文', '13600000001', '沥苑社区', '审计']],
    ['conflict', ['陈大文', '13600000001', '沥苑社区', '社区书记、会计']],
  ])('is in doubt of the %s of %j', (doubt, line) => {
    expect(one(line).doubts).toEqual([doubt]);
    expect(staffVerdict(one(line).doubts)).toBe('review');
  });

  it('keeps beside a doubt what was typed', () => {
    expect(one(['陈大文', '1360000000', '沥苑社区', '网格员、厨师']).typed).toEqual({
      phone: '1360000000',
      role: '网格员、厨师',
    });
  });

  it('names one person twice: the same again, for another office, under another name, in a duty that does not fit', () => {
    const line = ['陈大文', '13600000001', '沥苑社区', '网格员、网格长'];
    const beside = (...other: string[]): string[][] => read([HEAD, line, other]).map(({ doubts }) => doubts);
    expect(beside('陈 大文', '13600000001', '沥苑', '网格长')).toEqual([[], ['twice']]);
    expect(beside('陈大文', '13600000001', '九江镇', '财务')).toEqual([[], []]);
    expect(beside('李小明', '13600000001', '沥苑社区', '网格长')).toEqual([['twoNames'], ['twoNames']]);
    expect(beside('陈大文', '13600000001', '大沥镇', '财务')).toEqual([['conflict'], ['conflict']]);
  });

  it('without headings, or without people, is refused', () => {
    const refusal = (lines: string[][]): string => {
      try {
        return String(read(lines).length);
      } catch (error) {
        return (error as Problem).kind.code;
      }
    };
    expect(
      refusal([
        ['单位', '角色'],
        ['沥苑社区', '网格员'],
      ]),
    ).toBe('STAFF_NO_HEADINGS');
    expect(refusal([HEAD])).toBe('STAFF_EMPTY');
  });
});

describe('the name of an office', () => {
  const codeOf = (text: string, town?: string): string | undefined => offices.find(text, town)?.name;
  it.each([
    ['南海区', '南海区'],
    ['桂城街道', '桂城街道'],
    ['桂城街道办事处', '桂城街道'],
    ['大沥镇人民政府', '大沥镇'],
    ['南海区大沥镇', '大沥镇'],
    [LIYUAN.code, LIYUAN.name],
    ['沥苑社区', LIYUAN.name],
    ['大沥镇沥苑社区居委会', LIYUAN.name],
    ['沥苑社区第一网格', '第一网格'],
    ['沥苑社区3号网格', LIYUAN.name],
  ])('%s means %s', (text, name) => {
    expect(codeOf(text)).toBe(name);
  });

  it('that two towns have is told apart by the town beside it', () => {
    const names = new Map<string, NamedUnit[]>();
    for (const unit of UNITS.filter(({ level }) => level === 'community'))
      names.set(unit.name, [...(names.get(unit.name) ?? []), unit]);
    const twins = [...names.values()].find(({ length }) => length > 1)!;
    const town = UNITS.find(({ path }) => path === `${twins[1]!.path.split('/').slice(0, 3).join('/')}/`)!;
    expect(offices.find(twins[0]!.name)).toBeUndefined();
    expect(offices.find(twins[0]!.name, town.name)).toBe(twins[1]);
  });
});

describe('the word for a role', () => {
  it.each([
    ['网格员', 'community', ['grid_worker'], true],
    ['兼职网格员', 'community', ['grid_worker'], true],
    ['书记兼主任', 'community', ['community_secretary', 'community_director'], true],
    ['社区（村）书记、主任', 'community', ['community_secretary', 'community_director'], true],
    ['村务监督委员会主任', 'community', ['supervision_committee'], true],
    ['会计/出纳', 'town', ['finance_clerk'], true],
    ['经办', 'town', ['town_officer'], true],
    ['经办人', 'district', ['district_officer'], true],
    ['town_officer', 'town', ['town_officer'], true],
    ['Finance clerk', 'town', ['finance_clerk'], true],
    ['副主任', 'community', [], false],
    ['志愿者', 'community', [], false],
    ['', 'community', [], false],
  ])('%s at the level %s is %j', (text, level, roles, isWhole) => {
    expect(rolesNamed(text, level)).toEqual({ roles, isWhole });
  });
});
