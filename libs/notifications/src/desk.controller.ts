import { Controller, Get, Sse, type MessageEvent } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { SELF, CurrentActor, Requires, type Actor } from '#libs/platform';
import { DeskAnswer } from './desk.dto.js';
import { DeskQueries } from './desk.queries.js';
import { Live } from './live.js';
import { DESK_READ } from './notifications.permissions.js';

@ApiTags('desk')
@Controller()
export class DeskController {
  constructor(
    private readonly queries: DeskQueries,
    private readonly live: Live,
  ) {}

  /** The caller's work queue, earliest deadline first. */
  @Get('desk')
  @Requires(DESK_READ)
  desk(@CurrentActor() actor: Actor): Promise<DeskAnswer> {
    return this.queries.desk(actor);
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
