import { Injectable } from '@nestjs/common';
import { Deadlines, Jobs, type Tx } from '#libs/platform';
import {
  CLAIMING_DUE,
  CLAIM_EXPIRY,
  CLAIM_EXPIRY_NEAR,
  COLD_WISH_DUE,
  CONFIRMATION_DUE,
  FIRST_CONTACT_DUE,
  PROMISE_DUE,
  PROMISE_NEAR,
  PUBLICATION_DUE,
  URGENT_VERIFICATION_DUE,
  VERIFICATION_DUE,
  VISIT_DUE,
} from '../wishes.deadlines.js';
import type { Urgency } from './wish-codes.js';

/** Starts and stops deadlines in the transaction of the step that causes it. */
@Injectable()
export class WishDeadlines {
  constructor(
    private readonly deadlines: Deadlines,
    private readonly jobs: Jobs,
  ) {}

  async waitForVerification(tx: Tx, wishIds: string[], urgency: Urgency): Promise<void> {
    const dueAt = await this.deadlines.dueAt(tx, urgency === 'urgent' ? URGENT_VERIFICATION_DUE : VERIFICATION_DUE);
    await this.jobs.schedule(tx, ...wishIds.map((subjectId) => ({ kind: VERIFICATION_DUE.name, subjectId, dueAt })));
  }

  async waitForPublication(tx: Tx, wishId: string): Promise<void> {
    await this.jobs.cancel(tx, wishId);
    await this.jobs.schedule(tx, {
      kind: PUBLICATION_DUE.name,
      subjectId: wishId,
      dueAt: await this.deadlines.dueAt(tx, PUBLICATION_DUE),
    });
  }

  async waitForClaim(tx: Tx, wishId: string): Promise<void> {
    await this.jobs.cancel(tx, wishId);
    const [cold, unclaimed] = await this.deadlines.dueTimes(tx, COLD_WISH_DUE, CLAIMING_DUE);
    await this.jobs.schedule(
      tx,
      { kind: COLD_WISH_DUE.name, subjectId: wishId, dueAt: cold },
      { kind: CLAIMING_DUE.name, subjectId: wishId, dueAt: unclaimed },
    );
  }

  async waitForConfirmation(tx: Tx, wishId: string): Promise<void> {
    const [confirmation, visit] = await this.deadlines.dueTimes(tx, CONFIRMATION_DUE, VISIT_DUE);
    const wait = visit.getTime() - (await tx.now()).getTime();
    await this.jobs.schedule(
      tx,
      { kind: CONFIRMATION_DUE.name, subjectId: wishId, dueAt: confirmation },
      { kind: VISIT_DUE.name, subjectId: wishId, dueAt: new Date(confirmation.getTime() + wait) },
    );
  }

  async stopAll(tx: Tx, wishIds: string | string[]): Promise<void> {
    await this.jobs.cancel(tx, wishIds);
  }

  async startClaim(tx: Tx, claimId: string, promisedAt: Date): Promise<void> {
    const [firstContact, expiryNear, expiry] = await this.deadlines.dueTimes(
      tx,
      FIRST_CONTACT_DUE,
      CLAIM_EXPIRY_NEAR,
      CLAIM_EXPIRY,
    );
    await this.jobs.schedule(
      tx,
      { kind: FIRST_CONTACT_DUE.name, subjectId: claimId, dueAt: firstContact },
      { kind: CLAIM_EXPIRY_NEAR.name, subjectId: claimId, dueAt: expiryNear },
      { kind: CLAIM_EXPIRY.name, subjectId: claimId, dueAt: expiry },
    );
    await this.promise(tx, claimId, promisedAt);
  }

  /** Schedules the reminders before and at the promised time. A new promise replaces the old one. */
  async promise(tx: Tx, claimId: string, promisedAt: Date): Promise<void> {
    await this.jobs.cancel(tx, claimId, [PROMISE_NEAR.name, PROMISE_DUE.name]);
    const now = (await tx.now()).getTime();
    const ahead = (await this.deadlines.dueAt(tx, PROMISE_NEAR)).getTime() - now;
    const soon = new Date(promisedAt.getTime() - ahead);
    await this.jobs.schedule(
      tx,
      ...(soon.getTime() > now ? [{ kind: PROMISE_NEAR.name, subjectId: claimId, dueAt: soon }] : []),
      { kind: PROMISE_DUE.name, subjectId: claimId, dueAt: promisedAt },
    );
  }

  /** A begun claim no longer expires for lack of contact; the deadlines of its promise stay. */
  async claimBegun(tx: Tx, claimId: string): Promise<void> {
    await this.jobs.cancel(tx, claimId, [FIRST_CONTACT_DUE.name, CLAIM_EXPIRY_NEAR.name, CLAIM_EXPIRY.name]);
  }

  async endClaims(tx: Tx, claimIds: string[]): Promise<void> {
    await this.jobs.cancel(tx, claimIds);
  }
}
