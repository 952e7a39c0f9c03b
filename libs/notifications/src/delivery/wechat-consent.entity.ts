import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ContactPoint } from './contact-point.entity.js';

/** A person’s consent to one message over WeChat; each is used once. */
@Entity('wechat_consent')
@Unique('uq_consent_used', ['usedBy'])
@Index('ix_consent_free', ['contactPointId', 'usedBy', 'givenAt'])
@ForeignKey(() => ContactPoint, ['contactPointId'], ['id'], { name: 'fk_consent_point' })
export class WechatConsent {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  contactPointId: string;

  @Column({ type: 'datetime', precision: 3 })
  givenAt: Date;

  /** The delivery. */
  @Column({ type: 'uuid', nullable: true })
  usedBy: string | null;
}
