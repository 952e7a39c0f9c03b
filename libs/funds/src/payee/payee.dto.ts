import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, Matches, ValidateIf } from 'class-validator';
import { IsText, PageQuery } from '#libs/platform';
import { PAYEE_KINDS, type PayeeKind, type RegisteredKind } from './payees.js';

const LISTED_KINDS = ['organisation', 'person', 'unsettled'] as const;
/** Unified social credit code (GB 32100-2015). */
const CREDIT_CODE = /^[0-9A-HJ-NPQRTUWXY]{18}$/;

/** An entry of the register by its id, or a new one by its name and kind. */
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
  /** The community or town whose register it joins. */
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
  /** Left out: stays as it is. It cannot change once a request refers to the payee. */
  @IsOptional()
  @IsText(80)
  name?: string;

  @IsIn(PAYEE_KINDS)
  kind: PayeeKind;

  /** Left out: stays as it is. Once a request refers to the payee, it can be filled in and not changed. */
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

  /** A part of an organisation's name, or the whole name of a person. @example 五金 */
  @IsText(80)
  name: string;
}

export class PayeesQuery extends PageQuery {
  /** Its own register and those of the units below. */
  @IsUUID()
  unitId: string;

  @IsOptional()
  @IsIn(LISTED_KINDS)
  kind?: RegisteredKind;
}

export class PayeeIdParam {
  @IsUUID()
  payeeId: string;
}

export class PayeeIdAnswer {
  id: string;
}
export class FoundPayee {
  id: string;
  kind: RegisteredKind;
  name: string;
}
export class FoundPayeesAnswer {
  items: FoundPayee[];
}
export class RegisteredPayee extends FoundPayee {
  unitId: string;
  unitName: string;
  creditCode: string | null;
  /** Requests that refer to it, drafts aside: its name cannot change any more where there are any. */
  requests: number;
  addedAt: Date;
  /** Who settled what it is; null: not settled by a person. */
  settledByName: string | null;
}
export class PayeesPage {
  items: RegisteredPayee[];
  nextCursor: string | null;
}
/** The payee of a request. Names of persons are masked, except for those who decide on it, pay it or supervise it. */
export class SpendPayeeAnswer {
  /** Null: not in the register yet. */
  id: string | null;
  kind: RegisteredKind;
  name: string;
}
