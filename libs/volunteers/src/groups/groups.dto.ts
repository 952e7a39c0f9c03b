import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsCalendarDay, IsText, PageQuery } from '#libs/platform';
import { GROUP_KINDS, GROUP_STEPS, type GroupKind, type GroupStep } from './group-codes.js';

export class GroupsQuery extends PageQuery {
  @IsOptional()
  @IsIn(GROUP_KINDS)
  kind?: GroupKind;
}
export class GroupParam {
  @IsUUID()
  groupId: string;
}
export class GroupMemberParam extends GroupParam {
  @IsUUID()
  personId: string;
}
export class GroupNameBody {
  /** @example 沥苑社区第三党小组 */
  @IsText(60)
  name: string;
}
export class OpenGroupBody extends GroupNameBody {
  /** 党小组, 党支部, 工作单位. */
  @IsIn(GROUP_KINDS)
  kind: GroupKind;

  /** The unit of a party group or branch. A work unit belongs to the district. */
  @IsUUID()
  unitId: string;
}
/** Default: this year up to today. */
export class GroupServiceQuery {
  /** @example 2026-10-01 */
  @IsOptional()
  @IsCalendarDay()
  fromOn?: string;

  /** @example 2026-12-31 */
  @IsOptional()
  @IsCalendarDay()
  untilOn?: string;
}

export class OwnGroupResponse {
  id: string;
  kind: GroupKind;
  name: string;
}
export class GroupResponse extends OwnGroupResponse {
  unitId: string;
  unitName: string;
  /** Number of members that the caller may see. */
  members: number;
}
export class GroupDetailResponse extends GroupResponse {
  /** The steps that the reader may take now. */
  @ApiProperty({ enum: GROUP_STEPS, enumName: 'GroupStep', isArray: true })
  allowedSteps: GroupStep[];
}
export class GroupsPage {
  items: GroupResponse[];
  nextCursor: string | null;
}
export class GroupMemberResponse {
  id: string;
  name: string;
  /** Masked. */
  phone: string;
  unitName: string;
}
export class GroupMembersPage {
  items: GroupMemberResponse[];
  nextCursor: string | null;
}
export class GroupIdResponse {
  id: string;
}
