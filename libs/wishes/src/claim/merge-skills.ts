import { Injectable } from '@nestjs/common';
import {
  HandlesLongJob,
  Jobs,
  OnEvent,
  Transactions,
  defineJob,
  type DueJob,
  type RecordedEvent,
  type Tx,
} from '#libs/platform';
import { SkillMerged, Skills } from '#libs/volunteers';
import { WISH_STATUSES } from '../wish/wish.lifecycle.js';

export const MERGE_WISHES = defineJob('wishes.mergeSkills', 'bulk');

const AT_ONCE = 500;

/** Updates wishes when skills are merged. */
@Injectable()
export class MergeSkills {
  constructor(
    private readonly transactions: Transactions,
    private readonly skills: Skills,
    private readonly jobs: Jobs,
  ) {}

  @OnEvent([SkillMerged], { name: 'wishes.skills' })
  async said(tx: Tx, { unitId }: Pick<RecordedEvent, 'unitId'>): Promise<void> {
    await this.jobs.schedule(tx, { kind: MERGE_WISHES, subjectId: unitId, dueAt: await tx.now() });
  }

  /** May restart at any time. Names all statuses so that the query can use an index. */
  @HandlesLongJob(MERGE_WISHES)
  async run(_: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const { merged } = await this.skills.current();
    for (const [from, into] of Object.entries(merged))
      for (let changed = AT_ONCE; changed === AT_ONCE;) {
        changed = await this.transactions.run((tx) =>
          tx.execute('UPDATE wish SET skill = ? WHERE status IN (?) AND skill = ? LIMIT ?', [
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
