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

  /** What waits for one, oldest clock first. */
  @Get('desk')
  @Requires(DESK_READ)
  desk(@CurrentActor() actor: Actor): Promise<DeskAnswer> {
    return this.queries.desk(actor);
  }

  /** Server-sent events: what has changed within one's sight, as topics and ids. Staff hear of everything in their units;
   *  others of what is public in theirs, and of their own wishes. Closed with the session, and after a few minutes; clients
   *  come back by themselves. Listening does not keep an idle session open. */
  @Sse('live')
  @Requires(SELF, { isActivity: false })
  @ApiProduces('text/event-stream')
  stream(@CurrentActor() actor: Actor): Observable<MessageEvent> {
    return this.live.stream(actor);
  }
}
