import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsUUID,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { DURATION_UNITS, IsCalendarDay, IsText, PageQuery, type Duration } from '#libs/platform';
import type { Role } from '#libs/identity';
import { STEP_ROLES, type Step } from './escalation/escalations.js';

const EXAMPLE = { 'claim.expire': { amount: 7, unit: 'workingDay' } };

const BOXES = ['inbox', 'unread', 'archive'] as const;

export class InboxQuery extends PageQuery {
  @ApiPropertyOptional({ enum: BOXES, default: 'inbox' })
  @IsOptional()
  @IsIn(BOXES)
  box: (typeof BOXES)[number] = 'inbox';
}
export class NotificationIdParam {
  @IsUUID()
  notificationId: string;
}
export class QuietHoursBody {
  /** Minutes since midnight, Shanghai time. @example 1290 */
  @IsInt()
  @Min(0)
  @Max(1439)
  fromMinutes: number;

  /** @example 480 */
  @IsInt()
  @Min(0)
  @Max(1439)
  untilMinutes: number;
}
export class SetDeadlinesBody {
  /** The version on which this change is based. @example 0 */
  @IsInt()
  @Min(0)
  basedOn: number;

  /** The length of each deadline, by name; deadlines left out get their default. null: all defaults. */
  @ValidateIf((body: SetDeadlinesBody) => body.deadlines !== null)
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: EXAMPLE })
  @IsObject()
  deadlines: Record<string, Duration> | null;

  /** null: no quiet hours. */
  @ValidateIf((body: SetDeadlinesBody) => body.quietHours !== null)
  @ValidateNested()
  @Type(() => QuietHoursBody)
  quietHours: QuietHoursBody | null;
}
export class InboxItemResponse {
  id: string;
  kind: string;
  /** @example 您认领的心愿 MW-7KQ2-M4XA 即将失效，请联系或归还 */
  title: string;
  /** null: the message is about the caller's own account, or an account in a unit below. */
  wishId: string | null;
  createdAt: Date;
  readAt: Date | null;
  archivedAt: Date | null;
}
export class InboxPage {
  items: InboxItemResponse[];
  nextCursor: string | null;
}
export class UnreadResponse {
  unread: number;
}
export class MarkedResponse {
  id: string;
}
export class DeadlinesResponse {
  /** 0: the defaults, never changed. */
  version: number;
  @ApiProperty({ type: 'object', additionalProperties: true, example: EXAMPLE })
  deadlines: Record<string, Duration>;
  /** The name of each deadline in the reader's language. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { 'wish.verify': '待核实' } })
  titles: Record<string, string>;
  quietHours: QuietHoursBody | null;
  /** The last year whose public holidays and make-up workdays are known; later years follow weekends only. @example 2026 */
  holidaysKnownUntil: number;
}
const KINDS = ['off', 'work'] as const;
export class DaySpanBody {
  /** @example 2027-02-05 */
  @IsCalendarDay()
  from: string;

  /** Inclusive. @example 2027-02-11 */
  @IsCalendarDay()
  until: string;

  /** `off`: offices are closed; `work`: they are open although it is a weekend. */
  @IsIn(KINDS)
  kind: (typeof KINDS)[number];
}
export class SetHolidaysBody {
  /** The version on which this change is based. @example 0 */
  @IsInt()
  @Min(0)
  basedOn: number;

  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => DaySpanBody)
  spans: DaySpanBody[];
}
export class DaySpanResponse {
  from: string;
  until: string;
  kind: 'off' | 'work';
}
export class HolidaysResponse {
  /** 0: never set. */
  version: number;
  spans: DaySpanResponse[];
  /** The last year whose holidays are known, from the built-in table or from these spans. */
  knownUntil: number;
}
export class WaitResponse {
  amount: number;
  @ApiProperty({ enum: DURATION_UNITS })
  unit: (typeof DURATION_UNITS)[number];
}
export class EscalationStepResponse {
  after: WaitResponse;
  @ApiProperty({ enum: STEP_ROLES, isArray: true })
  roles: Role[];
}
const ESCALATIONS = { 'wish.verify': [{ after: { amount: 1, unit: 'workingDay' }, roles: ['community_secretary'] }] };
export class SetEscalationsBody {
  /** The version on which this change is based. @example 0 */
  @IsInt()
  @Min(0)
  basedOn: number;

  /** The escalation steps of each deadline, by name: how long after the deadline, and which roles. Deadlines left out get
   *  their default. null: all defaults. */
  @ValidateIf((body: SetEscalationsBody) => body.escalations !== null)
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: ESCALATIONS })
  @IsObject()
  escalations: Record<string, Step[]> | null;
}
export class EscalationResponse {
  deadline: string;
  /** The deadline's name in the reader's language. */
  title: string;
  steps: EscalationStepResponse[];
}
export class EscalationsResponse {
  /** 0: the defaults, never changed. */
  version: number;
  escalations: EscalationResponse[];
}
export class TemplateWords {
  zh: string;
  en: string;
}
export class TemplateResponse {
  kind: string;
  /** The default text, used when the district has none of its own. */
  first: TemplateWords;
  own: TemplateWords | null;
}
export class TemplatesResponse {
  /** 0: never changed. */
  version: number;
  templates: TemplateResponse[];
}
export class TryTemplateBody {
  /** @example WishReturned */
  @IsText(40)
  kind: string;

  /** Contains `{code}` exactly once; a text about an account does not contain it. @example 心愿 {code} 需要补充 */
  @IsText(120)
  zh: string;

  /** @example Wish {code} needs more */
  @IsText(120)
  en: string;
}
export class SetTemplatesBody {
  /** The version on which this change is based. @example 0 */
  @IsInt()
  @Min(0)
  basedOn: number;

  /** The district's own texts by kind; kinds left out use the default. Each text contains `{code}` exactly once, except
   *  texts about an account, and no telephone, address, name or link. */
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { WishReturned: { zh: '心愿 {code} 需要补充', en: 'Wish {code} needs more' } },
  })
  @IsObject()
  own: Record<string, unknown>;
}
export class ReminderFiguresResponse {
  sent: number;
  /** Sent more than 15 seconds after their due time. */
  late: number;
  double: number;
  early: number;
  /** Sent by escalation, because nothing had happened. */
  escalated: number;
  /** Jobs that were due more than 15 seconds ago and have not run. */
  overdue: number;
}
