import { describe, expect, it } from 'vitest';
import { parseSheets, toWorkbook } from '#libs/platform';
import { DEFAULT_SKILLS, SkillWords, faultsOf, merge, skillsOf } from './skill-list.js';
import { mergeSkillRows, skillsWorkbook } from './skills-sheet.js';
import { parse } from './skills.parser.js';

const first = DEFAULT_SKILLS;
const codes = (list: typeof first): string[] => skillsOf(list).map(({ code }) => code);
const rows = async (lines: (string | null)[][], headings = ['大类', '特长', '英文', '同义词', '停用']) => {
  const widths = headings.map(() => 12);
  const file = await toWorkbook('特长', headings, lines, widths);
  return parse(await parseSheets(file, 'skills.xlsx')).rows;
};

describe('the list of skills', () => {
  it('that a district begins with has no two meanings for a word', () => {
    expect(faultsOf(first.categories, first, 'zh')).toEqual([]);
    expect(codes(first)).toHaveLength(24);
  });

  it('is found by code, name and synonym, however it is written', () => {
    const words = new SkillWords(first);
    expect(['electrical', '电工', 'Electrical  Work', '持证电工', '剪 头发'].map((word) => words.find(word))).toEqual([
      'electrical',
      'electrical',
      'electrical',
      'electrical',
      'haircut',
    ]);
    expect(words.find('跳伞')).toBeUndefined();
  });

  it('merges two into one that is found by the words of both', () => {
    const once = merge(first, 'electronics', 'appliances');
    expect(codes(once)).not.toContain('electronics');
    expect(new SkillWords(once).find('电脑维修')).toBe('appliances');
    const twice = merge(once, 'appliances', 'electrical');
    expect(twice.merged).toEqual({ electronics: 'electrical', appliances: 'electrical' });
    expect(new SkillWords(twice).find('electronics')).toBe('electrical');
    expect(faultsOf(twice.categories, once, 'zh')).toHaveLength(1);
    expect(faultsOf(twice.categories, twice, 'zh')).toEqual([]);
  });

  it('loses nothing, and gives no word two meanings', () => {
    const [repairs, ...others] = structuredClone(first.categories);
    const less = [{ ...repairs!, skills: repairs!.skills.slice(1) }, ...others];
    expect(faultsOf(less, first, 'zh').map(({ reason }) => reason)).toEqual(['“电工”不能删除，可停用或合并']);
    repairs!.skills[0]!.synonyms.push('木匠');
    repairs!.skills[1]!.code = 'masonry';
    const fields = faultsOf([repairs!, ...others], first, 'en').map(({ field }) => field);
    expect(fields).toContain('categories.0.skills.6.synonyms');
    expect(fields).toContain('categories.0.skills.5.code');
    const revived = merge(first, 'locks', 'fitting');
    expect(faultsOf(first.categories, revived, 'en').map(({ field }) => field)).toContain('categories.0.skills.7.code');
  });

  it('goes through a spreadsheet and comes back as it was', async () => {
    const file = await skillsWorkbook(first);
    expect(mergeSkillRows(parse(await parseSheets(file, 'skills.xlsx')).rows, first, 'zh')).toEqual(
      first.categories,
    );
  });

  it('takes from a spreadsheet what is new and what has changed, and keeps the rest', async () => {
    const categories = mergeSkillRows(
      await rows([
        ['维修安装', '电工', 'electrician', '电路、强电', null],
        ['维修安装', '空调清洗', 'air conditioner cleaning', '洗空调', null],
        ['园艺', '修剪花木', 'pruning', null, null],
        [null, null, null, null, null],
        ['文体活动', '摄影', 'photography', null, '是'],
      ]),
      first,
      'zh',
    );
    const repairs = categories[0]!.skills;
    expect(repairs[0]).toEqual({
      code: 'electrical',
      zh: '电工',
      en: 'electrician',
      synonyms: ['电路', '强电'],
      isRetired: false,
    });
    expect(repairs.at(-1)).toMatchObject({ code: 'air_conditioner_clea', zh: '空调清洗' });
    expect(categories.at(-1)).toMatchObject({ zh: '园艺', skills: [{ code: 'pruning' }] });
    expect(skillsOf({ categories }).find(({ code }) => code === 'photography')?.isRetired).toBe(true);
    expect(skillsOf({ categories })).toHaveLength(26);
    expect(faultsOf(categories, first, 'zh')).toEqual([]);
  });

  it('refuses a spreadsheet with rows that say too little, by their numbers', async () => {
    const bad = await rows([['维修安装', '空调清洗', null, null, null]]);
    expect(() => mergeSkillRows(bad, first, 'zh')).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ faults: [{ field: '第 2 行', reason: '缺少：英文' }] }),
      }),
    );
    await expect(rows([['a', 'b']], ['x', 'y'])).rejects.toThrow('SKILLS_NO_HEADINGS');
  });
});
