import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import {
  AnswersWorkbook,
  CurrentActor,
  Idempotent,
  PageQuery,
  ReasonBody,
  Requires,
  UPLOAD_BODY,
  Uploads,
  maskName,
  maskPhone,
  type Actor,
  type ApiRequest,
} from '#libs/platform';
import {
  ChooseHeadingsBody,
  FormHeadings,
  ImportRowsQuery,
  ImportStartedResponse,
  ImportResponse,
  ImportUnitQuery,
  ImportsPage,
  RowCorrectedResponse,
  type StoredRow,
} from '#libs/imports';
import { fieldsToCorrect } from './correct-row.js';
import type { RosterDoubt } from './read-roster.js';
import { RosterActivationCodes } from './roster-activation-codes.js';
import {
  CorrectRosterRowBody,
  RosterParam,
  RosterRowParam,
  RosterRowsPage,
  type RosterRowResponse,
} from './roster.dto.js';
import { Rosters, type KeptMember } from './rosters.js';
import { PERSON_MANAGE } from '#libs/identity';

@ApiTags('volunteers')
@Controller('volunteer-rosters')
export class RosterController {
  constructor(
    private readonly rosters: Rosters,
    private readonly headings: FormHeadings,
    private readonly codes: RosterActivationCodes,
    private readonly uploads: Uploads,
  ) {}

  /** Uploads a roster of party members (.xlsx or separated text). The file is read at once; no person is registered yet. */
  @Post()
  @Requires(PERSON_MANAGE)
  @ApiConsumes('multipart/form-data')
  @ApiBody(UPLOAD_BODY)
  async read(
    @CurrentActor() actor: Actor,
    @Query() { unitId }: ImportUnitQuery,
    @Req() request: ApiRequest,
  ): Promise<ImportStartedResponse> {
    const { name, bytes } = await this.uploads.take(actor, request);
    return this.rosters.start(actor, { unitId, fileName: name, file: bytes }, { isAwaited: true });
  }

  @Get()
  @Requires(PERSON_MANAGE)
  list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<ImportsPage> {
    return this.rosters.list(actor, query);
  }

  /** Downloads a blank roster template. */
  @Get('template.xlsx')
  @Requires(PERSON_MANAGE)
  @AnswersWorkbook('roster-template.xlsx')
  async template(): Promise<StreamableFile> {
    return new StreamableFile(await this.rosters.template());
  }

  /** Stores what the headings of this unit's rosters mean. Upload the file or read it again to apply the choice. */
  @Put('headings')
  @HttpCode(204)
  @Requires(PERSON_MANAGE)
  async chooseHeadings(
    @CurrentActor() actor: Actor,
    @Query() { unitId }: ImportUnitQuery,
    @Body() { choices }: ChooseHeadingsBody,
  ): Promise<void> {
    await this.headings.choose(actor, unitId, choices, this.rosters.kind);
  }

  @Get(':rosterId')
  @Requires(PERSON_MANAGE)
  get(@CurrentActor() actor: Actor, @Param() { rosterId }: RosterParam): Promise<ImportResponse> {
    return this.rosters.get(actor, rosterId);
  }

  /** Lists the rows with their doubts; names and telephones are masked. */
  @Get(':rosterId/rows')
  @Requires(PERSON_MANAGE)
  rows(
    @CurrentActor() actor: Actor,
    @Param() { rosterId }: RosterParam,
    @Query() query: ImportRowsQuery,
  ): Promise<RosterRowsPage> {
    return this.rosters.rows(actor, rosterId, query, (row, reading) => this.toRow(row, reading, actor));
  }

  /** Corrects the doubtful fields of a row. */
  @Patch(':rosterId/rows/:rowNo')
  @Requires(PERSON_MANAGE)
  @Idempotent()
  correct(
    @CurrentActor() actor: Actor,
    @Param() { rosterId, rowNo }: RosterRowParam,
    @Body() { reading, ...values }: CorrectRosterRowBody,
  ): Promise<RowCorrectedResponse> {
    return this.rosters.correct(actor, { rosterId, rowNo, reading }, values);
  }

  /** Reads the file again after headings were explained. Corrections of rows are lost. */
  @Post(':rosterId/reading')
  @HttpCode(202)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  readAgain(@CurrentActor() actor: Actor, @Param() { rosterId }: RosterParam): Promise<ImportStartedResponse> {
    return this.rosters.readAgain(actor, rosterId);
  }

  /** Starts a job that imports the accepted rows. It can be started again after more rows were corrected. */
  @Post(':rosterId/commit')
  @HttpCode(202)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  commit(@CurrentActor() actor: Actor, @Param() { rosterId }: RosterParam): Promise<ImportStartedResponse> {
    return this.rosters.commit(actor, rosterId);
  }

  /** Reverts the import: revokes the role of imported people who have not opened their accounts. */
  @Post(':rosterId/taking-back')
  @HttpCode(202)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  takeBack(
    @CurrentActor() actor: Actor,
    @Param() { rosterId }: RosterParam,
    @Body() { reason }: ReasonBody,
  ): Promise<ImportStartedResponse> {
    return this.rosters.takeBack(actor, rosterId, reason);
  }

  /** Downloads the rows that need attention, with the reasons, as a workbook to correct and upload again. */
  @Get(':rosterId/attention.xlsx')
  @Requires(PERSON_MANAGE)
  @AnswersWorkbook('roster-attention.xlsx')
  async attention(@CurrentActor() actor: Actor, @Param() { rosterId }: RosterParam): Promise<StreamableFile> {
    return new StreamableFile(await this.rosters.attention(actor, rosterId));
  }

  /** Issues activation codes for people of the roster who have no password yet, as a workbook. */
  @Post(':rosterId/activation-codes')
  @HttpCode(200)
  @Requires(PERSON_MANAGE)
  @AnswersWorkbook('activation-codes.xlsx')
  async activationCodes(@CurrentActor() actor: Actor, @Param() { rosterId }: RosterParam): Promise<StreamableFile> {
    return new StreamableFile(await this.codes.workbook(actor, rosterId));
  }

  private toRow(stored: StoredRow<KeptMember>, reading: number, { locale }: Actor): RosterRowResponse {
    const { rowNo, sheet, row, verdict, doubts, isKnown, isTakenBack, subjectId } = stored;
    const { values, unknownSkills, typed } = stored.kept;
    return {
      rowNo,
      reading,
      sheet,
      row,
      verdict,
      doubts: doubts as RosterDoubt[],
      reasons: this.rosters.reasons(stored, locale),
      fields: fieldsToCorrect(stored),
      values: { ...values, name: maskName(values.name), phone: maskPhone(values.phone) },
      unknownSkills,
      typed,
      isTaken: subjectId !== null,
      isTakenBack,
      isKnown,
    };
  }
}
