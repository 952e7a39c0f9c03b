/** A wish and its keywords. */
export interface SaidWish {
  id: string;
  communityPath: string;
  words: readonly string[];
}
/** Wishes with the same need. */
export interface NeedCluster {
  /** The most common keyword first. */
  words: string[];
  wishIds: string[];
  communities: number;
}

/** Minimum number of wishes in a cluster; fewer are a coincidence. */
const LEAST = 4;
/** A keyword in a larger share of the wishes is too general. */
const MOST_SHARE = 0.25;
/** Two keywords mean the same need when their wishes overlap at least this much (Jaccard index). */
const SAME = 0.5;
const MOST_WORDS = 3;
const MOST_CLUSTERS = 30;

/** Groups the wishes of a town by common needs, largest first; each wish belongs to at most one. Greedy by the most common
 *  keyword and deterministic. Pure. */
export function clustersOf(wishes: readonly SaidWish[]): NeedCluster[] {
  const byWord = new Map<string, Set<number>>();
  wishes.forEach(({ words }, at) => {
    for (const word of words) byWord.set(word, (byWord.get(word) ?? new Set()).add(at));
  });
  const most = Math.max(LEAST * 2, wishes.length * MOST_SHARE);
  const common = [...byWord]
    .filter(([, sharing]) => sharing.size >= LEAST && sharing.size <= most)
    .toSorted(([a, one], [b, other]) => other.size - one.size || (a < b ? -1 : 1));
  const found: { words: string[]; wishes: Set<number> }[] = [];
  const taken = new Set<number>();
  for (const [word, sharing] of common) {
    const same = found.find((cluster) => likeness(cluster.wishes, sharing) >= SAME);
    if (same) {
      if (same.words.length < MOST_WORDS) same.words.push(word);
      continue;
    }
    const free = [...sharing].filter((at) => !taken.has(at));
    if (free.length < LEAST) continue;
    found.push({ words: [word], wishes: new Set(free) });
    for (const at of free) taken.add(at);
  }
  return found
    .map(({ words, wishes: members }) => ({
      words,
      wishIds: [...members].map((at) => wishes[at]!.id),
      communities: new Set([...members].map((at) => wishes[at]!.communityPath)).size,
    }))
    .toSorted((a, b) => b.wishIds.length - a.wishIds.length || (a.words[0]! < b.words[0]! ? -1 : 1))
    .slice(0, MOST_CLUSTERS);
}

/** Jaccard index: size of the intersection divided by size of the union. */
function likeness(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  let shared = 0;
  for (const at of other) if (one.has(at)) shared += 1;
  return shared / (one.size + other.size - shared);
}
