import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import { NeedRadar } from './need-radar.js';
import { RadarResponse, RadarAskedResponse, RadarUnitParam } from './radar.dto.js';
import { PLAN_MAKE, PLAN_READ } from '../matching.permissions.js';

@ApiTags('matching')
@Controller('units/:unitId/need-radar')
export class RadarController {
  constructor(private readonly radar: NeedRadar) {}

  /** What many wishes of a unit have in common, from the last scan. */
  @Get()
  @Requires(PLAN_READ)
  view(@CurrentActor() actor: Actor, @Param() { unitId }: RadarUnitParam): Promise<RadarResponse> {
    return this.radar.view(actor, unitId);
  }

  /** Starts a new scan; a job does it. */
  @Post('scan')
  @HttpCode(202)
  @Requires(PLAN_MAKE)
  @Idempotent()
  scan(@CurrentActor() actor: Actor, @Param() { unitId }: RadarUnitParam): Promise<RadarAskedResponse> {
    return this.radar.ask(actor, unitId);
  }
}
