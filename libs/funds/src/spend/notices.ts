import { Injectable } from '@nestjs/common';
import { Deadlines, HandlesJob, Jobs, dueAfter, remainder, type DueJob, type Duration, type Tx } from '#libs/platform';
import { SpendStore, type SpendRequest } from './spend-store.js';
import { SpendApproved } from '../funds.events.js';
import { ACCEPTANCE_DUE, NOTICE_ENDS } from '../funds.deadlines.js';

/** The public notice of a decision. Its time stops while an objection is open. */
@Injectable()
export class Notices {
  constructor(
    private readonly store: SpendStore,
    private readonly jobs: Jobs,
    private readonly deadlines: Deadlines,
  ) {}

  /** Starts or resumes the public notice; it ends after `length`. */
  async postNotice(tx: Tx, request: SpendRequest, length: Duration): Promise<void> {
    const now = await tx.now();
    const noticeUntil = dueAfter(now, length, await this.deadlines.workdays(tx));
    await tx.execute(
      'UPDATE spend_request SET notice_from = COALESCE(notice_from, ?), notice_until = ?, notice_left = NULL WHERE id = ?',
      [now, noticeUntil, request.id],
    );
    await this.jobs.schedule(tx, { kind: NOTICE_ENDS, subjectId: request.id, dueAt: noticeUntil });
  }

  async stop(tx: Tx, request: SpendRequest): Promise<void> {
    if (!request.noticeUntil || !request.notice) return;
    const left = remainder(await tx.now(), request.noticeUntil, request.notice.unit, await this.deadlines.workdays(tx));
    await this.store.set(tx, request, { noticeUntil: null, noticeLeft: JSON.stringify(left) });
    await this.jobs.cancel(tx, request.id, [NOTICE_ENDS]);
  }

  /** The job at the end of a notice without open objections: approves the request. */
  @HandlesJob(NOTICE_ENDS)
  async end(tx: Tx, { subjectId }: DueJob): Promise<void> {
    const request = await this.store.load(tx, subjectId);
    if (!request.noticeUntil || request.noticeUntil > (await tx.now()) || request.status !== 'on_notice') return;
    await this.store.set(tx, request, { status: 'approved' });
    await this.store.waitFor(tx, request.id, ACCEPTANCE_DUE);
    await this.store.record(
      tx,
      SpendApproved.with({ amountFen: request.amountFen, year: request.year }),
      request,
      null,
    );
  }
}
