import { Controller, Get, Sse, type MessageEvent } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { SELF, CurrentActor, Requires, type Actor } from '#libs/platform';
import { WorkQueueResponse } from './work-queue.dto.js';
import { WorkQueueQueries } from './work-queue.queries.js';
import { ChangeStream } from '../change-stream/change-stream.js';
import { WORK_QUEUE_READ } from '../notifications.permissions.js';

@ApiTags('work queue')
@Controller()
export class WorkQueueController {
  constructor(
    private readonly queries: WorkQueueQueries,
    private readonly live: ChangeStream,
  ) {}

  /** The caller's work queue, earliest deadline first. */
  @Get('work-queue')
  @Requires(WORK_QUEUE_READ)
  listTasks(@CurrentActor() actor: Actor): Promise<WorkQueueResponse> {
    return this.queries.listTasks(actor);
  }

  /** Server-sent events: topics and ids of what has changed, as far as the caller may see it. Staff receive all changes in
   *  their units; others receive public changes in theirs, and changes of their own wishes. The stream closes with the
   *  session, and after five minutes; clients reconnect by themselves. Listening does not keep an idle session open. */
  @Sse('live')
  @Requires(SELF, { isActivity: false })
  @ApiProduces('text/event-stream')
  stream(@CurrentActor() actor: Actor): Observable<MessageEvent> {
    return this.live.stream(actor);
  }
}
