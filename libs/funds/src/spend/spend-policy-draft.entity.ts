import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The draft of the next spend policy: one row. */
@Entity('spend_policy_draft')
export class SpendPolicyDraft {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  /** Version of the policy that it changes. */
  @Column({ type: 'int', unsigned: true })
  basedOn: number;

  /** JSON. */
  @Column({ type: 'json' })
  body: string;

  @Column({ type: 'uuid' })
  updatedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  updatedAt: Date;
}
