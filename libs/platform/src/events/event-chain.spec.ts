import { describe, expect, it } from 'vitest';
import type { Reader } from '../database/transactions.js';
import { CHAIN_START, chainHash, verifyEventChain, type ChainedEvent } from './event-chain.js';

const event = (no: number): ChainedEvent => ({
  id: `0199d0d4-bc2b-70ab-b602-${String(no).padStart(12, '0')}`,
  name: 'WishClaimed',
  unitId: 'unit',
  subjectId: `wish ${no}`,
  actorId: no % 2 === 0 ? null : 'person',
  visibility: 'public',
  data: '{"place":1}',
  occurredAt: new Date(no * 1_000),
});
type Row = ChainedEvent & { seq: number; hash: Buffer };

function chainOf(length: number): Row[] {
  let previous: Buffer = CHAIN_START;
  return Array.from({ length }, (_, at) => {
    const hash = chainHash(previous, at + 1, event(at + 1));
    previous = hash;
    return { ...event(at + 1), seq: at + 1, hash };
  });
}

/** The two tables as they are read: the head, and rows in order. */
const database = (rows: Row[], head = rows.at(-1)): Reader => ({
  row: (async () => head && { lastSeq: head.seq, lastHash: head.hash }) as Reader['row'],
  rows: (async (_: string, values: unknown[]) =>
    rows.filter(({ seq }) => seq > Number(values[0])).slice(0, 5_000)) as Reader['rows'],
});

describe('the hash of an event', () => {
  it('changes with any part of the event, its position or the previous hash', () => {
    const right = chainHash(CHAIN_START, 1, event(1));
    const changes: Partial<ChainedEvent>[] = [
      { id: 'other' },
      { name: 'WishClosed' },
      { unitId: 'elsewhere' },
      { subjectId: 'another wish' },
      { actorId: null },
      { visibility: 'internal' },
      { data: '{"place":2}' },
      { occurredAt: new Date(1_001) },
    ];
    expect(changes).toHaveLength(Object.keys(event(1)).length);
    const others = [
      ...changes.map((change) => chainHash(CHAIN_START, 1, { ...event(1), ...change })),
      chainHash(CHAIN_START, 2, event(1)),
      chainHash(right, 1, event(1)),
    ].map((hash) => hash.toString('hex'));
    expect(new Set([right.toString('hex'), ...others]).size).toBe(others.length + 1);
  });

  it('separates columns unambiguously', () => {
    const parts = (name: string, unitId: string): string =>
      chainHash(CHAIN_START, 1, { ...event(1), name, unitId }).toString('hex');
    expect(parts('a","b', 'c')).not.toBe(parts('a', 'b","c'));
    expect(parts('ab', 'c')).not.toBe(parts('a', 'bc'));
  });
});

describe('the chain of events', () => {
  const rows = chainOf(12);
  const faultsOf = async (...from: Parameters<typeof database>): Promise<string[]> =>
    (await verifyEventChain(database(...from))).faults;

  it('is intact without changes, also when it is empty or longer than one batch', async () => {
    expect(await verifyEventChain(database(rows))).toEqual({ checked: 12, faults: [] });
    expect(await verifyEventChain(database([]))).toEqual({ checked: 0, faults: [] });
    expect(await verifyEventChain(database(chainOf(5_001)))).toEqual({ checked: 5_001, faults: [] });
  });

  it('reports the altered event, and no other', async () => {
    expect(await faultsOf(rows.with(4, { ...rows[4]!, data: '{}' }))).toEqual(['event 5 (WishClaimed) was altered']);
  });

  it('reports events removed from the middle and from the end', async () => {
    expect(await faultsOf(rows.toSpliced(4, 2))).toContain('events 5 to 6 are missing');
    expect(await faultsOf(rows.slice(0, 10), rows.at(-1))).toEqual(['the chain ends at 10, but 12 events were sealed']);
  });

  it('detects an altered event even if it and all later ones were hashed again', async () => {
    const forged = chainOf(12).map((row, at) => (at === 4 ? { ...row, actorId: 'somebody else' } : row));
    let previous: Buffer = forged[3]!.hash;
    for (const row of forged.slice(4)) previous = row.hash = chainHash(previous, row.seq, row);
    expect(await faultsOf(forged, rows.at(-1))).toEqual(['the chain ends at 12, but 12 events were sealed']);
  });

  it('reports at most twenty places', async () => {
    expect(await faultsOf(chainOf(100).map((row) => ({ ...row, name: 'Other' })))).toHaveLength(20);
  });
});
