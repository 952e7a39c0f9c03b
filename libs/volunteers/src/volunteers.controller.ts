import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import {
  DescribeVolunteerBody,
  VerifyLicenceBody,
  VolunteerAnswer,
  VolunteerIdAnswer,
  VolunteerIdParam,
} from './volunteers.dto.js';
import { Volunteers } from './volunteers.js';
import { VOLUNTEER_SELF, VOLUNTEER_VERIFY } from './volunteers.permissions.js';

@ApiTags('volunteers')
@Controller('volunteers')
export class VolunteersController {
  constructor(private readonly volunteers: Volunteers) {}

  /** The own profile. */
  @Get('me')
  @Requires(VOLUNTEER_SELF)
  profile(@CurrentActor() actor: Actor): Promise<VolunteerAnswer> {
    return this.volunteers.profile(actor);
  }

  /** Says what one is good at, which licences one holds, when and how far one goes, how many claims one takes at once. */
  @Put('me')
  @Requires(VOLUNTEER_SELF)
  describe(@CurrentActor() actor: Actor, @Body() body: DescribeVolunteerBody): Promise<VolunteerAnswer> {
    return this.volunteers.describe(actor, body);
  }

  /** Confirms a licence whose paper one has seen. */
  @Post(':personId/licences')
  @Requires(VOLUNTEER_VERIFY)
  @Idempotent()
  verify(
    @CurrentActor() actor: Actor,
    @Param() { personId }: VolunteerIdParam,
    @Body() body: VerifyLicenceBody,
  ): Promise<VolunteerIdAnswer> {
    return this.volunteers.verifyLicence(actor, personId, body);
  }
}
