import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import {
  DescribeVolunteerBody,
  VerifyLicenceBody,
  VolunteerResponse,
  VolunteerIdResponse,
  VolunteerIdParam,
} from './volunteers.dto.js';
import { Volunteers } from './volunteers.js';
import { VOLUNTEER_SELF, VOLUNTEER_VERIFY } from './volunteers.permissions.js';

@ApiTags('volunteers')
@Controller('volunteers')
export class VolunteersController {
  constructor(private readonly volunteers: Volunteers) {}

  /** Returns the signed-in volunteer's profile. */
  @Get('me')
  @Requires(VOLUNTEER_SELF)
  profile(@CurrentActor() actor: Actor): Promise<VolunteerResponse> {
    return this.volunteers.profile(actor);
  }

  /** Updates the signed-in volunteer's profile: skills, licences, availability, reach and maximum number of open
   *  claims. */
  @Put('me')
  @Requires(VOLUNTEER_SELF)
  describe(@CurrentActor() actor: Actor, @Body() body: DescribeVolunteerBody): Promise<VolunteerResponse> {
    return this.volunteers.describe(actor, body);
  }

  /** Verifies a volunteer's licence after staff have seen the document. */
  @Post(':personId/licences')
  @Requires(VOLUNTEER_VERIFY)
  @Idempotent()
  verify(
    @CurrentActor() actor: Actor,
    @Param() { personId }: VolunteerIdParam,
    @Body() body: VerifyLicenceBody,
  ): Promise<VolunteerIdResponse> {
    return this.volunteers.verifyLicence(actor, personId, body);
  }
}
