import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import {
  AnswersWorkbook,
  CurrentActor,
  Idempotent,
  PageQuery,
  Requires,
  UPLOAD_BODY,
  Uploads,
  type Actor,
  type ApiRequest,
} from '#libs/platform';
import {
  RosterAnswer,
  RosterIdAnswer,
  RosterParam,
  RosterRowParam,
  RosterRowSettledAnswer,
  RosterRowsPage,
  RosterRowsQuery,
  RosterUnitQuery,
  RostersPage,
  SettleRosterRowBody,
} from './roster.dto.js';
import { RosterQueries } from './roster.queries.js';
import { Roster } from './roster.js';

@ApiTags('volunteers')
@Controller('volunteer-rosters')
export class RosterController {
  constructor(
    private readonly roster: Roster,
    private readonly queries: RosterQueries,
    private readonly uploads: Uploads,
  ) {}

  /** Sends a roster of party members (.xlsx or .csv): it is read, and nobody is registered yet. */
  @Post()
  @Requires('person.manage')
  @ApiConsumes('multipart/form-data')
  @ApiBody(UPLOAD_BODY)
  async read(
    @CurrentActor() actor: Actor,
    @Query() { unitId }: RosterUnitQuery,
    @Req() request: ApiRequest,
  ): Promise<RosterIdAnswer> {
    const { name, bytes } = await this.uploads.take(actor, request);
    return this.roster.read(actor, { unitId, fileName: name, file: bytes });
  }

  @Get()
  @Requires('person.manage')
  list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<RostersPage> {
    return this.queries.list(actor, query);
  }

  /** A blank form to fill in. */
  @Get('template.xlsx')
  @Requires('person.manage')
  @AnswersWorkbook('roster-template.xlsx')
  async template(): Promise<StreamableFile> {
    return new StreamableFile(await this.queries.template());
  }

  @Get(':rosterId')
  @Requires('person.manage')
  get(@CurrentActor() actor: Actor, @Param() { rosterId }: RosterParam): Promise<RosterAnswer> {
    return this.queries.get(actor, rosterId);
  }

  /** The rows with what is in doubt, masked. */
  @Get(':rosterId/rows')
  @Requires('person.manage')
  rows(
    @CurrentActor() actor: Actor,
    @Param() { rosterId }: RosterParam,
    @Query() query: RosterRowsQuery,
  ): Promise<RosterRowsPage> {
    return this.queries.rows(actor, rosterId, query);
  }

  /** Settles what is in doubt in a row. */
  @Patch(':rosterId/rows/:rowNo')
  @Requires('person.manage')
  @Idempotent()
  settle(
    @CurrentActor() actor: Actor,
    @Param() { rosterId, rowNo }: RosterRowParam,
    @Body() body: SettleRosterRowBody,
  ): Promise<RosterRowSettledAnswer> {
    return this.roster.settle(actor, rosterId, rowNo, body);
  }

  /** Takes the accepted rows in; a job does it. May be asked again after more rows were settled. */
  @Post(':rosterId/commit')
  @HttpCode(202)
  @Requires('person.manage')
  @Idempotent()
  commit(@CurrentActor() actor: Actor, @Param() { rosterId }: RosterParam): Promise<RosterIdAnswer> {
    return this.roster.commit(actor, rosterId);
  }

  /** Gives everybody of the roster who has no password yet a code to choose one with, as a workbook. */
  @Post(':rosterId/start-codes')
  @HttpCode(200)
  @Requires('person.manage')
  @AnswersWorkbook('start-codes.xlsx')
  async startCodes(@CurrentActor() actor: Actor, @Param() { rosterId }: RosterParam): Promise<StreamableFile> {
    return new StreamableFile(await this.queries.startCodesWorkbook(actor, rosterId));
  }
}
