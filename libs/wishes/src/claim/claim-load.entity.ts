import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many claims of a volunteer stand; locked to claim. */
@Entity('claim_load')
export class ClaimLoad {
  @PrimaryColumn({ type: 'uuid' })
  volunteerId: string;

  @Column({ type: 'smallint', unsigned: true })
  openClaims: number;
}
