import { createHash } from 'node:crypto';
import type { Reader } from '../database/transactions.js';
import type { Event } from './event.entity.js';
import type { EventChain } from './event-chain.entity.js';
import type { Row } from '../database/rows.js';

export type ChainedEvent = Row<
  Event,
  'id' | 'name' | 'unitId' | 'subjectId' | 'actorId' | 'visibility' | 'data' | 'occurredAt'
>;

export const CHAIN_START = Buffer.alloc(32);

/** SHA-256 over the previous hash, the sequence number and every column of the event. */
export function chainHash(previous: Buffer, seq: number, event: ChainedEvent): Buffer {
  const body = JSON.stringify([
    seq,
    event.id,
    event.name,
    event.unitId,
    event.subjectId,
    event.actorId,
    event.visibility,
    event.data,
    event.occurredAt.toISOString(),
  ]);
  return createHash('sha256').update(previous).update(body).digest();
}

const STEP = 5_000;

/** Verifies the whole chain and reports at most twenty faults: an altered event, a removed one, a broken link, or a chain
 *  that ends before its recorded head. Returns how many events it checked. */
export async function verifyEventChain(reader: Reader): Promise<{ checked: number; faults: string[] }> {
  const faults: string[] = [];
  const head = await reader.row<Row<EventChain, 'lastSeq' | 'lastHash'>>(
    'SELECT last_seq, last_hash FROM event_chain WHERE id = 1',
  );
  let previous: Buffer = CHAIN_START;
  let seq = 0;
  let checked = 0;
  for (;;) {
    const rows = await reader.rows<ChainedEvent & { seq: number; hash: Buffer }>(
      `SELECT seq, hash, id, name, unit_id, subject_id, actor_id, visibility, data, occurred_at
       FROM event WHERE seq > ? ORDER BY seq LIMIT ${STEP}`,
      [seq],
    );
    for (const row of rows) {
      if (faults.length >= 20) return { checked, faults };
      if (row.seq !== seq + 1) faults.push(`events ${seq + 1} to ${row.seq - 1} are missing`);
      else if (!chainHash(previous, row.seq, row).equals(row.hash))
        faults.push(`event ${row.seq} (${row.name}) was altered`);
      previous = row.hash;
      seq = row.seq;
      checked += 1;
    }
    if (rows.length < STEP) break;
  }
  if (head && (head.lastSeq !== seq || !head.lastHash.equals(previous))) {
    faults.push(`the chain ends at ${seq}, but ${head.lastSeq} events were sealed`);
  }
  return { checked, faults };
}
