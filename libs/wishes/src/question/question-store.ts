import { Injectable } from '@nestjs/common';
import { Events, Jobs, assignments, codedWords, type Changes, type EventType, type Row, type Tx } from '#libs/platform';
import type { Wish } from '../wish/wish.entity.js';
import { QuestionNotFound, QuestionState } from '../wish/wish.errors.js';
import type { LapseReason, QuestionStatus } from './question-codes.js';
import type { WishQuestion } from './wish-question.entity.js';
import { QuestionLapsed, QuestionWithdrawn, type OfQuestion } from '../wishes.events.js';

const STATUS_WORDS = codedWords<QuestionStatus>({
  open: { zh: '待答复', en: 'waiting for an answer' },
  answered: { zh: '已答复', en: 'answered' },
  withdrawn: { zh: '已收回', en: 'withdrawn' },
  lapsed: { zh: '已失效', en: 'lapsed' },
});

export type Question = Row<WishQuestion, 'id' | 'wishId' | 'status' | 'askedBy'> & Row<Wish, 'unitId' | 'unitPath'>;
export interface QuestionRef {
  wishId: string;
  questionId: string;
}

const SELECT = `SELECT q.id, q.wish_id, q.status, q.asked_by, w.unit_id, w.unit_path
  FROM wish_question q JOIN wish w ON w.id = q.wish_id`;

/** Loads questions about wishes, and ends them together with their deadline. */
@Injectable()
export class QuestionStore {
  constructor(
    private readonly jobs: Jobs,
    private readonly events: Events,
  ) {}

  /** Throws QUESTION_NOT_FOUND. */
  async load(tx: Tx, { wishId, questionId }: QuestionRef): Promise<Question> {
    const question = await tx.row<Question>(`${SELECT} WHERE q.id = ? AND q.wish_id = ?`, [questionId, wishId]);
    if (!question) throw QuestionNotFound();
    return question;
  }

  assertOpen({ status }: Question): void {
    if (status !== 'open') throw QuestionState({ state: STATUS_WORDS[status] });
  }

  /** Ends a question if it is still open; the conditional UPDATE decides. Throws QUESTION_STATE. */
  async end(
    tx: Tx,
    question: Question,
    by: {
      as: Exclude<QuestionStatus, 'open'>;
      actorId: string | null;
      event: EventType<OfQuestion>;
      set?: Changes<WishQuestion>;
    },
  ): Promise<void> {
    const set: Changes<WishQuestion> = { ...by.set, status: by.as };
    const ended = await tx.execute(
      `UPDATE wish_question SET ${assignments(Object.keys(set))}, ended_at = UTC_TIMESTAMP(3) WHERE id = ? AND status = 'open'`,
      [...Object.values(set), question.id],
    );
    if (ended === 0) this.assertOpen(await this.load(tx, { wishId: question.wishId, questionId: question.id }));
    await this.jobs.cancel(tx, question.id);
    const about = { unitId: question.unitId, subjectId: question.wishId, actorId: by.actorId };
    await this.events.record(tx, by.event({ ...about, data: { questionId: question.id } }));
  }

  /** Ends the open questions about a wish that is no longer open, in the transaction of that step. The wish is locked, and
   *  asking locks it as well: none can be added meanwhile. */
  async lapseOfWish(tx: Tx, wishId: string, reason: LapseReason): Promise<void> {
    const event = QuestionLapsed.with({ reason });
    for (const question of await this.open(tx, 'q.wish_id', wishId))
      await this.end(tx, question, { as: 'lapsed', actorId: null, event, set: { lapseReason: reason } });
  }

  /** Withdraws the open questions of a person who is no longer a volunteer or whose account is deleted. */
  async withdrawOfPerson(tx: Tx, personId: string): Promise<void> {
    for (const question of await this.open(tx, 'q.asked_by', personId))
      await this.end(tx, question, { as: 'withdrawn', actorId: null, event: QuestionWithdrawn });
  }

  private open(tx: Tx, column: 'q.wish_id' | 'q.asked_by', id: string): Promise<Question[]> {
    return tx.rows<Question>(`${SELECT} WHERE ${column} = ? AND q.status = 'open' FOR UPDATE`, [id]);
  }
}
