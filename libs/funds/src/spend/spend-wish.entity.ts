import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Flag } from '#libs/platform';
import { SpendRequest } from './spend-request.entity.js';

/** The wishes that a spend request pays for. */
@Entity('spend_wish')
@Unique('uq_spend_wish_held', ['heldWishId'])
@Unique('uq_spend_wish_place', ['spendRequestId', 'place'])
@Index('ix_spend_wish', ['wishId'])
@ForeignKey(() => SpendRequest, ['spendRequestId'], ['id'], { name: 'fk_spend_wish_request' })
@Check('ck_spend_wish', 'left_at is null or is_held = 0')
export class SpendWish {
  @PrimaryColumn({ type: 'uuid' })
  spendRequestId: string;

  @PrimaryColumn({ type: 'uuid' })
  wishId: string;

  @Column({ type: 'tinyint', unsigned: true })
  place: number;

  /** 1 while the request is open: no other request pays for the wish. */
  @Column({ type: 'boolean' })
  isHeld: Flag;

  /** When the wish left the request. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  leftAt: Date | null;

  /** The wish while it is held: unique. */
  @Column({ type: 'uuid', nullable: true, asExpression: 'if(is_held,wish_id,NULL)', generatedType: 'STORED' })
  readonly heldWishId: string | null;
}
