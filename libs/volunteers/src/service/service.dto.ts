import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import { IsCalendarDay } from '#libs/platform';

export class ServiceEntryParam {
  @IsUUID()
  entryId: string;
}
export class CertificateQuery {
  /** @example 2026-01-01 */
  @IsCalendarDay()
  fromOn: string;

  /** @example 2026-12-31 */
  @IsCalendarDay()
  untilOn: string;
}
/** One service as it was confirmed. */
export class ServiceEntryAnswer {
  id: string;
  wishId: string;
  wishCode: string;
  category: string;
  unitName: string;
  /** Below zero: it takes another entry back. */
  hours: number;
  doneOn: string;
  confirmedAt: Date;
  reverses: string | null;
  reason: string | null;
}
/** One service for a wish, as its office sees it. */
export class WishServiceEntry {
  id: string;
  personId: string;
  personName: string;
  hours: number;
  doneOn: string;
  /** Why it was taken back; null: it counts. */
  takenBack: string | null;
}
export class WishServiceAnswer {
  items: WishServiceEntry[];
}
export class ServiceTotalsAnswer {
  /** Confirmed by somebody else. */
  hours: number;
  wishes: number;
}
/** Hours of this year beside those that are asked for. */
export class OwnQuotaAnswer {
  hours: number;
  served: number;
}
export class ServiceRecordPage {
  items: ServiceEntryAnswer[];
  nextCursor: string | null;
  totals: ServiceTotalsAnswer;
  /** null: none is asked for. */
  quota: OwnQuotaAnswer | null;
}
export class SetServiceQuotaBody {
  @IsInt()
  @Min(0)
  basedOn: number;

  @IsBoolean()
  isOn: boolean;

  /** In a calendar year. @example 50 */
  @IsInt()
  @Min(1)
  @Max(500)
  hours: number;
}
export class ServiceQuotaAnswer {
  version: number;
  isOn: boolean;
  hours: number;
}
export class ServiceReversedAnswer {
  id: string;
}
export class CertificateKeyAnswer {
  crv: string;
  kty: string;
  x: string;
}
export class CertificateTokenBody {
  /** What stands behind the `#` of the code's address. */
  @IsString()
  @Length(10, 4_000)
  token: string;
}
export class CertificateKeysAnswer {
  keys: CertificateKeyAnswer[];
}
/** What a certificate says, as its code carries it. */
export class CertificateAnswer {
  no: string;
  name: string;
  hours: number;
  wishes: number;
  fromOn: string;
  untilOn: string;
  issuedOn: string;
  issuer: string;
}
export class CertificateCheckAnswer {
  /** null: it was not made here, or was changed. */
  @ApiProperty({ type: CertificateAnswer, nullable: true })
  certificate: CertificateAnswer | null;
}
