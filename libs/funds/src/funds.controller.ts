import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, budgetYear, type Actor } from '#libs/platform';
import { AllotYear } from './allot-year.js';
import {
  AllotYearAnswer,
  AllotYearBody,
  CloseYearAnswer,
  CloseYearBody,
  FundBreakdownAnswer,
  FundEntriesPage,
  FundEntriesQuery,
  FundIncomeBody,
  FundIncomeList,
  FundPlanAnswer,
  FundPlanBody,
  FundStatementAnswer,
  FundUnitParam,
  FundYearQuery,
  OpenYearAnswer,
  OpenYearBody,
} from './funds.dto.js';
import { CloseYear } from './close-year.js';
import { OpenYear } from './open-year.js';
import { PlanYear } from './plan-year.js';
import { RecordIncome } from './record-income.js';
import { FundsQueries } from './funds.queries.js';
import { SpendIdAnswer } from './spend/spend.dto.js';
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

  /** Allots a year's amount to every community of a unit. */
  @Post('fund-allotments')
  @HttpCode(200)
  @Requires(FUND_ALLOT)
  @Idempotent()
  allot(@CurrentActor() actor: Actor, @Body() body: AllotYearBody): Promise<AllotYearAnswer> {
    return this.allotYear.execute(actor, body);
  }

  /** Opens a budget year for every community of a unit. */
  @Post('fund-years')
  @HttpCode(200)
  @Requires(FUND_ALLOT)
  @Idempotent()
  open(@CurrentActor() actor: Actor, @Body() body: OpenYearBody): Promise<OpenYearAnswer> {
    return this.openYear.execute(actor, body);
  }

  /** Closes a budget year of every community of a unit, once it is over. Asked again, it goes on where it stopped. */
  @Post('fund-closings')
  @HttpCode(200)
  @Requires(FUND_ALLOT)
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
  @Requires(FUND_INCOME)
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
  @Requires(FUND_READ)
  income(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Query() { year }: FundYearQuery,
  ): Promise<FundIncomeList> {
    return this.queries.income(actor, unitId, year ?? budgetYear(new Date()));
  }

  /** How a community means to divide a year’s money; shown beside what became of it. */
  @Put('units/:unitId/fund/plan')
  @Requires(FUND_PLAN)
  @Idempotent()
  plan(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Body() body: FundPlanBody,
  ): Promise<FundPlanAnswer> {
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

  /** What became of a year's money by month, by kind and by payee, and where it is heading; this year if none is named. */
  @Get('units/:unitId/fund/breakdown')
  @Requires(FUND_READ)
  breakdown(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Query() { year }: FundYearQuery,
  ): Promise<FundBreakdownAnswer> {
    return this.queries.breakdown(actor, unitId, year ?? budgetYear(new Date()));
  }

  /** Allotted, added, reserved, paid and available of a unit in a year; this year if none is named. */
  @Get('units/:unitId/fund')
  @Requires(FUND_READ)
  statement(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Query() { year }: FundYearQuery,
  ): Promise<FundStatementAnswer> {
    return this.queries.statement(actor, unitId, year ?? budgetYear(new Date()));
  }
}
