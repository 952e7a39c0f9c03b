import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, ReasonBody, Requires, budgetYear, type Actor } from '#libs/platform';
import { AllotYear } from './allot-year.js';
import {
  AllotYearAnswer,
  AllotYearBody,
  CloseYearAnswer,
  CloseYearBody,
  FundEntriesPage,
  FundEntriesQuery,
  FundIncomeBody,
  FundIncomeList,
  FundStatementAnswer,
  FundUnitParam,
  FundYearQuery,
  OpenYearAnswer,
  OpenYearBody,
  PaySpendBody,
  SpendIdAnswer,
  SpendRequestAnswer,
  SpendRequestIdParam,
  SpendRequestsPage,
  SpendRequestsQuery,
} from './funds.dto.js';
import { CloseYear } from './close-year.js';
import { OpenYear } from './open-year.js';
import { RecordIncome } from './record-income.js';
import { FundsQueries } from './funds.queries.js';
import { SpendRequests } from './spend-requests.js';

@ApiTags('funds')
@Controller()
export class FundsController {
  constructor(
    private readonly allotYear: AllotYear,
    private readonly openYear: OpenYear,
    private readonly closeYear: CloseYear,
    private readonly recordIncome: RecordIncome,
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

  /** Opens a budget year for every community of a unit. */
  @Post('fund-years')
  @HttpCode(200)
  @Requires('fund.allot')
  @Idempotent()
  open(@CurrentActor() actor: Actor, @Body() body: OpenYearBody): Promise<OpenYearAnswer> {
    return this.openYear.execute(actor, body);
  }

  /** Closes a budget year of every community of a unit, once it is over. Asked again, it goes on where it stopped. */
  @Post('fund-closings')
  @HttpCode(200)
  @Requires('fund.allot')
  close(
    @CurrentActor() actor: Actor,
    @Body() { carryCapFen, rollover, ...body }: CloseYearBody,
  ): Promise<CloseYearAnswer> {
    return this.closeYear.execute(actor, {
      ...body,
      rollover: rollover === 'carry_with_cap' ? { policy: rollover, capFen: carryCapFen ?? 0 } : { policy: rollover },
    });
  }

  /** Records a top-up, a donation or co-funding. */
  @Post('units/:unitId/fund/income')
  @Requires('fund.income')
  @Idempotent()
  receive(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Body() body: FundIncomeBody,
  ): Promise<SpendIdAnswer> {
    return this.recordIncome.execute(actor, { unitId, ...body });
  }

  /** What a community got beside its allotment; this year if none is named. */
  @Get('units/:unitId/fund/income')
  @Requires('fund.read')
  income(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Query() { year }: FundYearQuery,
  ): Promise<FundIncomeList> {
    return this.queries.income(actor, unitId, year ?? budgetYear(new Date()));
  }

  /** The entries of a community's book, newest first. */
  @Get('units/:unitId/fund/entries')
  @Requires('fund.read')
  entries(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Query() query: FundEntriesQuery,
  ): Promise<FundEntriesPage> {
    return this.queries.entries(actor, unitId, query);
  }

  /** Allotted, added, reserved, paid and available of a unit in a year; this year if none is named. */
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

  /** Signs a request in one's turn; the last signature approves it and reserves its amount. */
  @Post('spend-requests/:spendRequestId/approval')
  @HttpCode(200)
  @Requires('spend.approve')
  @Idempotent()
  approve(@CurrentActor() actor: Actor, @Param() { spendRequestId }: SpendRequestIdParam): Promise<SpendIdAnswer> {
    return this.requests.sign(actor, spendRequestId);
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
  @Requires('spend.release')
  @Idempotent()
  release(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: ReasonBody,
  ): Promise<SpendIdAnswer> {
    return this.requests.release(actor, spendRequestId, body.reason);
  }
}
