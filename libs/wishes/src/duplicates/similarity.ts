/** Normalises a need for comparison: letters and digits only, in one width and case. */
export const normaliseNeed = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Two needs with at least this similarity are likely duplicates. */
export const SIMILAR = 0.4;

/** IDF-weighted overlap (0–1) of the words of `asked` with each of the others; a word weighs more if fewer of the others
 *  contain it. Divides the weight of the shared words by the mean of two weights: that of `asked`, and that of the lighter
 *  of the pair. So two words find a long wish, and a long wish finds a short one. Pure. */
export function similarities(asked: ReadonlySet<string>, others: readonly ReadonlySet<string>[]): number[] {
  const having = new Map<string, number>();
  for (const words of others) for (const word of words) having.set(word, (having.get(word) ?? 0) + 1);
  const weight = (words: Iterable<string>): number => {
    let sum = 0;
    for (const word of words) sum += Math.log(1 + (others.length + 1) / (1 + (having.get(word) ?? 0)));
    return sum;
  };
  const all = weight(asked);
  return others.map((words) => {
    const shared = weight([...asked].filter((word) => words.has(word)));
    return shared === 0 ? 0 : shared / ((all + Math.min(all, weight(words))) / 2);
  });
}
