import { Injectable } from '@nestjs/common';
import { Jobs, Transactions, defineJob, type DueJob, type RecordedEvent, type Tx } from '#libs/platform';
import { Strengths } from '#libs/volunteers';
import { WISH_STATUSES } from './wish.lifecycle.js';

export const MERGE_WISHES = defineJob('wishes.mergeStrengths', 'bulk');

const AT_ONCE = 500;

/** Updates wishes when skills are merged. */
@Injectable()
export class MergeStrengths {
  constructor(
    private readonly transactions: Transactions,
    private readonly strengths: Strengths,
    private readonly jobs: Jobs,
  ) {}

  async said(tx: Tx, { unitId }: Pick<RecordedEvent, 'unitId'>): Promise<void> {
    await this.jobs.schedule(tx, { kind: MERGE_WISHES, subjectId: unitId, dueAt: await tx.now() });
  }

  /** May restart at any time. Names all statuses so that the query can use an index. */
  async run(_: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const { merged } = await this.strengths.current();
    for (const [from, into] of Object.entries(merged))
      for (let changed = AT_ONCE; changed === AT_ONCE;) {
        changed = await this.transactions.run((tx) =>
          tx.execute('UPDATE wish SET strength = ? WHERE status IN (?) AND strength = ? LIMIT ?', [
            into,
            WISH_STATUSES,
            from,
            AT_ONCE,
          ]),
        );
        await keepAlive();
      }
  }
}
