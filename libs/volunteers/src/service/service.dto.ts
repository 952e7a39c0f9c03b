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
/** One confirmed service entry. */
export class ServiceEntryResponse {
  id: string;
  wishId: string;
  wishCode: string;
  category: string;
  unitName: string;
  /** Negative if the entry reverses another one. */
  hours: number;
  doneOn: string;
  confirmedAt: Date;
  reverses: string | null;
  reason: string | null;
}
/** One service entry of a wish, as its office sees it. */
export class WishServiceEntry {
  id: string;
  personId: string;
  personName: string;
  hours: number;
  doneOn: string;
  /** Reason of the reversal; null if the entry counts. */
  takenBack: string | null;
}
export class WishServiceResponse {
  items: WishServiceEntry[];
}
export class ServiceTotalsResponse {
  /** Hours that somebody else has confirmed. */
  hours: number;
  wishes: number;
}
/** Hours asked for this year (`hours`) and hours served this year (`served`). */
export class OwnQuotaResponse {
  hours: number;
  served: number;
}
export class ServiceRecordPage {
  items: ServiceEntryResponse[];
  nextCursor: string | null;
  totals: ServiceTotalsResponse;
  /** null if no hours are asked for. */
  quota: OwnQuotaResponse | null;
}
export class SetServiceQuotaBody {
  @IsInt()
  @Min(0)
  basedOn: number;

  @IsBoolean()
  isOn: boolean;

  /** Hours per calendar year. @example 50 */
  @IsInt()
  @Min(1)
  @Max(500)
  hours: number;
}
export class ServiceQuotaResponse {
  version: number;
  isOn: boolean;
  hours: number;
}
export class ServiceReversedResponse {
  id: string;
}
export class CertificateKeyResponse {
  crv: string;
  kty: string;
  x: string;
}
export class CertificateTokenBody {
  /** The part after `#` in the QR code's URL. */
  @IsString()
  @Length(10, 4_000)
  token: string;
}
export class CertificateKeysResponse {
  keys: CertificateKeyResponse[];
}
/** Content of a certificate, as its QR code carries it. */
export class CertificateResponse {
  no: string;
  name: string;
  hours: number;
  wishes: number;
  fromOn: string;
  untilOn: string;
  issuedOn: string;
  issuer: string;
}
export class CertificateCheckResponse {
  /** null if the certificate was not issued here or was changed. */
  @ApiProperty({ type: CertificateResponse, nullable: true })
  certificate: CertificateResponse | null;
}
