/** What is compared when two wishes are compared: letters and digits only, in one width and case. */
export const normaliseNeed = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** From here on two needs are likely the same. */
export const LIKELY = 0.4;

/** How much of what is asked each of the others says, 0 to 1: the words that both have, each weighing more the fewer of the others
 *  have it, over those that are asked and over those of the shorter of the two. So two words find a long wish, and a long wish
 *  finds a short one. Pure. */
export function likenesses(asked: ReadonlySet<string>, others: readonly ReadonlySet<string>[]): number[] {
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
