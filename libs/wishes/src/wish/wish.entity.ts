import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Flag } from '#libs/platform';
import { VISIBILITY_AREAS, type VisibilityArea } from '#libs/volunteers';
import type { Category } from './categories.js';
import {
  CONSENT_KINDS,
  COST_CLASSES,
  URGENCIES,
  WISH_KINDS,
  WISH_SOURCES,
  type ConsentKind,
  type CostClass,
  type TransferTarget,
  type Urgency,
  type WishKind,
  type WishSource,
} from './wish-codes.js';
import { OUTCOMES, type Outcome, WISH_STATUSES, type WishStatus } from './wish.lifecycle.js';

/** A wish, from draft to its end. */
@Entity('wish')
@Unique('uq_wish_code', ['code'])
@Unique('uq_wish_fingerprint', ['fingerprint'])
@Index('ix_wish_beneficiary', ['beneficiaryId'])
@Index('ix_wish_erasure', ['erasedAt', 'closedAt'])
@Index('ix_wish_likeness', ['unitId', 'needHash'])
@Index('ix_wish_open', ['status', 'id', 'unitPath'])
@Index('ix_wish_open_category', ['status', 'category', 'id', 'unitPath'])
@Index('ix_wish_open_skill', ['status', 'skill', 'id', 'unitPath'])
@Index('ix_wish_open_urgency', ['status', 'urgency', 'id', 'unitPath'])
@Index('ix_wish_requester', ['requesterId'])
@Index('ix_wish_scope', ['unitPath', 'id'])
@Index('ix_wish_status_scope', ['status', 'unitPath', 'id'])
@Index('ix_wish_unit', ['unitId', 'status', 'id'])
@Check(
  'ck_wish_erased',
  "if(erased_at is null,need is not null,need is null and proxy is null and fingerprint is null and status in ('closed','rejected','merged','cancelled','transferred'))",
)
@Check('ck_wish_merge', 'merged_into_id is null or merged_into_id <> id')
@Check('ck_wish_places', 'places_taken <= helpers_needed and helpers_needed >= 1')
@Check('ck_wish_publisher', 'published_by is null or published_by <> entered_by')
export class Wish {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  /** Short public number. */
  @Column({ type: 'varchar', length: 20, charset: 'ascii' })
  code: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  @Column({ type: 'enum', enum: WISH_STATUSES })
  status: WishStatus;

  /** Null until it is closed. */
  @Column({ type: 'enum', enum: OUTCOMES, nullable: true })
  outcome: Outcome | null;

  /** Rises with each change; a step with an older one is refused. */
  @Column({ type: 'int', unsigned: true, default: 1 })
  version?: number;

  @Column({ type: 'enum', enum: WISH_SOURCES })
  source: WishSource;

  @Column({ type: 'uuid' })
  enteredBy: string;

  /** Account of the person who submitted it, if any. */
  @Column({ type: 'uuid', nullable: true })
  requesterId: string | null;

  @Column({ type: 'uuid' })
  beneficiaryId: string;

  /** Encrypted: who speaks for the beneficiary. */
  @Column({ type: 'varbinary', length: 500, nullable: true })
  proxy: Buffer | null;

  /** Encrypted: what was said. Null: erased. */
  @Column({ type: 'varbinary', length: 4000, nullable: true })
  need: Buffer | null;

  /** Blind index of the need, to find the same one again. */
  @Column({ type: 'binary', length: 32 })
  needHash: Buffer;

  /** Blind index of person and need: imports do not add it twice. */
  @Column({ type: 'binary', length: 32, nullable: true })
  fingerprint: Buffer | null;

  /** What the public reads; without personal data. */
  @Column({ type: 'varchar', length: 1000 })
  publicText: string;

  /** One of `CATEGORIES`. */
  @Column({ type: 'varchar', length: 24 })
  category: Category;

  @Column({ type: 'enum', enum: WISH_KINDS })
  kind: WishKind;

  @Column({ type: 'enum', enum: URGENCIES, default: 'normal' })
  urgency?: Urgency;

  /** Code of what a helper must be good at. */
  @Column({ type: 'varchar', length: 24, nullable: true })
  skill: string | null;

  /** One of `LICENCE_CODES`. */
  @Column({ type: 'varchar', length: 24, nullable: true })
  licence: string | null;

  /** How many volunteers may claim it. */
  @Column({ type: 'tinyint', unsigned: true, default: 1 })
  helpersNeeded?: number;

  /** Claims that stand. */
  @Column({ type: 'tinyint', unsigned: true, default: 0 })
  placesTaken?: number;

  /** Who pays; null until it is verified. */
  @Column({ type: 'enum', enum: COST_CLASSES, nullable: true })
  costClass: CostClass | null;

  @Column({ type: 'bigint', default: 0 })
  estimatedFen?: number;

  @Column({ type: 'smallint', unsigned: true, default: 1 })
  peopleHelped?: number;

  /** Day by which it should come true, in Shanghai. */
  @Column({ type: 'date', nullable: true })
  dueOn: string | null;

  @Column({ type: 'enum', enum: CONSENT_KINDS })
  consentKind: ConsentKind;

  @Column({ type: 'tinyint', default: 0 })
  consentByGuardian?: Flag;

  @Column({ type: 'uuid' })
  consentRecordedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  consentedAt: Date;

  @Column({ type: 'uuid', nullable: true })
  verifiedBy: string | null;

  @Column({ type: 'uuid', nullable: true })
  publishedBy: string | null;

  @Column({ type: 'uuid', nullable: true })
  mergedIntoId: string | null;

  /** One of `TRANSFER_TARGETS`. */
  @Column({ type: 'varchar', length: 24, nullable: true })
  transferredTo: TransferTarget | null;

  @Column({ type: 'tinyint', unsigned: true, default: 0 })
  reopenCount?: number;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  openedAt: Date | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  fulfilledAt: Date | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  closedAt: Date | null;

  /** One of `LANGUAGE_CODES` that a helper must speak. */
  @Column({ type: 'varchar', length: 16, charset: 'ascii', nullable: true })
  language: string | null;

  /** JSON: times of the week at which it suits. */
  @Column({ type: 'json', default: '[]' })
  windows?: string;

  /** How far staff widened the visibility by hand, ahead of the policy; null if they did not. */
  @Column({ type: 'enum', enum: VISIBILITY_AREAS, nullable: true })
  shownTo: VisibilityArea | null;

  /** Number of the key of the hashes. */
  @Column({ type: 'smallint', unsigned: true, default: 1 })
  indexKeyNo?: number;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  erasedAt: Date | null;
}
