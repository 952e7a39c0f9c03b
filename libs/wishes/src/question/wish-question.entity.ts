import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Wish } from '../wish/wish.entity.js';
import { LAPSE_REASONS, QUESTION_STATUSES, type LapseReason, type QuestionStatus } from './question-codes.js';

/** A volunteer’s question about an open wish, and its answer. */
@Entity('wish_question')
@Unique('uq_wish_question_open', ['wishId', 'openAsker'])
@Unique('uq_wish_question_no', ['wishId', 'askedBy', 'questionNo'])
@Index('ix_wish_question_asker', ['askedBy'])
@Index('ix_wish_question_open', ['status', 'wishId'])
@ForeignKey(() => Wish, ['wishId'], ['id'], { name: 'fk_wish_question_wish' })
@Check('ck_wish_question_no', 'question_no between 1 and 3')
@Check(
  'ck_wish_question_ended',
  "status = 'open' = (ended_at is null) and status = 'lapsed' = (lapse_reason is not null)",
)
@Check(
  'ck_wish_question_answered',
  "status = 'answered' = (answered_by is not null) and answer is not null = (status = 'answered' and question is not null)",
)
@Check('ck_wish_question_hands', 'answered_by <> asked_by')
export class WishQuestion {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  wishId: string;

  @Column({ type: 'uuid' })
  askedBy: string;

  /** From 1 to 3 for each asker of a wish. */
  @Column({ type: 'tinyint', unsigned: true })
  questionNo: number;

  @Column({ type: 'enum', enum: QUESTION_STATUSES })
  status: QuestionStatus;

  /** Encrypted; null when erased. */
  @Column({ type: 'varbinary', length: 1400, nullable: true })
  question: Buffer | null;

  /** Encrypted; null without an answer or when erased. */
  @Column({ type: 'varbinary', length: 2200, nullable: true })
  answer: Buffer | null;

  @Column({ type: 'datetime', precision: 3 })
  askedAt: Date;

  @Column({ type: 'uuid', nullable: true })
  answeredBy: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  endedAt: Date | null;

  @Column({ type: 'enum', enum: LAPSE_REASONS, nullable: true })
  lapseReason: LapseReason | null;

  /** The asker while the question is open: one open question per wish. */
  @Column({
    type: 'uuid',
    nullable: true,
    asExpression: "if(status = 'open',asked_by,NULL)",
    generatedType: 'STORED',
  })
  readonly openAsker: string | null;
}
