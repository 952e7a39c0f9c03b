import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, PageQuery, Requires, type Actor } from '#libs/platform';
import {
  AppointmentsPage,
  ConfirmationResponse,
  GrantResponse,
  GrantIdParam,
  IdResponse,
  PeoplePage,
  PeopleQuery,
  PersonIdParam,
  RegisterPersonBody,
  RoleBody,
  RoleChoicesResponse,
  RoleChoicesQuery,
} from './identity.dto.js';
import { Appointments } from '../roles/appointments.js';
import { ConfirmRole } from '../roles/confirm-role.js';
import { DisableAccount } from '../people/disable-account.js';
import { People } from '../people/people.js';
import { RegisterPerson } from '../people/register-person.js';
import { RoleChoices } from '../roles/role-choices.js';
import { RevokeRole } from '../roles/revoke-role.js';
import { PERSON_MANAGE, PERSON_READ } from '../identity.permissions.js';

@ApiTags('identity')
@Controller('people')
export class PeopleController {
  constructor(
    private readonly people: People,
    private readonly registerPerson: RegisterPerson,
    private readonly roleChoices: RoleChoices,
    private readonly confirmRole: ConfirmRole,
    private readonly appointmentQueries: Appointments,
    private readonly revokeRole: RevokeRole,
    private readonly disableAccount: DisableAccount,
  ) {}

  /** Registers a person with their first roles. The account opens with an activation code. */
  @Post()
  @Requires(PERSON_MANAGE)
  @Idempotent()
  register(@CurrentActor() actor: Actor, @Body() body: RegisterPersonBody): Promise<IdResponse> {
    return this.registerPerson.execute(actor, body);
  }

  /** Lists the people who hold roles in the caller's units. */
  @Get()
  @Requires(PERSON_READ)
  list(@CurrentActor() actor: Actor, @Query() query: PeopleQuery): Promise<PeoplePage> {
    return this.people.list(actor, query);
  }

  /** Lists the roles that exist in a unit: which ones the caller may give, and why not the others. */
  @Get('role-choices')
  @Requires(PERSON_MANAGE)
  async choices(@CurrentActor() actor: Actor, @Query() { unitId }: RoleChoicesQuery): Promise<RoleChoicesResponse> {
    return { items: await this.roleChoices.of(actor, unitId) };
  }

  /** Lists appointments below the caller's units that await confirmation by a second person. */
  @Get('appointments')
  @Requires(PERSON_MANAGE)
  appointments(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<AppointmentsPage> {
    return this.appointmentQueries.list(actor, query);
  }

  /** Gives a person a role in a unit. A role that signs, pays, supervises or manages accounts awaits confirmation by a
   *  second person above. */
  @Post(':personId/roles')
  @Requires(PERSON_MANAGE)
  @Idempotent()
  grant(
    @CurrentActor() actor: Actor,
    @Param() { personId }: PersonIdParam,
    @Body() body: RoleBody,
  ): Promise<GrantResponse> {
    return this.registerPerson.grant(actor, personId, body);
  }

  /** Confirms an appointment that somebody else proposed. */
  @Post('roles/:grantId/confirmation')
  @HttpCode(200)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  confirm(@CurrentActor() actor: Actor, @Param() { grantId }: GrantIdParam): Promise<ConfirmationResponse> {
    return this.confirmRole.execute(actor, grantId);
  }

  /** Closes a person's account and ends its sessions. */
  @Post(':personId/disabling')
  @HttpCode(200)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  disable(@CurrentActor() actor: Actor, @Param() { personId }: PersonIdParam): Promise<IdResponse> {
    return this.disableAccount.execute(actor, personId);
  }

  /** Reopens a closed account with its previous roles. */
  @Delete(':personId/disabling')
  @Requires(PERSON_MANAGE)
  reopen(@CurrentActor() actor: Actor, @Param() { personId }: PersonIdParam): Promise<IdResponse> {
    return this.disableAccount.reopen(actor, personId);
  }

  /** Revokes a role, or refuses an appointment. */
  @Delete('roles/:grantId')
  @Requires(PERSON_MANAGE)
  revoke(@CurrentActor() actor: Actor, @Param() { grantId }: GrantIdParam): Promise<IdResponse> {
    return this.revokeRole.execute(actor, grantId);
  }
}
