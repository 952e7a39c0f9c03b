import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, ReasonBody, Requires, budgetYear, type Actor } from '#libs/platform';
import { AllotYear } from './allot-year.js';
import {
  AllotYearAnswer,
  AllotYearBody,
  FundStatementAnswer,
  FundUnitParam,
  FundYearQuery,
  PaySpendBody,
  SpendIdAnswer,
  SpendRequestAnswer,
  SpendRequestIdParam,
  SpendRequestsPage,
  SpendRequestsQuery,
} from './funds.dto.js';
import { FundsQueries } from './funds.queries.js';
import { SpendRequests } from './spend-requests.js';

@ApiTags('funds')
@Controller()
export class FundsController {
  constructor(
    private readonly allotYear: AllotYear,
    private readonly requests: SpendRequests,
    private readonly queries: FundsQueries,
  ) {}

  /** Allots a year's amount to every community of a unit. */
  @Post('fund-allotments')
  @HttpCode(200)
  @Requires('fund.allot')
  @Idempotent()
  allot(@CurrentActor() actor: Actor, @Body() body: AllotYearBody): Promise<AllotYearAnswer> {
    return this.allotYear.execute(actor, body);
  }

  /** Allotted, reserved, paid and available of a unit in a year; this year if none is named. */
  @Get('units/:unitId/fund')
  @Requires('fund.read')
  statement(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Query() { year }: FundYearQuery,
  ): Promise<FundStatementAnswer> {
    return this.queries.statement(actor, unitId, year ?? budgetYear(new Date()));
  }

  /** Spend requests in one's scope, newest first. */
  @Get('spend-requests')
  @Requires('fund.read')
  list(@CurrentActor() actor: Actor, @Query() query: SpendRequestsQuery): Promise<SpendRequestsPage> {
    return this.queries.requests(actor, query);
  }

  @Get('spend-requests/:spendRequestId')
  @Requires('fund.read')
  get(@CurrentActor() actor: Actor, @Param() { spendRequestId }: SpendRequestIdParam): Promise<SpendRequestAnswer> {
    return this.queries.request(actor, spendRequestId);
  }

  /** Approves a request and reserves its amount. */
  @Post('spend-requests/:spendRequestId/approval')
  @HttpCode(200)
  @Requires('spend.approve')
  @Idempotent()
  approve(@CurrentActor() actor: Actor, @Param() { spendRequestId }: SpendRequestIdParam): Promise<SpendIdAnswer> {
    return this.requests.approve(actor, spendRequestId);
  }

  /** Refuses a request with a reason. */
  @Post('spend-requests/:spendRequestId/refusal')
  @HttpCode(200)
  @Requires('spend.approve')
  @Idempotent()
  refuse(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: ReasonBody,
  ): Promise<SpendIdAnswer> {
    return this.requests.refuse(actor, spendRequestId, body.reason);
  }

  /** Pays an approved request, wholly or in part, under a voucher number. */
  @Post('spend-requests/:spendRequestId/payments')
  @Requires('spend.pay')
  @Idempotent()
  pay(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: PaySpendBody,
  ): Promise<SpendIdAnswer> {
    return this.requests.pay(actor, spendRequestId, body);
  }

  /** Gives back what a request still holds, and closes it. */
  @Post('spend-requests/:spendRequestId/release')
  @HttpCode(200)
  @Requires('spend.approve')
  @Idempotent()
  release(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: ReasonBody,
  ): Promise<SpendIdAnswer> {
    return this.requests.release(actor, spendRequestId, body.reason);
  }
}
