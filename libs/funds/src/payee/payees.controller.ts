import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import { CorrectPayee } from './correct-payee.js';
import {
  CorrectPayeeBody,
  FindPayeesBody,
  FoundPayeesResponse,
  NewPayeeBody,
  PayeeIdResponse,
  PayeeIdParam,
  PayeesPage,
  PayeesQuery,
} from './payee.dto.js';
import { PayeesQueries } from './payees.queries.js';
import { PAYEE_MANAGE, SPEND_READ } from '../funds.permissions.js';

@ApiTags('funds')
@Controller()
export class PayeesController {
  constructor(
    private readonly correcting: CorrectPayee,
    private readonly queries: PayeesQueries,
  ) {}

  /** Payees in the registers of a unit and the units below it, newest first. Names of persons are masked. */
  @Get('payees')
  @Requires(SPEND_READ)
  list(@CurrentActor() actor: Actor, @Query() query: PayeesQuery): Promise<PayeesPage> {
    return this.queries.list(actor, query);
  }

  /** Finds payees by name for a request form: organisations by part of the name, persons by the full name only. */
  @Post('payees/search')
  @HttpCode(200)
  @Requires(SPEND_READ)
  async find(@CurrentActor() actor: Actor, @Body() body: FindPayeesBody): Promise<FoundPayeesResponse> {
    return { items: await this.queries.find(actor, body) };
  }

  /** Adds a payee to a register. */
  @Post('payees')
  @Requires(PAYEE_MANAGE)
  @Idempotent()
  add(@CurrentActor() actor: Actor, @Body() body: NewPayeeBody): Promise<PayeeIdResponse> {
    return this.correcting.add(actor, body);
  }

  /** Classifies a payee, or corrects a name that no submitted request refers to yet. */
  @Post('payees/:payeeId/correction')
  @HttpCode(200)
  @Requires(PAYEE_MANAGE)
  @Idempotent()
  correct(
    @CurrentActor() actor: Actor,
    @Param() { payeeId }: PayeeIdParam,
    @Body() body: CorrectPayeeBody,
  ): Promise<PayeeIdResponse> {
    return this.correcting.correct(actor, payeeId, body);
  }
}
