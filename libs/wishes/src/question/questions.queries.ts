import { Injectable } from '@nestjs/common';
import { OwnDataPart, Transactions, FieldEncryption, withKey, type Actor, type Reader } from '#libs/platform';
import { Access, People } from '#libs/identity';
import { WishNotFound } from '../wish/wish.errors.js';
import { WishSight, type SightFacts } from '../wish/wish-sight.js';
import { QUESTION_ANSWER } from '../wishes.permissions.js';
import { MOST_QUESTIONS } from './ask-question.js';
import type { QuestionStatus } from './question-codes.js';
import type { QuestionItem, QuestionStepName, QuestionsResponse } from './questions.dto.js';

interface Row {
  id: string;
  status: QuestionStatus;
  askedBy: string;
  answeredBy: string | null;
  question: Buffer | null;
  answer: Buffer | null;
  askedAt: Date;
  endedAt: Date | null;
}
const TEXTS = `${withKey('q.question', 'q.wish_id')} AS question, ${withKey('q.answer', 'q.wish_id')} AS answer`;
const MOST_ROWS = 200;

/** Questions and answers as people may read them. */
@Injectable()
export class QuestionsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly people: People,
    private readonly encryption: FieldEncryption,
    private readonly wishSight: WishSight,
  ) {}

  /** Staff of the wish's units see all questions about it, others their own. Throws WISH_NOT_FOUND. */
  async ofWish(actor: Actor, wishId: string): Promise<QuestionsResponse> {
    const wish = await this.transactions.row<SightFacts>(
      'SELECT id, status, unit_path, beneficiary_id, opened_at, shown_to FROM wish WHERE id = ?',
      [wishId],
    );
    if (!wish) throw WishNotFound();
    const { isStaff, isShown } = await this.wishSight.of(this.transactions, actor, wish);
    const rows = await this.transactions.rows<Row>(
      `SELECT q.id, q.status, q.asked_by, q.answered_by, ${TEXTS}, q.asked_at, q.ended_at FROM wish_question q
       WHERE q.wish_id = ?${isStaff ? '' : ' AND q.asked_by = ?'} ORDER BY q.id DESC LIMIT ${MOST_ROWS}`,
      isStaff ? [wishId] : [wishId, actor.personId],
    );
    const people = isStaff
      ? rows.flatMap(({ askedBy, answeredBy }) => [askedBy, ...(answeredBy ? [answeredBy] : [])])
      : [];
    const names = await this.people.names(this.transactions, people);
    const mayAnswer = this.access.may(actor, QUESTION_ANSWER, wish.unitPath);
    const own = rows.filter(({ askedBy }) => askedBy === actor.personId);
    return {
      items: rows.map(({ askedBy, answeredBy, question, answer, ...row }): QuestionItem => {
        const isOwn = askedBy === actor.personId;
        const step: QuestionStepName | undefined = isOwn ? 'withdraw' : mayAnswer ? 'answer' : undefined;
        return {
          ...row,
          ...this.texts({ id: row.id, question, answer }),
          askedByName: names.get(askedBy) ?? null,
          answeredByName: (answeredBy && names.get(answeredBy)) ?? null,
          allowedSteps: row.status === 'open' && step ? [step] : [],
        };
      }),
      mayAsk:
        wish.status === 'open' &&
        own.length < MOST_QUESTIONS &&
        own.every(({ status }) => status !== 'open') &&
        (isShown || (await this.wishSight.isInReach(this.transactions, actor, wish, new Date()))),
    };
  }

  /** What a person has asked, and the answers; for the copy of their own data. */
  @OwnDataPart('questions')
  async ofPerson(reader: Reader, personId: string): Promise<unknown> {
    const rows = await reader.rows<Row & { wish: string }>(
      `SELECT q.id, w.code AS wish, q.status, ${TEXTS}, q.asked_at, q.ended_at FROM wish_question q JOIN wish w ON w.id = q.wish_id
       WHERE q.asked_by = ? ORDER BY q.id`,
      [personId],
    );
    return rows.map(({ id, question, answer, ...row }) => ({
      ...row,
      ...this.texts({ id, question, answer }),
    }));
  }

  private texts({ id, question, answer }: Pick<Row, 'id' | 'question' | 'answer'>) {
    return {
      question: this.encryption.decryptForDisplayOrNull('wish_question.question', id, question),
      answer: this.encryption.decryptForDisplayOrNull('wish_question.answer', id, answer),
    };
  }
}
