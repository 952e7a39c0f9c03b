import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { VolunteerGroup } from './volunteer-group.entity.js';

/** Who belongs to which group. */
@Entity('group_member')
@Index('ix_member_person', ['personId'])
@ForeignKey(() => VolunteerGroup, ['groupId'], ['id'], { name: 'fk_member_group' })
export class GroupMember {
  @PrimaryColumn({ type: 'uuid' })
  groupId: string;

  @PrimaryColumn({ type: 'uuid' })
  personId: string;

  @Column({ type: 'datetime', precision: 3 })
  joinedAt: Date;
}
