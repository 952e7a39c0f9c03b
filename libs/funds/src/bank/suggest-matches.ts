import type { EntryKind } from './bank-codes.js';

/** A movement on the account without a matching book entry. */
export interface OpenLine {
  id: string;
  bookedOn: string;
  amountFen: number;
  counterparty: string;
  account: string;
  summary: string;
  reference: string;
}

/** A book entry without a matching movement on the account. */
export interface OpenEntry {
  kind: EntryKind;
  id: string;
  unitId: string;
  bookedOn: string;
  /** Negative: outgoing. */
  amountFen: number;
  /** The payee, or the giver of an income. */
  party: string;
  /** The last digits of the payee's account, if known. */
  accountTail: string | null;
  /** Numbers of its documents. */
  papers: string[];
  purpose: string;
}

/** The signals that a movement and entries belong together. */
export const MATCH_SIGNALS = ['amount', 'sum', 'paper', 'party', 'account', 'day'] as const;
export type Signal = (typeof MATCH_SIGNALS)[number];

export interface Suggestion {
  lineId: string;
  entries: OpenEntry[];
  /** Whether the score is high and no other pair comes near it. */
  isSure: boolean;
  because: Signal[];
}

/** Banks book on the same day or some days later. An entry made by hand may follow the bank's booking. */
export const LATEST_DAYS = 45;
export const EARLIEST_DAYS = -20;
const SOON_DAYS = 5;
const DAY_MS = 86_400_000;
/** Entries that one movement pays together are booked within this number of days. */
const BATCH_DAYS = 10;
const MOST_IN_A_BATCH = 400;
const WEIGHTS: Record<Signal, number> = { amount: 40, sum: 30, paper: 40, party: 30, account: 20, day: 10 };
const SURE = 70;
/** A suggestion is unsure when the score of another candidate is closer than this. */
const LEAD = 15;
const SHORTEST_PAPER = 4;

/** Maximum number of candidates for a movement. */
const MOST_FOR_A_LINE = 20;

interface Candidate extends Omit<Suggestion, 'isSure'> {
  score: number;
  daysApart: number;
}

/** Entries that may share one movement, with the values to compare. */
interface Batch {
  entries: OpenEntry[];
  parties: string[];
  papers: string[];
}

/** Suggests which movement and which entries belong together: equal sums, rated by further signals. Each movement and entry
 *  occurs in at most one suggestion. Pure. */
export function suggestMatches(lines: OpenLine[], entries: OpenEntry[]): Suggestion[] {
  const bySum = groupBy([...entries.map((entry) => [entry]), ...batchesOf(entries)].map(toBatch), ({ entries: all }) =>
    all.reduce((sum, { amountFen }) => sum + amountFen, 0),
  );
  const candidates = lines.flatMap((line) => candidatesFor(line, bySum.get(line.amountFen) ?? [])).toSorted(bySkill);
  const rivals = new Map<string, Candidate[]>();
  for (const candidate of candidates)
    for (const side of sidesOf(candidate)) {
      const known = rivals.get(side);
      if (known) known.push(candidate);
      else rivals.set(side, [candidate]);
    }
  const taken = new Set<string>();
  const suggestions: Suggestion[] = [];
  for (const candidate of candidates) {
    const sides = sidesOf(candidate);
    if (sides.some((side) => taken.has(side))) continue;
    for (const side of sides) taken.add(side);
    const { lineId, entries: all, because, score } = candidate;
    const isRivalled = sides.some((side) =>
      rivals.get(side)!.some((other) => other !== candidate && other.score > score - LEAD),
    );
    suggestions.push({ lineId, entries: all, because, isSure: score >= SURE && !isRivalled });
  }
  return suggestions;
}

const bySkill = (a: Candidate, b: Candidate): number => b.score - a.score || a.daysApart - b.daysApart;

const sidesOf = ({ lineId, entries }: Candidate): string[] => [
  lineId,
  ...entries.map(({ kind, id }) => `${kind}|${id}`),
];

/** Entries of one party within some days, or all allotments or returns of a day. */
function batchesOf(entries: OpenEntry[]): OpenEntry[][] {
  const together = groupBy(entries, ({ kind, party, bookedOn }) =>
    kind === 'allotment' || kind === 'return' ? `${kind}|${bookedOn}` : `${kind}|${plain(party)}`,
  );
  return [...together.values()].filter(
    (group) => group.length > 1 && group.length <= MOST_IN_A_BATCH && spread(group) <= BATCH_DAYS,
  );
}

const toBatch = (entries: OpenEntry[]): Batch => ({
  entries,
  parties: entries.map(({ party }) => plain(party)),
  papers: entries
    .flatMap(({ papers }) => papers)
    .map(plain)
    .filter((no) => no.length >= SHORTEST_PAPER),
});

const spread = (group: OpenEntry[]): number => {
  const days = group.map(({ bookedOn }) => Date.parse(bookedOn));
  return (Math.max(...days) - Math.min(...days)) / DAY_MS;
};

function candidatesFor(line: OpenLine, batches: Batch[]): Candidate[] {
  const said = plain(`${line.summary}${line.reference}`);
  const counterparty = plain(line.counterparty);
  return batches
    .flatMap(({ entries, parties, papers }): Candidate[] => {
      const apart = entries.map(({ bookedOn }) => (Date.parse(line.bookedOn) - Date.parse(bookedOn)) / DAY_MS);
      if (apart.some((days) => days > LATEST_DAYS || days < EARLIEST_DAYS)) return [];
      const daysApart = Math.max(...apart.map(Math.abs));
      const holds: Record<Signal, boolean> = {
        amount: entries.length === 1,
        sum: entries.length > 1,
        paper: papers.some((no) => said.includes(no)),
        party: counterparty !== '' && parties.every((party) => isSameParty(counterparty, party)),
        account: entries.every(({ accountTail }) => accountTail !== null && line.account.endsWith(accountTail)),
        day: daysApart <= SOON_DAYS,
      };
      const because = MATCH_SIGNALS.filter((signal) => holds[signal]);
      const score = because.reduce((total, signal) => total + WEIGHTS[signal], 0);
      return [{ lineId: line.id, entries, because, score, daysApart }];
    })
    .toSorted(bySkill)
    .slice(0, MOST_FOR_A_LINE);
}

/** 佛山市利民五金有限公司 and 利民五金 are the same party; two characters are too few to decide. */
const isSameParty = (a: string, b: string): boolean =>
  a === b || (Math.min(a.length, b.length) >= 3 && (a.includes(b) || b.includes(a)));

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

function groupBy<T, K>(items: T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
