import { Injectable } from '@nestjs/common';
import { PersonsConcerned, Transactions, FieldEncryption, type Actor } from '#libs/platform';
import { Access } from '#libs/identity';
import { OwnQuestion, QuestionNotFound } from '../wish/wish.errors.js';
import { QuestionAnswered } from '../wishes.events.js';
import { QUESTION_ANSWER } from '../wishes.permissions.js';
import { QuestionStore, type QuestionRef } from './question-store.js';
import { assertNoPersonalData } from './question-text.js';

/** Staff of the wish's unit answer a volunteer's question. An answer stands; for more, the volunteer asks another question. */
@Injectable()
export class AnswerQuestion {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly store: QuestionStore,
    private readonly persons: PersonsConcerned,
    private readonly encryption: FieldEncryption,
  ) {}

  /** People do not answer their own question. Details of the persons concerned never pass. The status of the question alone
   *  decides, since it lapses in the transaction in which the wish is no longer open. Throws QUESTION_NOT_FOUND,
   *  OWN_QUESTION, QUESTION_STATE, QUESTION_PERSONAL_DATA. */
  async execute(actor: Actor, ref: QuestionRef, answer: string): Promise<{ id: string; status: 'answered' }> {
    return this.transactions.command(actor, async (tx) => {
      const question = await this.store.load(tx, ref);
      this.access.require(actor, QUESTION_ANSWER, question.unitPath, QuestionNotFound);
      if (question.askedBy === actor.personId) throw OwnQuestion();
      this.store.assertOpen(question);
      assertNoPersonalData(answer, await this.persons.merged(tx, [question.wishId]), actor.locale);
      const key = await this.encryption.keyOf(tx, question.wishId);
      await this.store.end(tx, question, {
        as: 'answered',
        actorId: actor.personId,
        event: QuestionAnswered,
        set: { answer: key.encrypt('wish_question.answer', question.id, answer), answeredBy: actor.personId },
      });
      return { id: question.id, status: 'answered' };
    });
  }
}
