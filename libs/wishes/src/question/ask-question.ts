import { Injectable } from '@nestjs/common';
import { Deadlines, Events, Jobs, Transactions, FieldEncryption, newId, type Actor } from '#libs/platform';
import { QuestionLimit, QuestionPending, WishState } from '../wish/wish.errors.js';
import { WISH_STATUS_WORDS } from '../wish/wish.lifecycle.js';
import { WishSight } from '../wish/wish-sight.js';
import { WishStore } from '../wish/wish-store.js';
import { QUESTION_ANSWER_DUE } from '../wishes.deadlines.js';
import { QuestionAsked } from '../wishes.events.js';
import { assertNoPersonalData } from './question-text.js';
import { WishQuestion } from './wish-question.entity.js';

/** Questions of one volunteer about one wish, whatever became of them. */
export const MOST_QUESTIONS = 3;

/** A volunteer asks the grid about an open wish before claiming it. */
@Injectable()
export class AskQuestion {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: WishStore,
    private readonly wishSight: WishSight,
    private readonly encryption: FieldEncryption,
    private readonly deadlines: Deadlines,
    private readonly jobs: Jobs,
    private readonly events: Events,
  ) {}

  /** Asks one question; the volunteer must be able to see the wish among those to claim. The limit on open claims and
   *  licences do not matter yet. Personal data is looked for without the details of the wish's person: a refusal must not
   *  tell whether a name was guessed right. Locks the wish, so that no question is asked while the wish is claimed or ends.
   *  Throws WISH_NOT_FOUND, WISH_STATE, QUESTION_PERSONAL_DATA, QUESTION_PENDING, QUESTION_LIMIT. */
  async execute(actor: Actor, wishId: string, question: string): Promise<{ id: string; status: 'open' }> {
    return this.transactions.command(actor, async (tx) => {
      const wish = await this.store.load(tx, wishId, 'FOR UPDATE');
      await this.wishSight.requireReach(tx, actor, wish);
      if (wish.status !== 'open') throw WishState({ state: WISH_STATUS_WORDS[wish.status] });
      assertNoPersonalData(question, { known: {}, isMinor: false }, actor.locale);
      const asked = await tx.row<{ total: number; pending: number }>(
        `SELECT COUNT(*) AS total, COUNT(open_asker) AS pending FROM wish_question WHERE wish_id = ? AND asked_by = ?`,
        [wishId, actor.personId],
      );
      const total = Number(asked?.total);
      if (Number(asked?.pending) > 0) throw QuestionPending();
      if (total >= MOST_QUESTIONS) throw QuestionLimit({ most: MOST_QUESTIONS });

      const id = newId();
      const key = await this.encryption.keyOf(tx, wishId);
      await tx.insert(WishQuestion, {
        id,
        wishId,
        askedBy: actor.personId,
        questionNo: total + 1,
        status: 'open',
        question: key.encrypt('wish_question.question', id, question),
        askedAt: await tx.now(),
      });
      const dueAt = await this.deadlines.dueAt(tx, QUESTION_ANSWER_DUE);
      await this.jobs.schedule(tx, { kind: QUESTION_ANSWER_DUE.name, subjectId: id, dueAt });
      await this.events.record(
        tx,
        QuestionAsked({ unitId: wish.unitId, subjectId: wishId, actorId: actor.personId, data: { questionId: id } }),
      );
      return { id, status: 'open' };
    });
  }
}
