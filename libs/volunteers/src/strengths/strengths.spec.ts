import { describe, expect, it } from 'vitest';
import { parseSheets, toWorkbook } from '#libs/platform';
import { FIRST_STRENGTHS, StrengthWords, faultsOf, merge, strengthsOf } from './strength-list.js';
import { mergeStrengthRows, strengthsWorkbook } from './strengths-sheet.js';
import { parse } from './strengths.parser.js';

const first = FIRST_STRENGTHS;
const codes = (list: typeof first): string[] => strengthsOf(list).map(({ code }) => code);
const rows = async (lines: (string | null)[][], headings = ['大类', '特长', '英文', '同义词', '停用']) => {
  const widths = headings.map(() => 12);
  const file = await toWorkbook('特长', headings, lines, widths);
  return parse(await parseSheets(file, 'strengths.xlsx')).rows;
};

describe('the list of skills', () => {
  it('has one meaning for each word in the default', () => {
    expect(faultsOf(first.branches, first, 'zh')).toEqual([]);
    expect(codes(first)).toHaveLength(24);
  });

  it('is searched by code, name and synonym, in any spelling', () => {
    const words = new StrengthWords(first);
    expect(['electrical', '电工', 'Electrical  Work', '持证电工', '剪 头发'].map((word) => words.find(word))).toEqual([
      'electrical',
      'electrical',
      'electrical',
      'electrical',
      'haircut',
    ]);
    expect(words.find('跳伞')).toBeUndefined();
  });

  it('merges two skills into one that is found by the words of both', () => {
    const once = merge(first, 'electronics', 'appliances');
    expect(codes(once)).not.toContain('electronics');
    expect(new StrengthWords(once).find('电脑维修')).toBe('appliances');
    const twice = merge(once, 'appliances', 'electrical');
    expect(twice.merged).toEqual({ electronics: 'electrical', appliances: 'electrical' });
    expect(new StrengthWords(twice).find('electronics')).toBe('electrical');
    expect(faultsOf(twice.branches, once, 'zh')).toHaveLength(1);
    expect(faultsOf(twice.branches, twice, 'zh')).toEqual([]);
  });

  it('loses no skill, and gives no word two meanings', () => {
    const [repairs, ...others] = structuredClone(first.branches);
    const less = [{ ...repairs!, strengths: repairs!.strengths.slice(1) }, ...others];
    expect(faultsOf(less, first, 'zh').map(({ reason }) => reason)).toEqual(['“电工”不能删除，可停用或合并']);
    repairs!.strengths[0]!.synonyms.push('木匠');
    repairs!.strengths[1]!.code = 'masonry';
    const fields = faultsOf([repairs!, ...others], first, 'en').map(({ field }) => field);
    expect(fields).toContain('branches.0.strengths.6.synonyms');
    expect(fields).toContain('branches.0.strengths.5.code');
    const revived = merge(first, 'locks', 'fitting');
    expect(faultsOf(first.branches, revived, 'en').map(({ field }) => field)).toContain('branches.0.strengths.7.code');
  });

  it('is unchanged after export and import as a spreadsheet', async () => {
    const file = await strengthsWorkbook(first);
    expect(mergeStrengthRows(parse(await parseSheets(file, 'strengths.xlsx')).rows, first, 'zh')).toEqual(
      first.branches,
    );
  });

  it('takes new and changed rows from a spreadsheet, and keeps the rest', async () => {
    const branches = mergeStrengthRows(
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
    const repairs = branches[0]!.strengths;
    expect(repairs[0]).toEqual({
      code: 'electrical',
      zh: '电工',
      en: 'electrician',
      synonyms: ['电路', '强电'],
      isRetired: false,
    });
    expect(repairs.at(-1)).toMatchObject({ code: 'air_conditioner_clea', zh: '空调清洗' });
    expect(branches.at(-1)).toMatchObject({ zh: '园艺', strengths: [{ code: 'pruning' }] });
    expect(strengthsOf({ branches }).find(({ code }) => code === 'photography')?.isRetired).toBe(true);
    expect(strengthsOf({ branches })).toHaveLength(26);
    expect(faultsOf(branches, first, 'zh')).toEqual([]);
  });

  it('refuses a spreadsheet with incomplete rows, by row number', async () => {
    const bad = await rows([['维修安装', '空调清洗', null, null, null]]);
    expect(() => mergeStrengthRows(bad, first, 'zh')).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ faults: [{ field: '第 2 行', reason: '缺少：英文' }] }),
      }),
    );
    await expect(rows([['a', 'b']], ['x', 'y'])).rejects.toThrow('STRENGTHS_NO_HEADINGS');
  });
});
