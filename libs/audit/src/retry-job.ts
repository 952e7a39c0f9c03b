import { Injectable } from '@nestjs/common';
import { Events, Transactions, problem, requeueJob, type Actor } from '#libs/platform';
import { QUEUE_MANAGE, DistrictPolicies } from '#libs/identity';
import { JobRetried } from './audit.events.js';

export const FailedJobNotFound = problem('FAILED_JOB_NOT_FOUND', 404, {
  zh: '没有这个失败的任务，或已重新排队。',
  en: 'There is no such failed job, or it is already queued again.',
});

/** Queues a permanently failed job again, after a person has looked at its cause. */
@Injectable()
export class RetryJob {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: DistrictPolicies,
    private readonly events: Events,
  ) {}

  /** Throws FAILED_JOB_NOT_FOUND. */
  async execute(actor: Actor, jobId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      // Jobs belong to no unit, so the actor needs the permission for the whole district.
      const { id: unitId } = await this.district.require(tx, actor, QUEUE_MANAGE, FailedJobNotFound);
      if (!(await requeueJob(tx, jobId))) throw FailedJobNotFound();
      await this.events.record(tx, JobRetried({ unitId, subjectId: jobId, actorId: actor.personId, data: {} }));
      return { id: jobId };
    });
  }
}
