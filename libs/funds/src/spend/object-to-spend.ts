import { Injectable } from '@nestjs/common';
import { Jobs, Transactions, FieldEncryption, isDuplicateOf, newId, type Actor, type Row } from '#libs/platform';
import { Notices } from './notices.js';
import { SpendObjection } from './spend-objection.entity.js';
import { SpendSteps } from './spend-steps.js';
import { SpendStore } from './spend-store.js';
import { NotInNotice, ObjectionMade, ObjectionNotFound, SpendRequestNotFound } from './spend.errors.js';
import { ObjectionAnswered, SpendObjected } from '../funds.events.js';
import { OBJECTION_ANSWER_DUE } from '../funds.deadlines.js';

/** During the public notice of a decision, anybody in the community may object. The notice stops until the supervision
 *  committee has answered. An upheld objection ends the request and releases the money that it holds. */
@Injectable()
export class ObjectToSpend {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: SpendSteps,
    private readonly store: SpendStore,
    private readonly notices: Notices,
    private readonly encryption: FieldEncryption,
    private readonly jobs: Jobs,
  ) {}

  /** Each person may object once. People of other communities get SPEND_REQUEST_NOT_FOUND. Throws SPEND_REQUEST_NOT_FOUND,
   *  NOT_IN_NOTICE, OBJECTION_MADE. */
  async object(actor: Actor, requestId: string, text: string): Promise<{ id: string }> {
    const id = newId();
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.load(tx, requestId);
      const isOfTheCommunity = actor.grants.some(
        ({ path }) => path.startsWith(request.unitPath) || request.unitPath.startsWith(path),
      );
      if (!isOfTheCommunity) throw SpendRequestNotFound();
      const hangsOut = request.noticeUntil !== null || request.noticeLeft !== null;
      if (!hangsOut || (request.noticeUntil && request.noticeUntil <= (await tx.now()))) throw NotInNotice();
      try {
        await tx.insert(SpendObjection, {
          id,
          spendRequestId: requestId,
          text: this.encryption.encrypt('spend_objection.text', id, text),
          raisedBy: actor.personId,
          raisedAt: await tx.now(),
        });
      } catch (error) {
        throw isDuplicateOf(error, 'uq_objection_person') ? ObjectionMade() : error;
      }
      await this.notices.stop(tx, request);
      await this.store.waitFor(tx, requestId, OBJECTION_ANSWER_DUE);
      // The event does not name the objector, because the people concerned read the timeline.
      await this.store.record(tx, SpendObjected.with({ objectionId: id }), request, null);
      return { id };
    });
  }

  /** The supervision committee answers an objection. Throws OBJECTION_NOT_FOUND, FORBIDDEN, OWN_OBJECTION,
   *  OBJECTION_ANSWERED, FOUR_EYES. */
  async answer(
    actor: Actor,
    objectionId: string,
    input: { answer: string; isUpheld: boolean },
  ): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const found = await tx.row<{ spendRequestId: string }>(
        'SELECT spend_request_id FROM spend_objection WHERE id = ?',
        [objectionId],
      );
      if (!found) throw ObjectionNotFound();
      const request = await this.store.loadTied(tx, found.spendRequestId);
      const objection = await tx.row<Row<SpendObjection, 'raisedBy' | 'answeredAt'>>(
        'SELECT raised_by, answered_at FROM spend_objection WHERE id = ? FOR UPDATE',
        [objectionId],
      );
      const refusal = this.steps.answerRefusal(objection!, request, actor);
      if (refusal) throw refusal;
      await this.store.registerParticipation(tx, request.id, actor.personId, 'answer');
      await tx.execute(
        'UPDATE spend_objection SET answer = ?, is_upheld = ?, answered_by = ?, answered_at = ? WHERE id = ?',
        [
          (await this.store.said(tx, request, input.answer)).slice(0, 500),
          input.isUpheld,
          actor.personId,
          await tx.now(),
          objectionId,
        ],
      );
      await this.store.record(tx, ObjectionAnswered.with({ isUpheld: input.isUpheld }), request, actor.personId);
      const open = await tx.row('SELECT 1 FROM spend_objection WHERE spend_request_id = ? AND answered_at IS NULL', [
        request.id,
      ]);
      if (!open) await this.jobs.cancel(tx, request.id, [OBJECTION_ANSWER_DUE.name]);
      // The notice is not stopped: the request has ended, by another objection or by its secretary.
      if (!request.noticeLeft) return { id: objectionId };
      if (input.isUpheld) await this.store.end(tx, request, actor.personId, input.answer);
      else if (!open) await this.notices.postNotice(tx, request, request.noticeLeft);
      return { id: objectionId };
    });
  }
}
