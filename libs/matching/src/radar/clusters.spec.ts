import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clustersOf, type SaidWish } from './clusters.js';

const said = (prefix: string, count: number, words: string[], communities = 2): SaidWish[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `${prefix}${at}`,
    communityPath: `/D/T/C${at % communities}/`,
    words,
  }));

describe('clusters of common needs', () => {
  it('are found by their words, the largest first, with the number of communities', () => {
    const wishes = [
      ...said('rail', 14, ['扶手', '卫生间'], 3),
      ...said('lamp', 6, ['台灯'], 2),
      ...said('rare', 3, ['古筝']),
      ...said('other', 60, []),
    ];
    expect(clustersOf(wishes).map(({ words, wishIds, communities }) => [words, wishIds.length, communities])).toEqual([
      [['卫生间', '扶手'], 14, 3],
      [['台灯'], 6, 2],
    ]);
  });

  it('are not built on common words', () => {
    expect(
      clustersOf([...said('a', 50, ['老人']), ...said('b', 5, ['老人', '电扇'])]).map(({ words }) => words),
    ).toEqual([['电扇']]);
  });

  it('contain each wish at most once', () => {
    const word = fc.constantFrom('扶手', '台灯', '电扇', '窗纱', '夜灯', '门铃');
    const wishes = fc
      .array(fc.uniqueArray(word, { maxLength: 4 }), { maxLength: 120 })
      .map((all) => all.map((words, at) => ({ id: `w${at}`, communityPath: `/D/T/C${at % 5}/`, words })));
    fc.assert(
      fc.property(wishes, (all) => {
        const found = clustersOf(all);
        const ids = found.flatMap(({ wishIds }) => wishIds);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { words, wishIds } of found)
          for (const id of wishIds) expect(all.find((wish) => wish.id === id)!.words).toContain(words[0]);
        expect(found.every(({ wishIds }) => wishIds.length >= 4)).toBe(true);
      }),
    );
  });
});
