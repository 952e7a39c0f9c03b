import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { CONFIRMATION_WAYS, SOLVED, type ConfirmationWay, type Solved } from './wish-codes.js';

/** Somebody else confirms that a wish was fulfilled. */
@Entity('confirmation')
@Unique('uq_confirmation', ['fulfilmentId'])
@Index('ix_confirmation_person', ['confirmedBy'])
@Index('ix_confirmation_wish', ['wishId'])
@Check('ck_confirmation_hands', 'confirmed_by <> fulfilled_by')
@Check('ck_confirmation_rating', 'rating is null or rating between 1 and 5')
export class Confirmation {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  wishId: string;

  @Column({ type: 'uuid' })
  fulfilmentId: string;

  @Column({ type: 'enum', enum: CONFIRMATION_WAYS })
  via: ConfirmationWay;

  @Column({ type: 'enum', enum: SOLVED })
  solved: Solved;

  /** 1 to 5. */
  @Column({ type: 'tinyint', unsigned: true, nullable: true })
  rating: number | null;

  /** Encrypted. */
  @Column({ type: 'varbinary', length: 2000, nullable: true })
  comment: Buffer | null;

  /** Copied, so that a CHECK keeps them apart. */
  @Column({ type: 'uuid' })
  fulfilledBy: string;

  @Column({ type: 'uuid' })
  confirmedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  confirmedAt: Date;
}
