import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, PageQuery, Requires, type Actor } from '#libs/platform';
import { DelegateSignature } from '../roles/delegate-signature.js';
import { Delegations } from '../roles/delegations.js';
import {
  DelegationBody,
  DelegationIdParam,
  DelegationsPage,
  DeputiesResponse,
  GrantIdParam,
  IdResponse,
} from './identity.dto.js';
import { DELEGATION_GIVE, DELEGATION_READ } from '../identity.permissions.js';

@ApiTags('identity')
@Controller('delegations')
export class DelegationsController {
  constructor(
    private readonly delegations: Delegations,
    private readonly delegateSignature: DelegateSignature,
  ) {}

  /** Lists the caller's own delegations and those of people in the caller's units. */
  @Get()
  @Requires(DELEGATION_READ)
  list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<DelegationsPage> {
    return this.delegations.list(actor, query);
  }

  /** Delegates a signing role to another signer for some days. */
  @Post()
  @Requires(DELEGATION_GIVE)
  @Idempotent()
  give(@CurrentActor() actor: Actor, @Body() body: DelegationBody): Promise<IdResponse> {
    return this.delegateSignature.give(actor, body);
  }

  /** Lists the people who may stand in for a signing role. */
  @Get('deputies/:grantId')
  @Requires(DELEGATION_GIVE)
  async deputies(@CurrentActor() actor: Actor, @Param() { grantId }: GrantIdParam): Promise<DeputiesResponse> {
    return { items: await this.delegateSignature.deputies(actor, grantId) };
  }

  /** Ends a delegation before its last day. */
  @Post(':delegationId/ending')
  @HttpCode(200)
  @Requires(DELEGATION_GIVE)
  @Idempotent()
  end(@CurrentActor() actor: Actor, @Param() { delegationId }: DelegationIdParam): Promise<IdResponse> {
    return this.delegateSignature.end(actor, delegationId);
  }
}
