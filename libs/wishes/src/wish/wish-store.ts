import { Injectable } from '@nestjs/common';
import { assignments, Events, type Actor, type Changes, type EventType, type Row, type Tx } from '#libs/platform';
import type { Wish as WishTable } from './wish.entity.js';
import type { LapseReason } from '../question/question-codes.js';
import { QuestionStore } from '../question/question-store.js';
import { WishNotFound, WishState } from './wish.errors.js';
import { stepRefusal } from './wish-steps.js';
import { WISH_STATUS_WORDS, next, type WishStatus, type WishStep } from './wish.lifecycle.js';
import type { WishStepTaken } from '../wishes.events.js';

/** The columns of a wish that its steps read. */
export type Wish = Row<
  WishTable,
  | 'id'
  | 'code'
  | 'unitId'
  | 'unitPath'
  | 'status'
  | 'enteredBy'
  | 'requesterId'
  | 'beneficiaryId'
  | 'publicText'
  | 'category'
  | 'skill'
  | 'licence'
  | 'helpersNeeded'
  | 'placesTaken'
  | 'urgency'
  | 'reopenCount'
  | 'openedAt'
  | 'shownTo'
  | 'closedAt'
  | 'need'
  | 'erasedAt'
>;

/** The response of every command on a wish. */
export interface WishResponse {
  id: string;
  status: WishStatus;
}

const COLUMNS = `id, code, unit_id, unit_path, status, entered_by, requester_id, beneficiary_id, public_text, category, skill, licence,
  helpers_needed, places_taken, urgency, reopen_count, opened_at, shown_to, closed_at, need, erased_at`;

/** Loads wishes and executes their lifecycle steps. */
@Injectable()
export class WishStore {
  constructor(
    private readonly events: Events,
    private readonly questions: QuestionStore,
  ) {}

  /** Throws WISH_NOT_FOUND. */
  async load(tx: Tx, wishId: string, lock: '' | 'FOR UPDATE' = ''): Promise<Wish> {
    const wish = await tx.row<Wish>(`SELECT ${COLUMNS} FROM wish WHERE id = ? ${lock}`, [wishId]);
    if (!wish) throw WishNotFound();
    return wish;
  }

  /** Loads those of the wishes that exist and locks them in order of id until the transaction ends. */
  lock(tx: Tx, wishIds: string[]): Promise<Wish[]> {
    return tx.rows<Wish>(`SELECT ${COLUMNS} FROM wish WHERE id IN (?) ORDER BY id FOR UPDATE`, [wishIds]);
  }

  /** Refuses a step that the lifecycle forbids, before any other check. Throws WISH_STATE, WISH_ERASED. */
  assertStep(wish: Wish, step: WishStep): WishStatus {
    const refusal = stepRefusal(wish, step);
    if (refusal) throw refusal;
    return next(wish.status, step)!;
  }

  /** Executes one step if the wish still has the status that was read; the conditional UPDATE decides. Records the event
   *  in the same transaction. Throws WISH_STATE. */
  async step(
    tx: Tx,
    wish: Wish,
    step: WishStep,
    by: {
      actor: Actor | null;
      event: EventType<WishStepTaken>;
      set?: Changes<WishTable>;
    },
  ): Promise<WishResponse> {
    const status = this.assertStep(wish, step);
    const set: Changes<WishTable> = { ...by.set, status };
    const moved = await tx.execute(
      `UPDATE wish SET ${assignments(Object.keys(set))}, version = version + 1 WHERE id = ? AND status = ? AND erased_at IS NULL`,
      [...Object.values(set), wish.id, wish.status],
    );
    if (moved === 0) throw WishState({ state: WISH_STATUS_WORDS[(await this.load(tx, wish.id)).status], step });
    // `claim` is the only step from open that is not taken here.
    if (wish.status === 'open') await this.questions.lapseOfWish(tx, wish.id, status as LapseReason);
    await this.events.record(
      tx,
      by.event({
        unitId: wish.unitId,
        subjectId: wish.id,
        actorId: by.actor?.personId ?? null,
        data: { from: wish.status, to: status },
      }),
    );
    return { id: wish.id, status };
  }
}
