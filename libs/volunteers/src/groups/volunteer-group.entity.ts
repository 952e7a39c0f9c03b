import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Flag } from '#libs/platform';
import { GROUP_KINDS, type GroupKind } from './group-codes.js';

/** A party group, party branch or work unit whose members volunteer. */
@Entity('volunteer_group')
@Unique('uq_group_name', ['unitId', 'kind', 'name', 'isOpen'])
@Index('ix_group_path', ['unitPath', 'name'])
export class VolunteerGroup {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'enum', enum: GROUP_KINDS })
  kind: GroupKind;

  @Column({ type: 'varchar', length: 60 })
  name: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  @Column({ type: 'uuid' })
  openedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  openedAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  closedAt: Date | null;

  /** 1 while open; part of the unique key. */
  @Column({ type: 'tinyint', nullable: true, asExpression: 'if(closed_at is null,1,NULL)', generatedType: 'STORED' })
  readonly isOpen: Flag | null;
}
