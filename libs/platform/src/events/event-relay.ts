import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../database/transactions.js';
import { JobRegistry } from '../jobs/job-registry.js';
import { Jobs, type NewJob } from '../jobs/jobs.js';
import type { EventChain } from './event-chain.entity.js';
import { chainHash, type ChainedEvent } from './event-chain.js';
import type { Row } from '../database/rows.js';

const BATCH = 200;

/** Appends committed events to the hash chain and creates one job per listener for each of them, in one transaction. The
 *  head row is the lease: a second worker skips it and comes back later. */
@Injectable()
export class EventRelay {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: JobRegistry,
    private readonly jobs: Jobs,
  ) {}

  /** Returns how many events were appended; 0 means that none are left, or that another worker holds the head row. */
  async seal(): Promise<number> {
    const waiting = await this.transactions.row('SELECT 1 FROM event WHERE seq IS NULL LIMIT 1');
    return waiting ? this.transactions.run((tx) => this.sealBatch(tx)) : 0;
  }

  private async sealBatch(tx: Tx): Promise<number> {
    const head = await tx.row<Row<EventChain, 'lastSeq' | 'lastHash'>>(
      'SELECT last_seq, last_hash FROM event_chain WHERE id = 1 FOR UPDATE SKIP LOCKED',
    );
    if (!head) return 0;
    const events = await tx.rows<ChainedEvent & { rowNo: number }>(
      `SELECT row_no, id, name, unit_id, subject_id, actor_id, visibility, data, occurred_at
       FROM event WHERE seq IS NULL ORDER BY row_no LIMIT ${BATCH}`,
    );
    if (events.length === 0) return 0;
    let { lastSeq, lastHash } = head;
    const now = await tx.now();
    const jobs: NewJob[] = [];
    for (const event of events) {
      lastSeq += 1;
      lastHash = chainHash(lastHash, lastSeq, event);
      await tx.execute('UPDATE event SET seq = ?, hash = ? WHERE row_no = ?', [lastSeq, lastHash, event.rowNo]);
      for (const kind of this.registry.kindsFor(event.name)) jobs.push({ kind, subjectId: event.id, dueAt: now });
    }
    await this.jobs.schedule(tx, ...jobs);
    await tx.execute('UPDATE event_chain SET last_seq = ?, last_hash = ? WHERE id = 1', [lastSeq, lastHash]);
    return events.length;
  }
}
