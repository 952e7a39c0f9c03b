import { describe, expect, it } from 'vitest';
import { parseSheets, toWorkbook } from '#libs/platform';
import { UnitNames } from '#libs/identity';
import { DEFAULT_SKILLS, SkillWords } from '../skills/skill-list.js';
import { readRoster, type RosterRow } from './read-roster.js';

const unit = (code: string, name: string, level: string, path: string) => ({ id: code, code, name, level, path });
const units = new UnitNames([
  unit('D', '南海区', 'district', '/D/'),
  unit('A', '大沥镇', 'town', '/D/A/'),
  unit('A1', '沥苑社区居委会', 'community', '/D/A/A1/'),
  unit('A2', '沥南社区居委会', 'community', '/D/A/A2/'),
]);
const words = new SkillWords(DEFAULT_SKILLS);
const HEADINGS = ['序号', '姓 名', '手机号码', '居住社区', '所在党支部', '党小组', '工作单位', '特长', '备注'];
const read = async (
  lines: (string | number | null)[][],
  headings = HEADINGS,
  home: string | null = null,
): Promise<RosterRow[]> =>
  readRoster(
    await parseSheets(
      await toWorkbook(
        '名册',
        headings,
        lines,
        headings.map(() => 12),
      ),
      'r.xlsx',
    ),
    { units, words, home },
  ).rows;

describe('a roster of party members', () => {
  it.each([
    ['服务对象姓名', '服务对象电话'],
    ['帮扶对象姓名', '帮扶对象手机'],
    ['联系人', '联系人手机'],
    ['小组长', '小组长手机'],
  ])('enrols nobody else’s person or telephone: %s, %s', async (name, phone) => {
    const rows = await read(
      [['陈大文', '13600000001', '李子梅', '13600000099', '沥苑']],
      ['姓名', '手机号码', name, phone, '居住社区'],
    );
    expect(rows.map(({ values }) => [values.name, values.phone])).toEqual([['陈大文', '13600000001']]);
    const [unknown] = await read(
      [['陈大文', '', '李子梅', '13600000099', '沥苑']],
      ['姓名', '手机号码', name, phone, '居住社区'],
    );
    expect(unknown).toMatchObject({ doubts: ['phone'], values: { phone: null } });
  });

  it('is read as it is kept', async () => {
    const [row] = await read([
      [1, '陈 志愿', 13900000001, '沥苑', '沥苑第一党支部', '第三 党小组', '区教育局', '电工、剪头发', null],
    ]);
    expect(row).toEqual({
      sheet: '名册',
      row: 2,
      doubts: [],
      values: {
        name: '陈志愿',
        phone: '13900000001',
        unitCode: 'A1',
        partyGroup: '第三党小组',
        partyBranch: '沥苑第一党支部',
        workUnit: '区教育局',
        skills: ['electrical', 'haircut'],
      },
      unknownSkills: [],
      typed: {},
    });
  });

  it('tells what is in doubt, and guesses nothing', async () => {
    const rows = await read([
      [1, '李四', '1390000000', '沥苑', null, null, null, null, null],
      [2, null, '13900000002', '沥苑', null, null, null, null, null],
      [3, '王五', '13900000003', '花果山', null, null, null, null, null],
      [4, '王五', '13900000004', null, null, null, null, '跳伞 电工', null],
      [5, '座机', '0757-81234567', '沥苑', null, null, null, null, null],
      [6, '陈六', '139 0000 0003', '沥南社区', null, null, null, null, null],
      [null, null, null, null, null, null, null, null, '填表人：张三'],
    ]);
    expect(rows.map(({ doubts }) => doubts)).toEqual([['phone'], ['name'], ['unit'], ['unit'], ['phone'], ['twice']]);
    expect(rows[0]!.typed).toEqual({ phone: '1390000000' });
    expect(rows[2]!.typed).toEqual({ unit: '花果山' });
    expect([rows[3]!.values.skills, rows[3]!.unknownSkills]).toEqual([['electrical'], ['跳伞']]);
  });

  it('means the community that sends it where none is named', async () => {
    const rows = await read([['陈志愿', '13900000001']], ['姓名', '联系电话'], 'A2');
    expect(rows[0]!.values.unitCode).toBe('A2');
  });

  it('needs a name and a telephone in its headings', async () => {
    await expect(read([['a', 'b']], ['姓名', '特长'])).rejects.toThrow('ROSTER_NO_HEADINGS');
  });
});
