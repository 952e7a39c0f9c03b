import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '#libs/platform';
import { UnitNames } from '#libs/identity';
import { layOut, layouts, typedPhone } from '../../../../test/support/sheets.js';
import { DEFAULT_SKILLS, SkillWords } from '../skills/skill-list.js';
import { readRoster } from './read-roster.js';

const PAIR: [string, string] = ['姓名', '手机号码'];
const OTHERS = ['序号', '居住社区', '党小组', '工作单位', '年龄', '备注'];
const NAMES = [
  '陈大文',
  '李 小明',
  '何丽',
  '欧阳志远',
  '阿依古丽·买买提',
  'Nguyễn Thị Hoa',
  '麦婷婷',
  '霍建国',
  '区少芬',
];
const SHEETS = Number(process.env.SHEETS ?? 300);

const unit = (code: string, name: string, level: string, path: string) => ({ id: code, code, name, level, path });
const context = {
  units: new UnitNames([
    unit('D', '南海区', 'district', '/D/'),
    unit('A', '大沥镇', 'town', '/D/A/'),
    unit('A1', '沥苑社区居委会', 'community', '/D/A/A1/'),
    unit('A2', '沥南社区居委会', 'community', '/D/A/A2/'),
  ]),
  words: new SkillWords(DEFAULT_SKILLS),
  home: 'A1',
};

describe('a roster', () => {
  it('is read right or asked about wherever its lists stand and however they are filled in', () => {
    const member = fc.record({ phone: typedPhone, place: fc.constantFrom('沥南', '沥南社区', '沥苑社区居委会', '') });
    fc.assert(
      fc.property(
        fc.uniqueArray(member, {
          minLength: 1,
          maxLength: NAMES.length,
          // The same number twice is a doubt of its own.
          comparator: (one, other) => one.phone.value !== undefined && one.phone.value === other.phone.value,
        }),
        layouts(PAIR, OTHERS),
        (members, layout) => {
          const lines = members.map(({ phone, place }, at): Record<string, Cell | undefined> => ({
            序号: { text: String(at + 1), number: at + 1 },
            姓名: { text: NAMES[at]! },
            手机号码: phone.cell,
            居住社区: place ? { text: place } : undefined,
            党小组: { text: '第一党小组' },
            工作单位: { text: '区教育局' },
            年龄: { text: '45', number: 45 },
            备注: at % 2 ? { text: '已核对 2 次' } : undefined,
          }));
          const { sheet, shown } = layOut(lines, layout, { pair: PAIR, sum: '年龄' });
          const { rows } = readRoster([sheet], context);
          const nameOf = (typed: string): string => (/\p{Script=Han}/u.test(typed) ? typed.replace(/ /g, '') : typed);
          expect(rows.map(({ values }) => values.name).toSorted()).toEqual(
            shown.map((line) => nameOf(line['姓名']!.text)).toSorted(),
          );
          for (const row of rows) {
            const at = NAMES.findIndex((name) => nameOf(name) === row.values.name);
            const { phone, place } = members[at]!;
            expect(row).toMatchObject({
              doubts: phone.value === undefined ? ['phone'] : [],
              values: { phone: phone.value ?? null, unitCode: place.startsWith('沥南') ? 'A2' : 'A1' },
            });
          }
        },
      ),
      { numRuns: SHEETS },
    );
  });
});
