import { Injectable } from '@nestjs/common';
import { Clocks, Jobs, defineClock, defineJob, type Tx } from '#libs/platform';

/** The clocks of a wish and its claims, as jobs. Reminders are told by notifications; `claim.expire` acts by itself. */
export const WISH_JOBS = {
  verify: defineClock('wish.verify'),
  publish: defineClock('wish.publish'),
  cold: defineJob('wish.cold', 'deadline'),
  unclaimed: defineClock('wish.unclaimed'),
  confirm: defineJob('wish.confirm', 'deadline'),
  visit: defineClock('wish.visit'),
  claimNotBegun: defineJob('claim.notBegun', 'deadline'),
  claimExpiring: defineJob('claim.expiring', 'deadline'),
  claimExpire: defineJob('claim.expire', 'deadline'),
  claimDueSoon: defineJob('claim.dueSoon', 'deadline'),
  claimDuePassed: defineClock('claim.duePassed'),
} as const;

/** Starts and stops the clocks in the transaction that gives them their cause or takes it away. */
@Injectable()
export class WishClocks {
  constructor(
    private readonly clocks: Clocks,
    private readonly jobs: Jobs,
  ) {}

  async waitForVerification(tx: Tx, wishIds: string[], urgency: 'normal' | 'urgent'): Promise<void> {
    const dueAt = await this.clocks.dueAt(tx, urgency === 'urgent' ? 'wish.verifyUrgent' : 'wish.verify');
    await this.jobs.schedule(tx, ...wishIds.map((subjectId) => ({ kind: WISH_JOBS.verify, subjectId, dueAt })));
  }

  async waitForPublication(tx: Tx, wishId: string): Promise<void> {
    await this.jobs.cancel(tx, wishId);
    await this.jobs.schedule(tx, {
      kind: WISH_JOBS.publish,
      subjectId: wishId,
      dueAt: await this.clocks.dueAt(tx, 'wish.publish'),
    });
  }

  async waitForClaim(tx: Tx, wishId: string): Promise<void> {
    await this.jobs.cancel(tx, wishId);
    const due = await this.clocks.dueTimes(tx, 'wish.cold', 'wish.unclaimed');
    await this.jobs.schedule(
      tx,
      { kind: WISH_JOBS.cold, subjectId: wishId, dueAt: due['wish.cold'] },
      { kind: WISH_JOBS.unclaimed, subjectId: wishId, dueAt: due['wish.unclaimed'] },
    );
  }

  async waitForConfirmation(tx: Tx, wishId: string): Promise<void> {
    const due = await this.clocks.dueTimes(tx, 'wish.confirm', 'wish.visit');
    const wait = due['wish.visit'].getTime() - (await tx.now()).getTime();
    await this.jobs.schedule(
      tx,
      { kind: WISH_JOBS.confirm, subjectId: wishId, dueAt: due['wish.confirm'] },
      { kind: WISH_JOBS.visit, subjectId: wishId, dueAt: new Date(due['wish.confirm'].getTime() + wait) },
    );
  }

  async stopAll(tx: Tx, wishIds: string | string[]): Promise<void> {
    await this.jobs.cancel(tx, wishIds);
  }

  async startClaim(tx: Tx, claimId: string, promisedAt: Date): Promise<void> {
    const due = await this.clocks.dueTimes(tx, 'claim.notBegun', 'claim.expiring', 'claim.expire');
    await this.jobs.schedule(
      tx,
      { kind: WISH_JOBS.claimNotBegun, subjectId: claimId, dueAt: due['claim.notBegun'] },
      { kind: WISH_JOBS.claimExpiring, subjectId: claimId, dueAt: due['claim.expiring'] },
      { kind: WISH_JOBS.claimExpire, subjectId: claimId, dueAt: due['claim.expire'] },
    );
    await this.promise(tx, claimId, promisedAt);
  }

  /** It is promised by a time: near it and after it somebody is told. A new promise takes the place of the old. */
  async promise(tx: Tx, claimId: string, promisedAt: Date): Promise<void> {
    await this.jobs.cancel(tx, claimId, [WISH_JOBS.claimDueSoon, WISH_JOBS.claimDuePassed]);
    const now = (await tx.now()).getTime();
    const ahead = (await this.clocks.dueAt(tx, 'claim.dueSoon')).getTime() - now;
    const soon = new Date(promisedAt.getTime() - ahead);
    await this.jobs.schedule(
      tx,
      ...(soon.getTime() > now ? [{ kind: WISH_JOBS.claimDueSoon, subjectId: claimId, dueAt: soon }] : []),
      { kind: WISH_JOBS.claimDuePassed, subjectId: claimId, dueAt: promisedAt },
    );
  }

  /** Begun: it no longer expires for want of contact; what was promised still counts. */
  async claimBegun(tx: Tx, claimId: string): Promise<void> {
    await this.jobs.cancel(tx, claimId, [WISH_JOBS.claimNotBegun, WISH_JOBS.claimExpiring, WISH_JOBS.claimExpire]);
  }

  async endClaims(tx: Tx, claimIds: string[]): Promise<void> {
    await this.jobs.cancel(tx, claimIds);
  }
}
