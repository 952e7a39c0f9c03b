import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, IsUUID, Max, Min, ValidateIf, ValidateNested } from 'class-validator';
import { PageQuery, type Duration } from '#libs/platform';

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
  /** Minutes since midnight, Shanghai. @example 1290 */
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
export class SetClocksBody {
  /** The version that was looked at. @example 0 */
  @IsInt()
  @Min(0)
  basedOn: number;

  /** Times by clock; clocks left out get their default. null: all defaults. */
  @ValidateIf((body: SetClocksBody) => body.clocks !== null)
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: EXAMPLE })
  @IsObject()
  clocks: Record<string, Duration> | null;

  /** null: nobody is spared at night. */
  @ValidateIf((body: SetClocksBody) => body.quietHours !== null)
  @ValidateNested()
  @Type(() => QuietHoursBody)
  quietHours: QuietHoursBody | null;
}
export class InboxItemAnswer {
  id: string;
  kind: string;
  /** @example 您认领的心愿 MW-7KQ2-M4XA 即将失效，请联系或归还 */
  title: string;
  wishId: string;
  createdAt: Date;
  readAt: Date | null;
  archivedAt: Date | null;
}
export class InboxPage {
  items: InboxItemAnswer[];
  nextCursor: string | null;
}
export class UnreadAnswer {
  unread: number;
}
export class MarkedAnswer {
  id: string;
}
export class ClocksAnswer {
  /** 0: the defaults, never changed. */
  version: number;
  @ApiProperty({ type: 'object', additionalProperties: true, example: EXAMPLE })
  clocks: Record<string, Duration>;
  quietHours: QuietHoursBody | null;
}
export class ReminderFiguresAnswer {
  sent: number;
  /** More than fifteen seconds after the time that was set. */
  late: number;
  double: number;
  early: number;
  /** Due and not delivered yet. */
  overdue: number;
}
