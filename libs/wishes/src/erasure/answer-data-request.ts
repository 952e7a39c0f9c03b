import { Injectable } from '@nestjs/common';
import {
  HandlesJob,
  InvalidInput,
  Jobs,
  OnEvent,
  PersonsConcerned,
  Transactions,
  defineJob,
  given,
  sayIn,
  type Actor,
  type DueJob,
  type RecordedEvent,
  type Tx,
} from '#libs/platform';
import { DataRequestStore, type DataRequest } from './data-request-store.js';
import { EraseWishes } from './erase-wishes.js';
import { ErasureScope } from './erasure-scope.js';
import type { RequestStatus } from './data-request-codes.js';
import {
  DataRequestAccepted,
  DataRequestRefused,
  DataRequestWithdrawn,
  PersonErased,
  WishCancelled,
  WishConfirmed,
  WishMerged,
  WishRejected,
  WishTransferred,
} from '../wishes.events.js';

/** Checks every day whether an accepted erasure can be carried out. */
export const ERASE_PERSON = defineJob('dataRequest.erase', 'bulk');
const DAY_MS = 86_400_000;

/** The office answers: a second person accepts an erasure; any request may be refused with a reason. */
@Injectable()
export class AnswerDataRequest {
  constructor(
    private readonly transactions: Transactions,
    private readonly requests: DataRequestStore,
    private readonly scope: ErasureScope,
    private readonly eraseWishes: EraseWishes,
    private readonly persons: PersonsConcerned,
    private readonly jobs: Jobs,
  ) {}

  /** Accepts an erasure that an independent person opened. Erases at once if no wish of the person delays it; otherwise
   *  within a day after that changes. Throws DATA_REQUEST_NOT_FOUND, FORBIDDEN, DATA_REQUEST_STATE, OTHER_PERSON_NEEDED,
   *  DATA_REQUEST_NOT_INDEPENDENT. */
  async accept(actor: Actor, requestId: string): Promise<{ id: string; status: RequestStatus }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.requests.loadFor('accept', tx, actor, requestId);
      await this.requests.moveTo(tx, request, 'accepted', { actorId: actor.personId });
      await this.requests.record(tx, request, DataRequestAccepted, actor.personId);
      const isDone = await this.eraseIfDue(tx, { ...request, status: 'accepted' });
      if (!isDone) await this.lookAgain(tx, requestId);
      return { id: requestId, status: isDone ? 'done' : 'accepted' };
    });
  }

  /** Throws DATA_REQUEST_NOT_FOUND, FORBIDDEN, DATA_REQUEST_STATE, and OTHER_PERSON_NEEDED if the actor opened the erasure. */
  async refuse(actor: Actor, requestId: string, reason: string): Promise<{ id: string; status: RequestStatus }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.requests.loadFor('refuse', tx, actor, requestId);
      const told = await this.persons.mask(tx, [request.wishId], reason);
      await this.requests.moveTo(tx, request, 'refused', { actorId: actor.personId, reason: told });
      await this.requests.record(tx, request, DataRequestRefused.with({ reason: told }), actor.personId);
      return { id: requestId, status: 'refused' };
    });
  }

  /** Withdraws a request that the person takes back or that was opened by mistake. Before the answer only its opener may do
   *  so; after acceptance only somebody independent of the person who accepted it, with a reason. Throws
   *  DATA_REQUEST_NOT_FOUND, FORBIDDEN, DATA_REQUEST_STATE, OPENER_WITHDRAWS, OTHER_PERSON_NEEDED, DATA_REQUEST_NOT_INDEPENDENT,
   *  INVALID_INPUT. */
  async withdraw(
    actor: Actor,
    requestId: string,
    reason: string | undefined,
  ): Promise<{ id: string; status: RequestStatus }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.requests.loadFor('withdraw', tx, actor, requestId);
      if (request.status === 'accepted' && !reason) {
        const missing = sayIn(actor.locale)('请写明撤回理由', 'is required to withdraw an accepted request');
        throw InvalidInput({ faults: [{ field: 'reason', reason: missing }] });
      }
      const told = reason && (await this.persons.mask(tx, [request.wishId], reason));
      await this.requests.moveTo(tx, request, 'withdrawn', { actorId: null, reason: told });
      await this.jobs.cancel(tx, requestId);
      await this.requests.record(tx, request, DataRequestWithdrawn.with(given({ reason: told })), actor.personId);
      return { id: requestId, status: 'withdrawn' };
    });
  }

  /** The job: tries an accepted erasure, and again a day later while a wish delays it. */
  @HandlesJob(ERASE_PERSON)
  async eraseWhenDue(tx: Tx, { subjectId: requestId }: DueJob): Promise<void> {
    const request = await this.requests.find(tx, requestId);
    if (request?.status === 'accepted' && !(await this.eraseIfDue(tx, request))) await this.lookAgain(tx, requestId);
  }

  /** Tries an accepted erasure as soon as a wish of the person has ended. */
  @OnEvent([WishConfirmed, WishRejected, WishTransferred, WishMerged, WishCancelled], { name: 'wishes.erasure' })
  async wishEnded(tx: Tx, { subjectId }: Pick<RecordedEvent, 'subjectId'>): Promise<void> {
    const waiting = await tx.row<{ id: string }>(
      `SELECT d.id FROM wish w JOIN data_request d ON d.pending_erasure = w.beneficiary_id AND d.status = 'accepted' WHERE w.id = ?`,
      [subjectId],
    );
    if (waiting) await this.jobs.schedule(tx, { kind: ERASE_PERSON, subjectId: waiting.id, dueAt: await tx.now() });
  }

  private async lookAgain(tx: Tx, requestId: string): Promise<void> {
    const dueAt = new Date((await tx.now()).getTime() + DAY_MS);
    await this.jobs.schedule(tx, { kind: ERASE_PERSON, subjectId: requestId, dueAt });
  }

  /** Returns false while a wish delays the erasure. Drafts are cancelled and erased with it. */
  private async eraseIfDue(tx: Tx, request: DataRequest): Promise<boolean> {
    const { wishIds, openWishes } = await this.scope.of(tx, request.beneficiaryId, 'FOR UPDATE');
    if (openWishes.length > 0) return false;
    await this.eraseWishes.endDrafts(tx, wishIds);
    // Recorded before the erasure: masking the recorded texts needs the details of the person.
    await this.requests.moveTo(tx, request, 'done', { actorId: null });
    await this.requests.record(tx, request, PersonErased, null);
    await this.eraseWishes.erase(tx, wishIds, 'asked');
    return true;
  }
}
