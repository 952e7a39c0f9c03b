import { describe, expect, it } from 'vitest';
import { rowReasons } from './row-reasons.js';

const explain = (doubts: readonly string[]): string[] => doubts.map((doubt) => `<${doubt}>`);

describe('the reasons of a row', () => {
  it('name the repeated row, and its sheet if it is another one', () => {
    const row = { sheet: '10月', doubts: ['duplicate'], sameAs: { sheet: '10月', row: 3 } };
    expect(rowReasons(row, explain, 'zh')).toEqual(['与第 3 行重复']);
    expect(rowReasons({ ...row, sheet: '11月' }, explain, 'zh')).toEqual(['与工作表“10月”第 3 行重复']);
    expect(rowReasons({ ...row, sheet: '11月' }, explain, 'en')).toEqual(['is the same as row 3 of “10月”']);
  });

  it('are the texts of its kind otherwise', () => {
    expect(rowReasons({ sheet: 'S', doubts: ['name', 'phone'] }, explain, 'zh')).toEqual(['<name>', '<phone>']);
  });
});
