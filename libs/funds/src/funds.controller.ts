import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, budgetYear, type Actor } from '#libs/platform';
import { AllotYear } from './year/allot-year.js';
import {
  AllotYearResponse,
  AllotYearBody,
  CloseYearResponse,
  CloseYearBody,
  FundBreakdownResponse,
  FundEntriesPage,
  FundEntriesQuery,
  FundIncomeBody,
  FundIncomeList,
  FundPlanResponse,
  FundPlanBody,
  FundStatementResponse,
  FundUnitParam,
  FundYearQuery,
  OpenYearResponse,
  OpenYearBody,
} from './funds.dto.js';
import { CloseYear } from './year/close-year.js';
import { OpenYear } from './year/open-year.js';
import { PlanYear } from './year/plan-year.js';
import { RecordIncome } from './year/record-income.js';
import { FundsQueries } from './ledger/funds.queries.js';
import { SpendIdResponse } from './spend/spend.dto.js';
import { FUND_ALLOT, FUND_INCOME, FUND_PLAN, FUND_READ } from './funds.permissions.js';

@ApiTags('funds')
@Controller()
export class FundsController {
  constructor(
    private readonly allotYear: AllotYear,
    private readonly openYear: OpenYear,
    private readonly closeYear: CloseYear,
    private readonly recordIncome: RecordIncome,
    private readonly planYear: PlanYear,
    private readonly queries: FundsQueries,
  ) {}

  /** Allots an amount for a year to each community of a unit. */
  @Post('fund-allotments')
  @HttpCode(200)
  @Requires(FUND_ALLOT)
  @Idempotent()
  allot(@CurrentActor() actor: Actor, @Body() body: AllotYearBody): Promise<AllotYearResponse> {
    return this.allotYear.execute(actor, body);
  }

  /** Opens a budget year for each community of a unit. */
  @Post('fund-years')
  @HttpCode(200)
  @Requires(FUND_ALLOT)
  @Idempotent()
  open(@CurrentActor() actor: Actor, @Body() body: OpenYearBody): Promise<OpenYearResponse> {
    return this.openYear.execute(actor, body);
  }

  /** Closes a past budget year of each community of a unit. A repeated call continues where the last one stopped. */
  @Post('fund-closings')
  @HttpCode(200)
  @Requires(FUND_ALLOT)
  close(
    @CurrentActor() actor: Actor,
    @Body() { carryCapFen, rollover, ...body }: CloseYearBody,
  ): Promise<CloseYearResponse> {
    return this.closeYear.execute(actor, {
      ...body,
      rollover: rollover === 'carry_with_cap' ? { policy: rollover, capFen: carryCapFen ?? 0 } : { policy: rollover },
    });
  }

  /** Records a top-up, a donation or co-funding. */
  @Post('units/:unitId/fund/income')
  @Requires(FUND_INCOME)
  @Idempotent()
  receive(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Body() body: FundIncomeBody,
  ): Promise<SpendIdResponse> {
    return this.recordIncome.execute(actor, { unitId, ...body });
  }

  /** Income of a community in addition to its allotment. Default: the current year. */
  @Get('units/:unitId/fund/income')
  @Requires(FUND_READ)
  income(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Query() { year }: FundYearQuery,
  ): Promise<FundIncomeList> {
    return this.queries.income(actor, unitId, year ?? budgetYear(new Date()));
  }

  /** Sets a community’s plan for dividing a year’s money. Statements show it next to the actual figures. */
  @Put('units/:unitId/fund/plan')
  @Requires(FUND_PLAN)
  @Idempotent()
  plan(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Body() body: FundPlanBody,
  ): Promise<FundPlanResponse> {
    return this.planYear.execute(actor, { unitId, ...body });
  }

  /** The entries of a community's book, newest first. */
  @Get('units/:unitId/fund/entries')
  @Requires(FUND_READ)
  entries(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Query() query: FundEntriesQuery,
  ): Promise<FundEntriesPage> {
    return this.queries.entries(actor, unitId, query);
  }

  /** A year's spending by month, kind and payee, with a forecast. Default: the current year. */
  @Get('units/:unitId/fund/breakdown')
  @Requires(FUND_READ)
  breakdown(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Query() { year }: FundYearQuery,
  ): Promise<FundBreakdownResponse> {
    return this.queries.breakdown(actor, unitId, year ?? budgetYear(new Date()));
  }

  /** Allotted, added, reserved, paid and available money of a unit in a year. Default: the current year. */
  @Get('units/:unitId/fund')
  @Requires(FUND_READ)
  statement(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Query() { year }: FundYearQuery,
  ): Promise<FundStatementResponse> {
    return this.queries.statement(actor, unitId, year ?? budgetYear(new Date()));
  }
}
