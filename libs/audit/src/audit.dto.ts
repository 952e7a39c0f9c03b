import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { IsCalendarDay, JOB_LANES, PageQuery, type JobLane, type Visibility } from '#libs/platform';

export class AuditEventsQuery extends PageQuery {
  /** An event's name, or its beginning. @example Spend */
  @IsOptional()
  @Matches(/^[A-Za-z]{2,64}$/)
  name?: string;

  /** A unit and everything below it. */
  @IsOptional()
  @IsUUID()
  unitId?: string;

  /** The wish, request or person that the event is about. */
  @IsOptional()
  @IsUUID()
  subjectId?: string;

  /** The person who did it. */
  @IsOptional()
  @IsUUID()
  actorId?: string;

  /** @example 2026-11-01 */
  @IsOptional()
  @IsCalendarDay()
  from?: string;

  /** The last day, inclusive. @example 2026-11-30 */
  @IsOptional()
  @IsCalendarDay()
  until?: string;
}
export class DataViewsQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  viewerId?: string;

  @IsOptional()
  @IsUUID()
  subjectId?: string;
}
const JOB_STATES = ['scheduled', 'running', 'failed'] as const;
export class JobsQuery extends PageQuery {
  @IsOptional()
  @IsIn(JOB_STATES)
  status?: (typeof JOB_STATES)[number];
}
export class JobIdParam {
  @IsUUID()
  jobId: string;
}

export class AuditEventResponse {
  id: string;
  /** Its position in the hash chain; null until it is appended. */
  seq: number | null;
  name: string;
  unitId: string;
  unitName: string;
  subjectId: string;
  actorId: string | null;
  actorName: string | null;
  visibility: Visibility;
  @ApiProperty({ type: 'object', additionalProperties: true })
  data: Record<string, unknown>;
  occurredAt: Date;
}
export class AuditEventsPage {
  items: AuditEventResponse[];
  nextCursor: string | null;
}
export class DataViewResponse {
  id: string;
  viewerId: string;
  viewerName: string;
  subjectId: string;
  fields: string;
  reason: string;
  viewedAt: Date;
}
export class DataViewsPage {
  items: DataViewResponse[];
  nextCursor: string | null;
}
export class QueueKind {
  /** @example claim.expire */
  kind: string;
  scheduled: number;
  running: number;
  failed: number;
  /** Due and not run yet. */
  overdue: number;
}
export class QueueLane {
  /** The class of jobs; no class waits for another class. */
  @ApiProperty({ enum: JOB_LANES })
  lane: JobLane;
  /** Due and not run yet. */
  due: number;
  /** How long the oldest of them has waited. */
  oldestDueSeconds: number;
}
export class QueuesResponse {
  kinds: QueueKind[];
  lanes: QueueLane[];
  /** Events that are recorded but not yet appended to the hash chain. */
  unsealedEvents: number;
}
export class JobResponse {
  id: string;
  kind: string;
  subjectId: string;
  status: string;
  dueAt: Date;
  attempts: number;
  lastError: string | null;
}
export class JobsPage {
  items: JobResponse[];
  nextCursor: string | null;
}
export class JobRetriedResponse {
  id: string;
}
