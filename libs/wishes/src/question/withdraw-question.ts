import { Injectable } from '@nestjs/common';
import { Transactions, type Actor } from '#libs/platform';
import { QuestionNotFound } from '../wish/wish.errors.js';
import { QuestionWithdrawn } from '../wishes.events.js';
import { QuestionStore, type QuestionRef } from './question-store.js';

/** The asker withdraws an unanswered question. It still counts among the questions about the wish. */
@Injectable()
export class WithdrawQuestion {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: QuestionStore,
  ) {}

  /** Throws QUESTION_NOT_FOUND, QUESTION_STATE. */
  async execute(actor: Actor, ref: QuestionRef): Promise<{ id: string; status: 'withdrawn' }> {
    return this.transactions.command(actor, async (tx) => {
      const question = await this.store.load(tx, ref);
      if (question.askedBy !== actor.personId) throw QuestionNotFound();
      this.store.assertOpen(question);
      await this.store.end(tx, question, { as: 'withdrawn', actorId: actor.personId, event: QuestionWithdrawn });
      return { id: question.id, status: 'withdrawn' };
    });
  }
}
