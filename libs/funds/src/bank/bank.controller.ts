import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import {
  CurrentActor,
  Idempotent,
  PageQuery,
  ReasonBody,
  Requires,
  UPLOAD_BODY,
  Uploads,
  type Actor,
  type ApiRequest,
} from '#libs/platform';
import { ChooseHeadingsBody, FormHeadings, ImportUnitQuery } from '#libs/imports';
import { FundUnitParam } from '../funds.dto.js';
import {
  BankBreakIdParam,
  BankDayQuery,
  BankEntriesPage,
  BankIdResponse,
  BankIdsResponse,
  BankImportResponse,
  BankLineIdParam,
  BankLinesPage,
  BankLinesQuery,
  BankMatchIdParam,
  BankMatchesBody,
  BankReconciliationResponse,
  BankRetractionDecisionBody,
  BankRetractionIdParam,
  BankStatementIdParam,
  BankSuggestionsResponse,
} from './bank.dto.js';
import { BankQueries } from './bank.queries.js';
import { ConfirmBreak } from './confirm-break.js';
import { ImportStatement, STATEMENT_FORM } from './import-statement.js';
import { ReconcileBank } from './reconcile-bank.js';
import { RetractStatement } from './retract-statement.js';
import { BANK_READ, BANK_RECONCILE } from '../funds.permissions.js';

@ApiTags('funds')
@Controller()
export class BankController {
  constructor(
    private readonly importStatement: ImportStatement,
    private readonly headings: FormHeadings,
    private readonly reconcile: ReconcileBank,
    private readonly retracting: RetractStatement,
    private readonly confirming: ConfirmBreak,
    private readonly queries: BankQueries,
    private readonly uploads: Uploads,
  ) {}

  /** Imports a bank statement (.xlsx, .csv in UTF-8 or GBK). Movements that are already known are skipped. */
  @Post('units/:unitId/bank/statements')
  @HttpCode(200)
  @Requires(BANK_RECONCILE)
  @ApiConsumes('multipart/form-data')
  @ApiBody(UPLOAD_BODY)
  async take(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Req() request: ApiRequest,
  ): Promise<BankImportResponse> {
    const { name, bytes } = await this.uploads.take(actor, request);
    return this.importStatement.execute(actor, { unitId, fileName: name, file: bytes });
  }

  /** Sets the meaning of headings in this unit's statements and remembers it. Then upload the file again. */
  @Put('bank-statements/headings')
  @HttpCode(204)
  @Requires(BANK_RECONCILE)
  async chooseHeadings(
    @CurrentActor() actor: Actor,
    @Query() { unitId }: ImportUnitQuery,
    @Body() { choices }: ChooseHeadingsBody,
  ): Promise<void> {
    await this.headings.choose(actor, unitId, choices, STATEMENT_FORM);
  }

  /** The balances of bank and book, with the unmatched items on both sides. */
  @Get('units/:unitId/bank')
  @Requires(BANK_READ)
  reconciliation(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Query() { untilOn }: BankDayQuery,
  ): Promise<BankReconciliationResponse> {
    return this.queries.reconciliation(actor, unitId, untilOn);
  }

  /** Movements on the account, oldest first. */
  @Get('units/:unitId/bank/lines')
  @Requires(BANK_READ)
  lines(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Query() query: BankLinesQuery,
  ): Promise<BankLinesPage> {
    return this.queries.lines(actor, unitId, query);
  }

  /** Book entries without a matching movement, oldest first. */
  @Get('units/:unitId/bank/entries')
  @Requires(BANK_READ)
  entries(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Query() query: PageQuery,
  ): Promise<BankEntriesPage> {
    return this.queries.openEntries(actor, unitId, query);
  }

  /** Suggests which movements and entries belong together, and why. */
  @Get('units/:unitId/bank/suggestions')
  @Requires(BANK_RECONCILE)
  suggestions(@CurrentActor() actor: Actor, @Param() { unitId }: FundUnitParam): Promise<BankSuggestionsResponse> {
    return this.queries.suggestions(actor, unitId);
  }

  /** Matches movements on the account with book entries. */
  @Post('units/:unitId/bank/matches')
  @HttpCode(200)
  @Requires(BANK_RECONCILE)
  @Idempotent()
  match(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: FundUnitParam,
    @Body() { matches }: BankMatchesBody,
  ): Promise<BankIdsResponse> {
    return this.reconcile.match(actor, unitId, matches);
  }

  /** Undoes a match: its movements and entries are unmatched again. */
  @Delete('bank-matches/:matchId')
  @Requires(BANK_RECONCILE)
  undo(@CurrentActor() actor: Actor, @Param() { matchId }: BankMatchIdParam): Promise<BankIdResponse> {
    return this.reconcile.undo(actor, matchId);
  }

  /** Sets a movement aside, because it does not concern the fund. */
  @Put('bank-lines/:lineId/aside')
  @Requires(BANK_RECONCILE)
  @Idempotent()
  setAside(
    @CurrentActor() actor: Actor,
    @Param() { lineId }: BankLineIdParam,
    @Body() { reason }: ReasonBody,
  ): Promise<BankIdResponse> {
    return this.reconcile.setAside(actor, lineId, reason);
  }

  /** Brings a movement back that was set aside. */
  @Delete('bank-lines/:lineId/aside')
  @Requires(BANK_RECONCILE)
  bringBack(@CurrentActor() actor: Actor, @Param() { lineId }: BankLineIdParam): Promise<BankIdResponse> {
    return this.reconcile.bringBack(actor, lineId);
  }

  /** Proposes to retract a statement. A second person decides. */
  @Post('bank-statements/:statementId/retractions')
  @Requires(BANK_RECONCILE)
  @Idempotent()
  proposeRetraction(
    @CurrentActor() actor: Actor,
    @Param() { statementId }: BankStatementIdParam,
    @Body() { reason }: ReasonBody,
  ): Promise<BankIdResponse> {
    return this.retracting.propose(actor, statementId, reason);
  }

  /** Agrees to a retraction or declines it. The second person must not depend on the first. */
  @Post('bank-retractions/:retractionId/decision')
  @HttpCode(200)
  @Requires(BANK_RECONCILE)
  @Idempotent()
  decideRetraction(
    @CurrentActor() actor: Actor,
    @Param() { retractionId }: BankRetractionIdParam,
    @Body() { isAgreed }: BankRetractionDecisionBody,
  ): Promise<BankIdResponse> {
    return this.retracting.decide(actor, retractionId, isAgreed);
  }

  /** Confirms a break in a statement with a reason. */
  @Put('bank-breaks/:breakId/confirmation')
  @Requires(BANK_RECONCILE)
  @Idempotent()
  confirmBreak(
    @CurrentActor() actor: Actor,
    @Param() { breakId }: BankBreakIdParam,
    @Body() { reason }: ReasonBody,
  ): Promise<BankIdResponse> {
    return this.confirming.execute(actor, breakId, reason);
  }
}
