import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIMILAR, similarities } from './similarity.js';
import { loadTokenizer } from './need-tokenizer.js';

/** What fifty residents of a town wish for, each in other words. */
const needs = [
  ...new Set(
    (
      JSON.parse(
        readFileSync(new URL('../../../../test/fixtures/wishes-dali-420.truth.json', import.meta.url), 'utf8'),
      ) as {
        rows: { text: string }[];
      }
    ).rows.flatMap(({ text }) => (text ? [text] : [])),
  ),
];
const tokenize = await loadTokenizer();
const others = needs.map(tokenize);
const found = (asked: string): string[] =>
  similarities(tokenize(asked), others)
    .flatMap((similarity, at) => (similarity >= SIMILAR ? [{ similarity, need: needs[at]! }] : []))
    .toSorted((a, b) => b.similarity - a.similarity)
    .map(({ need }) => need);

describe('similar needs', () => {
  it.each([
    ['扶手', '卫生间地面滑，想装两个扶手'],
    ['厕所滑，想装扶手', '卫生间地面滑，想装两个扶手'],
    ['吊扇坏了', '家里的吊扇坏了很久，想请人帮忙换一台新的'],
    ['轮椅刹车不灵了', '旧轮椅刹车失灵，希望换一台轻便一点的轮椅'],
    ['孩子想要台灯写作业', '想要一张书桌和一盏护眼台灯给女儿写作业'],
    ['晚上路灯坏了很黑', '企业员工宿舍门口的路灯坏了，女工夜班回来害怕'],
    ['教老人用手机视频', '想学会用手机和在外打工的儿子视频'],
  ])('are ranked: %s finds %s first', (asked, need) => expect(found(asked)[0]).toBe(need));

  it('are recognised in other words, with any text between them', () => {
    const alike = (one: string, other: string): number => similarities(tokenize(one), [tokenize(other)])[0]!;
    expect(alike('家里的吊扇坏了，想换一台新的', '家里吊扇坏了，想请人换一台新的')).toBeGreaterThan(0.5);
    expect(alike('家里的吊扇坏了，想换一台新的', '孩子数学跟不上，想找人辅导')).toBeLessThan(0.2);
    expect(alike('想理发', '想理发！')).toBe(1);
  });

  it('are not those with only common wishing words or the same people', () => {
    for (const asked of ['想请人帮忙', '老人希望有人上门', '水龙头漏水', '想学跳伞']) expect(found(asked)).toEqual([]);
  });

  it('are rarely confused when they are about different things', () => {
    expect(needs.map((need) => found(need)[0])).toEqual(needs);
    // A hint that a person reads: of 2,450 pairs two may be wrong, so that few that are right are missed.
    const wrong = needs.flatMap((need) => found(need).slice(1));
    expect(wrong.length).toBeLessThanOrEqual(2);
  });

  it('have a similarity from 0 to 1', () => {
    const words = fc
      .uniqueArray(fc.constantFrom('扶手', '台灯', '电扇', '窗纱', '夜灯'), { maxLength: 5 })
      .map((all) => new Set(all));
    fc.assert(
      fc.property(words, fc.array(words, { maxLength: 8 }), (asked, all) => {
        similarities(asked, all).forEach((similarity, at) => {
          expect(similarity).toBeGreaterThanOrEqual(0);
          expect(similarity).toBeLessThanOrEqual(1 + 1e-9);
          expect(similarity > 0).toBe([...asked].some((word) => all[at]!.has(word)));
        });
      }),
    );
  });
});
