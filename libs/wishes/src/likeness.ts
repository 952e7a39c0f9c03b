/** What is compared when two wishes are compared: letters and digits only, in one width and case. */
export const normaliseNeed = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const bigrams = (text: string): Set<string> => {
  const letters = [...normaliseNeed(text)];
  return new Set(letters.slice(1).map((letter, at) => letters[at]! + letter));
};

/** How alike two needs are: shared pairs of neighbouring characters over all pairs, 0 to 1. */
export function likeness(one: string, other: string): number {
  const a = bigrams(one);
  const b = bigrams(other);
  if (a.size === 0 || b.size === 0) return normaliseNeed(one) === normaliseNeed(other) ? 1 : 0;
  let shared = 0;
  for (const pair of a) if (b.has(pair)) shared += 1;
  return shared / (a.size + b.size - shared);
}
