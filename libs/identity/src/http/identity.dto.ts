import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IsCalendarDay, IsMobile, IsText, PageQuery } from '#libs/platform';
import {
  ACCOUNT_STEPS,
  RECOVERY_STATES,
  ROLE_STEPS,
  type AccountStep,
  type RecoveryState,
  type RoleStep,
} from '../people/account-steps.js';
import { DELEGATION_STEPS, type DelegationStep } from '../roles/delegation-steps.js';
import { ROLES, type Role } from '../roles/roles.js';
import { UNIT_LEVELS, type UnitLevel } from '../units/unit-levels.js';

export class SignInBody {
  /**
   * Mobile number, eleven digits.
   * @example 13800000001
   */
  @IsMobile()
  phone: string;

  /** @example a long sentence is a good password */
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  password: string;

  /** Six digits of the authenticator, or a recovery code; required after the error SECOND_FACTOR_REQUIRED. */
  @IsOptional()
  @IsString()
  @MinLength(6)
  @MaxLength(30)
  code?: string;
}

export class SecondFactorBody {
  /** The current password. */
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  password: string;
}

export class SecondFactorCodeBody {
  /** @example 123456 */
  @Matches(/^\d{6}$/)
  code: string;
}

export class RoleBody {
  /** @example volunteer */
  @IsIn(ROLES)
  role: Role;

  /** The unit in which the role is held; the role also covers all units below it. */
  @IsUUID()
  unitId: string;
}

export class RegisterPersonBody {
  /** @example 陈志愿 */
  @IsText(40, { hasLetter: true })
  name: string;

  /** @example 13900000002 */
  @IsMobile()
  phone: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique(({ role, unitId }: RoleBody) => `${role} ${unitId}`)
  @ValidateNested({ each: true })
  @Type(() => RoleBody)
  roles: RoleBody[];
}

export class SetPasswordBody {
  /** @example 13900000002 */
  @IsMobile()
  phone: string;

  /** The code from the office. @example QD-7KQ2-M4XA */
  @IsText(20)
  code: string;

  /** The new password, 8 to 128 characters. */
  @IsString()
  @MinLength(8)
  @MaxLength(128)
  password: string;
}

export class StopRecoveryBody {
  /** The token from the link in the message. */
  @Matches(/^[0-9a-f-]{36}\.[\w-]{43}$/)
  token: string;
}

export class AuthorityRulesBody {
  /** The version that the change is based on. */
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  basedOn: number;

  /** Hours for which money permissions stay suspended after an account recovery. */
  @IsInt()
  @Min(1)
  @Max(168)
  recoveryWaitHours: number;

  /** Days for which a person counts as dependent on those who gave them a role or account access. */
  @IsInt()
  @Min(1)
  @Max(90)
  independenceDays: number;
}

export class AuthorityRulesResponse {
  /** 0 means the default rules. */
  version: number;
  recoveryWaitHours: number;
  independenceDays: number;
}

export class GrantResponse {
  id: string;
  /** A second person above has to confirm it first. */
  isPending: boolean;
}

export class ConfirmationResponse {
  id: string;
  /** The account has no password: issue an activation code next. */
  needsActivationCode: boolean;
}

export class AppointmentResponse {
  id: string;
  role: Role;
  unitId: string;
  unitName: string;
  personId: string;
  personName: string;
  proposedBy: string;
  proposedByName: string;
  proposedAt: Date;
  /** Why the caller may not confirm the appointment; null if the caller may look into it and confirm. */
  refusal: string | null;
}
export class RoleChoicesQuery {
  @IsUUID()
  unitId: string;
}
export class RoleChoiceResponse {
  role: Role;
  /** A second person above must confirm the role before it takes effect. */
  needsConfirmation: boolean;
  /** Why the caller may not give the role in this unit; null if the caller may. */
  refusal: string | null;
}
export class RoleChoicesResponse {
  items: RoleChoiceResponse[];
}
export class AppointmentsPage {
  items: AppointmentResponse[];
  nextCursor: string | null;
}

export class ActivationCodeResponse {
  /** Shown once; only a hash is stored. */
  code: string;
  validUntil: Date;
}

export class ChangePasswordBody {
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  present: string;

  /** The new password, 8 to 128 characters. */
  @IsString()
  @MinLength(8)
  @MaxLength(128)
  password: string;
}

export class DelegationBody {
  /** The role grant that is delegated. */
  @IsUUID()
  grantId: string;

  /** The person who signs during this time. */
  @IsUUID()
  deputyId: string;

  /** The first day. @example 2026-11-25 */
  @IsCalendarDay()
  fromOn: string;

  /** The last day. @example 2026-12-05 */
  @IsCalendarDay()
  untilOn: string;

  /** @example 外出学习 */
  @IsText(200)
  reason: string;
}

export class UnitsQuery {
  @IsOptional()
  @IsIn(UNIT_LEVELS)
  level?: UnitLevel;
}

export class PeopleQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  unitId?: string;

  /** Only people who hold this role (in the unit, if that is given too). */
  @IsOptional()
  @IsIn(ROLES)
  role?: Role;

  /** Only accounts that were opened before and are in recovery: an activation code waits, money permissions are suspended, or
   *  the account is locked. */
  @IsOptional()
  @IsIn(['recovering'])
  only?: 'recovering';
}

export class PersonIdParam {
  @IsUUID()
  personId: string;
}
export class GrantIdParam {
  @IsUUID()
  grantId: string;
}
export class DelegationIdParam {
  @IsUUID()
  delegationId: string;
}
export class SessionIdParam {
  @IsUUID()
  sessionId: string;
}
export class UnitIdParam {
  @IsUUID()
  unitId: string;
}

export class UnitResponse {
  id: string;
  /** @example 440605125001 */
  code: string;
  /** @example 沥苑社区居委会 */
  name: string;
  level: UnitLevel;
  kind: string;
  parentId: string | null;
}
export class UnitsResponse {
  items: UnitResponse[];
}
export class HeldRole {
  id: string;
  role: Role;
  unitId: string;
  unitName: string;
  /** A second person above has to confirm it first. */
  isPending: boolean;
  /** The steps that the caller may take now. `delegate`: the role signs, and a deputy can sign while its holder is absent. */
  @ApiProperty({ enum: ROLE_STEPS, enumName: 'RoleStep', isArray: true })
  allowedSteps: RoleStep[];
}
export class PersonResponse {
  id: string;
  name: string;
  /** Masked. @example 138****0001 */
  phone: string;
  isDisabled: boolean;
  hasSecondFactor: boolean;
  /** The account was recovered: money permissions are suspended until this time. */
  suspendedUntil: Date | null;
  /** `given`: an activation code waits to be used. `suspended`: the account was recovered, and the recovery can be stopped.
   *  `locked`: the recovery was stopped, and the account waits for another code. */
  @ApiProperty({ enum: RECOVERY_STATES, nullable: true })
  recovery: RecoveryState | null;
  roles: HeldRole[];
  /** The steps that the caller may take with the account now. */
  @ApiProperty({ enum: ACCOUNT_STEPS, enumName: 'AccountStep', isArray: true })
  allowedSteps: AccountStep[];
}
export class HeldPermission {
  @ApiProperty({ allOf: [{ $ref: '#/components/schemas/PermissionName' }] })
  name: string;
  /** The units of the roles that give it; it holds there and below. */
  unitIds: string[];
}
export class SessionStateResponse {
  person: PersonResponse | null;
  /** What the person may do in some unit. A missing second factor or a recent recovery may still suspend it. */
  permissions: HeldPermission[];
  /** One of the roles requires a second factor, but this session is not verified with one. */
  lacksSecondFactor: boolean;
}
export class SecondFactorResponse {
  /** One of the roles signs, pays or manages accounts and requires a second factor. */
  isNeeded: boolean;
  /** Null if no second factor is set up. */
  setAt: Date | null;
  recoveryCodesLeft: number;
}
export class SecondFactorSecretResponse {
  /** Base32, to type in if the QR code cannot be scanned. */
  secret: string;
  /** `otpauth://…`, to show as a QR code. */
  uri: string;
}
export class RecoveryCodesResponse {
  /** Each code works once instead of the six digits. Shown only in this response. */
  recoveryCodes: string[];
}
export class PeoplePage {
  items: PersonResponse[];
  nextCursor: string | null;
}
export class SessionResponse {
  id: string;
  device: string;
  createdAt: Date;
  seenAt: Date;
  isCurrent: boolean;
}
export class SessionsResponse {
  items: SessionResponse[];
}
export class DelegationResponse {
  id: string;
  grantId: string;
  role: Role;
  unitId: string;
  unitName: string;
  /** The person who holds the role. */
  personId: string;
  personName: string;
  deputyId: string;
  deputyName: string;
  fromOn: string;
  untilOn: string;
  reason: string;
  givenBy: string;
  givenByName: string;
  givenAt: Date;
  state: 'planned' | 'current' | 'past';
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: DELEGATION_STEPS, enumName: 'DelegationStep', isArray: true })
  allowedSteps: DelegationStep[];
}
export class DelegationsPage {
  items: DelegationResponse[];
  nextCursor: string | null;
}
export class DeputyResponse {
  id: string;
  name: string;
}
export class DeputiesResponse {
  items: DeputyResponse[];
}
export class IdResponse {
  id: string;
}
