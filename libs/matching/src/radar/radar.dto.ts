import { IsUUID } from 'class-validator';
import { WishCard } from '#libs/wishes';

export class RadarUnitParam {
  @IsUUID()
  unitId: string;
}
export class RadarAskedResponse {
  id: string;
}
export class NeedResponse {
  /** Keywords of the need. @example ["扶手"] */
  words: string[];
  /** In how many communities it occurs. */
  communities: number;
  /** Its wishes that are still open, at most 60. */
  wishes: WishCard[];
}
export class RadarResponse {
  /** null: not scanned yet. */
  scannedAt: Date | null;
  isScanning: boolean;
  /** Largest need first. */
  needs: NeedResponse[];
}
