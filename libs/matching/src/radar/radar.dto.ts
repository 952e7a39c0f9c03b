import { IsUUID } from 'class-validator';
import { WishCard } from '#libs/wishes';

export class RadarUnitParam {
  @IsUUID()
  unitId: string;
}
export class RadarAskedAnswer {
  id: string;
}
export class NeedAnswer {
  /** What its wishes are about. @example ["扶手"] */
  words: string[];
  /** In so many communities. */
  communities: number;
  /** Those that still wait, at most 60. */
  wishes: WishCard[];
}
export class RadarAnswer {
  /** null: nobody has looked yet. */
  scannedAt: Date | null;
  isScanning: boolean;
  /** The largest first. */
  needs: NeedAnswer[];
}
