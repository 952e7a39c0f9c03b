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
  /** Keywords of the need. @example ["扶手"] */
  words: string[];
  /** In how many communities it occurs. */
  communities: number;
  /** Its wishes that are still open, at most 60. */
  wishes: WishCard[];
}
export class RadarAnswer {
  /** null: not scanned yet. */
  scannedAt: Date | null;
  isScanning: boolean;
  /** Largest need first. */
  needs: NeedAnswer[];
}
