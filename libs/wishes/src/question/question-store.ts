import { Injectable } from '@nestjs/common';
import { Events, Jobs, codedWords, type EventType, type SqlValue, type Tx } from '#libs/platform';
import { QuestionNotFound, QuestionState } from '../wish.errors.js';
import { QuestionLapsed, QuestionWithdrawn, type OfQuestion } from '../wishes.events.js';

/** open → answered · withdrawn by the asker · lapsed, since the wish is no longer open. */
export const QUESTION_STATUSES = ['open', 'answered', 'withdrawn', 'lapsed'] as const;
export type QuestionStatus = (typeof QUESTION_STATUSES)[number];
const STATUS_WORDS = codedWords<QuestionStatus>({
  open: { zh: '待答复', en: 'waiting for an answer' },
  answered: { zh: '已答复', en: 'answered' },
  withdrawn: { zh: '已收回', en: 'withdrawn' },
  lapsed: { zh: '已失效', en: 'lapsed' },
});

/** Why a question lapsed: the status that the wish took. */
export const LAPSE_REASONS = ['claimed', 'transferred', 'merged', 'cancelled'] as const;
export type LapseReason = (typeof LAPSE_REASONS)[number];

export interface Question {
  id: string;
  wishId: string;
  status: QuestionStatus;
  askedBy: string;
  unitId: string;
  unitPath: string;
}
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
      set?: Record<string, SqlValue>;
    },
  ): Promise<void> {
    const set = Object.entries(by.set ?? {});
    const ended = await tx.execute(
      `UPDATE wish_question SET status = ?, ended_at = UTC_TIMESTAMP(3)${set.map(([column]) => `, ${column} = ?`).join('')}
       WHERE id = ? AND status = 'open'`,
      [by.as, ...set.map(([, value]) => value), question.id],
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
      await this.end(tx, question, { as: 'lapsed', actorId: null, event, set: { lapse_reason: reason } });
  }

  /** Withdraws the open questions of a person whose account is deleted. */
  async withdrawOfPerson(tx: Tx, personId: string): Promise<void> {
    for (const question of await this.open(tx, 'q.asked_by', personId))
      await this.end(tx, question, { as: 'withdrawn', actorId: null, event: QuestionWithdrawn });
  }

  private open(tx: Tx, column: 'q.wish_id' | 'q.asked_by', id: string): Promise<Question[]> {
    return tx.rows<Question>(`${SELECT} WHERE ${column} = ? AND q.status = 'open' FOR UPDATE`, [id]);
  }
}
