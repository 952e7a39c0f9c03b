import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import {
  GrantIdParam,
  IdAnswer,
  PeoplePage,
  PeopleQuery,
  PersonIdParam,
  RegisterPersonBody,
  RoleBody,
  StartCodeAnswer,
} from './identity.dto.js';
import { ManagePeople } from '../manage-people.js';
import { People } from '../people.js';

@ApiTags('identity')
@Controller('people')
export class PeopleController {
  constructor(
    private readonly people: People,
    private readonly manage: ManagePeople,
  ) {}

  /** Registers a person with her first roles. */
  @Post()
  @Requires('person.manage')
  @Idempotent()
  register(@CurrentActor() actor: Actor, @Body() body: RegisterPersonBody): Promise<IdAnswer> {
    return this.manage.register(actor, body);
  }

  /** The people who hold roles in one's units. */
  @Get()
  @Requires('person.read')
  list(@CurrentActor() actor: Actor, @Query() query: PeopleQuery): Promise<PeoplePage> {
    return this.people.list(actor, query);
  }

  /** Gives a person a role in a unit. */
  @Post(':personId/roles')
  @Requires('person.manage')
  @Idempotent()
  grant(@CurrentActor() actor: Actor, @Param() { personId }: PersonIdParam, @Body() body: RoleBody): Promise<IdAnswer> {
    return this.manage.grant(actor, personId, body);
  }

  /** Gives a code by which a person chooses a password. Asked again, the one before is void. */
  @Post(':personId/start-code')
  @HttpCode(200)
  @Requires('person.manage')
  giveStartCode(@CurrentActor() actor: Actor, @Param() { personId }: PersonIdParam): Promise<StartCodeAnswer> {
    return this.manage.giveStartCode(actor, personId);
  }

  /** Closes a person's account and ends her sessions. */
  @Post(':personId/disabling')
  @HttpCode(200)
  @Requires('person.manage')
  @Idempotent()
  disable(@CurrentActor() actor: Actor, @Param() { personId }: PersonIdParam): Promise<IdAnswer> {
    return this.manage.disable(actor, personId);
  }

  /** Takes away the second factor of somebody who lost her phone and her recovery codes; her sessions end. */
  @Delete(':personId/second-factor')
  @Requires('person.manage')
  forgetSecondFactor(@CurrentActor() actor: Actor, @Param() { personId }: PersonIdParam): Promise<IdAnswer> {
    return this.manage.forgetSecondFactor(actor, personId);
  }

  /** Takes a role back. */
  @Delete('roles/:grantId')
  @Requires('person.manage')
  revoke(@CurrentActor() actor: Actor, @Param() { grantId }: GrantIdParam): Promise<IdAnswer> {
    return this.manage.revoke(actor, grantId);
  }
}
