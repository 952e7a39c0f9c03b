import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import {
  AuditEventsPage,
  AuditEventsQuery,
  DataViewsPage,
  DataViewsQuery,
  JobIdParam,
  JobRetriedResponse,
  JobsPage,
  JobsQuery,
  QueuesResponse,
} from './audit.dto.js';
import { AuditQueries } from './audit.queries.js';
import { RetryJob } from './retry-job.js';
import { AUDIT_READ } from './audit.permissions.js';
import { QUEUE_MANAGE, QUEUE_READ } from '#libs/identity';

@ApiTags('audit')
@Controller()
export class AuditController {
  constructor(
    private readonly queries: AuditQueries,
    private readonly retryJob: RetryJob,
  ) {}

  /** The audit trail of the actor's units, newest first. */
  @Get('audit/events')
  @Requires(AUDIT_READ)
  events(@CurrentActor() actor: Actor, @Query() query: AuditEventsQuery): Promise<AuditEventsPage> {
    return this.queries.events(actor, query);
  }

  /** Who viewed personal data, and why. */
  @Get('audit/data-views')
  @Requires(AUDIT_READ)
  dataViews(@CurrentActor() actor: Actor, @Query() query: DataViewsQuery): Promise<DataViewsPage> {
    return this.queries.dataViews(actor, query);
  }

  /** The job queues: how many jobs wait, run and have failed. */
  @Get('queues')
  @Requires(QUEUE_READ)
  queues(): Promise<QueuesResponse> {
    return this.queries.queues();
  }

  /** Jobs in one state, oldest first; failed jobs by default. */
  @Get('queues/jobs')
  @Requires(QUEUE_READ)
  jobs(@Query() query: JobsQuery): Promise<JobsPage> {
    return this.queries.jobs(query);
  }

  /** Queues a failed job again. */
  @Post('queues/jobs/:jobId/retry')
  @HttpCode(200)
  @Requires(QUEUE_MANAGE)
  @Idempotent()
  retry(@CurrentActor() actor: Actor, @Param() { jobId }: JobIdParam): Promise<JobRetriedResponse> {
    return this.retryJob.execute(actor, jobId);
  }
}
