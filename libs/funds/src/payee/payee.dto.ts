import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, Matches, ValidateIf } from 'class-validator';
import { IsText, PageQuery } from '#libs/platform';
import { PAYEE_KINDS, REGISTERED_KINDS, type PayeeKind, type RegisteredKind } from './payee-codes.js';

/** Unified social credit code (GB 32100-2015). */
const CREDIT_CODE = /^[0-9A-HJ-NPQRTUWXY]{18}$/;

/** An entry of the register by id, or a new entry by name and kind. */
export class PayeeChoiceBody {
  @IsOptional()
  @IsUUID()
  id?: string;

  /** @example 大沥五金店 */
  @ApiPropertyOptional()
  @ValidateIf(({ id }: PayeeChoiceBody) => id === undefined)
  @IsText(80)
  name?: string;

  /** A private person's name is encrypted and never public. */
  @ApiPropertyOptional({ enum: PAYEE_KINDS })
  @ValidateIf(({ id }: PayeeChoiceBody) => id === undefined)
  @IsIn(PAYEE_KINDS)
  kind?: PayeeKind;

  /** Unified social credit code of an organisation. @example 91440605MA4UQ1234X */
  @IsOptional()
  @Matches(CREDIT_CODE)
  creditCode?: string;
}

export class NewPayeeBody {
  /** The community, town or district whose register gets the payee. */
  @IsUUID()
  unitId: string;

  /** @example 大沥五金店 */
  @IsText(80)
  name: string;

  @IsIn(PAYEE_KINDS)
  kind: PayeeKind;

  @IsOptional()
  @Matches(CREDIT_CODE)
  creditCode?: string;
}

export class CorrectPayeeBody {
  /** Omitted: unchanged. It cannot change once a request refers to the payee. */
  @IsOptional()
  @IsText(80)
  name?: string;

  @IsIn(PAYEE_KINDS)
  kind: PayeeKind;

  /** Omitted: unchanged. Once a request refers to the payee, a missing code can be added, but no code can change. */
  @IsOptional()
  @Matches(CREDIT_CODE)
  creditCode?: string;

  /** @example 营业执照核对 */
  @IsText(200)
  reason: string;
}

export class FindPayeesBody {
  /** The unit that pays. */
  @IsUUID()
  unitId: string;

  /** Part of an organisation's name, or the full name of a person. @example 五金 */
  @IsText(80)
  name: string;
}

export class PayeesQuery extends PageQuery {
  /** Lists the unit's own register and those of the units below it. */
  @IsUUID()
  unitId: string;

  @IsOptional()
  @IsIn(REGISTERED_KINDS)
  kind?: RegisteredKind;
}

export class PayeeIdParam {
  @IsUUID()
  payeeId: string;
}

export class PayeeIdResponse {
  id: string;
}
export class FoundPayee {
  id: string;
  kind: RegisteredKind;
  name: string;
}
export class FoundPayeesResponse {
  items: FoundPayee[];
}
export class RegisteredPayee extends FoundPayee {
  unitId: string;
  unitName: string;
  creditCode: string | null;
  /** Requests that refer to the payee, without drafts. With any, the name can no longer change. */
  requests: number;
  addedAt: Date;
  /** Who classified the payee; null: not classified by a person. */
  settledByName: string | null;
}
export class PayeesPage {
  items: RegisteredPayee[];
  nextCursor: string | null;
}
/** The payee of a request. Names of persons are masked, except for those who decide on it, pay it or supervise it. */
export class SpendPayeeResponse {
  /** Null: not yet in the register. */
  id: string | null;
  kind: RegisteredKind;
  name: string;
}
