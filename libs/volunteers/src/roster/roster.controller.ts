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
  ImportStartedAnswer,
  ImportAnswer,
  ImportUnitQuery,
  ImportsPage,
  RowCorrectedAnswer,
  type StoredRow,
} from '#libs/imports';
import { fieldsToCorrect } from './correct-row.js';
import type { RosterDoubt } from './read-roster.js';
import { RosterStartCodes } from './roster-start-codes.js';
import {
  CorrectRosterRowBody,
  RosterParam,
  RosterRowParam,
  RosterRowsPage,
  type RosterRowAnswer,
} from './roster.dto.js';
import { Rosters, type KeptMember } from './rosters.js';
import { PERSON_MANAGE } from '#libs/identity';

@ApiTags('volunteers')
@Controller('volunteer-rosters')
export class RosterController {
  constructor(
    private readonly rosters: Rosters,
    private readonly headings: FormHeadings,
    private readonly codes: RosterStartCodes,
    private readonly uploads: Uploads,
  ) {}

  /** Sends a roster of party members (.xlsx or separated text): it is read at once, and nobody is registered yet. */
  @Post()
  @Requires(PERSON_MANAGE)
  @ApiConsumes('multipart/form-data')
  @ApiBody(UPLOAD_BODY)
  async read(
    @CurrentActor() actor: Actor,
    @Query() { unitId }: ImportUnitQuery,
    @Req() request: ApiRequest,
  ): Promise<ImportStartedAnswer> {
    const { name, bytes } = await this.uploads.take(actor, request);
    return this.rosters.start(actor, { unitId, fileName: name, file: bytes }, { isAwaited: true });
  }

  @Get()
  @Requires(PERSON_MANAGE)
  list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<ImportsPage> {
    return this.rosters.list(actor, query);
  }

  /** A blank form to fill in. */
  @Get('template.xlsx')
  @Requires(PERSON_MANAGE)
  @AnswersWorkbook('roster-template.xlsx')
  async template(): Promise<StreamableFile> {
    return new StreamableFile(await this.rosters.template());
  }

  /** Says what headings of this unit's rosters mean. It is remembered; send, or read, the file again afterwards. */
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
  get(@CurrentActor() actor: Actor, @Param() { rosterId }: RosterParam): Promise<ImportAnswer> {
    return this.rosters.get(actor, rosterId);
  }

  /** The rows with what is in doubt, masked. */
  @Get(':rosterId/rows')
  @Requires(PERSON_MANAGE)
  rows(
    @CurrentActor() actor: Actor,
    @Param() { rosterId }: RosterParam,
    @Query() query: ImportRowsQuery,
  ): Promise<RosterRowsPage> {
    return this.rosters.rows(actor, rosterId, query, (row, reading) => this.toRow(row, reading, actor));
  }

  /** Corrects what is in doubt in a row. */
  @Patch(':rosterId/rows/:rowNo')
  @Requires(PERSON_MANAGE)
  @Idempotent()
  correct(
    @CurrentActor() actor: Actor,
    @Param() { rosterId, rowNo }: RosterRowParam,
    @Body() { reading, ...values }: CorrectRosterRowBody,
  ): Promise<RowCorrectedAnswer> {
    return this.rosters.correct(actor, { rosterId, rowNo, reading }, values);
  }

  /** Reads the file once more, after headings were explained. Corrections of rows are lost. */
  @Post(':rosterId/reading')
  @HttpCode(202)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  readAgain(@CurrentActor() actor: Actor, @Param() { rosterId }: RosterParam): Promise<ImportStartedAnswer> {
    return this.rosters.readAgain(actor, rosterId);
  }

  /** Takes the accepted rows in; a job does it. May be asked again after more rows were corrected. */
  @Post(':rosterId/commit')
  @HttpCode(202)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  commit(@CurrentActor() actor: Actor, @Param() { rosterId }: RosterParam): Promise<ImportStartedAnswer> {
    return this.rosters.commit(actor, rosterId);
  }

  /** Takes the role from those who came in with it and have not opened their accounts. */
  @Post(':rosterId/taking-back')
  @HttpCode(202)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  takeBack(
    @CurrentActor() actor: Actor,
    @Param() { rosterId }: RosterParam,
    @Body() { reason }: ReasonBody,
  ): Promise<ImportStartedAnswer> {
    return this.rosters.takeBack(actor, rosterId, reason);
  }

  /** A workbook with the rows that need attention and why, ready to be corrected and sent again. */
  @Get(':rosterId/attention.xlsx')
  @Requires(PERSON_MANAGE)
  @AnswersWorkbook('roster-attention.xlsx')
  async attention(@CurrentActor() actor: Actor, @Param() { rosterId }: RosterParam): Promise<StreamableFile> {
    return new StreamableFile(await this.rosters.attention(actor, rosterId));
  }

  /** Gives everybody of the roster who has no password yet a code to choose one with, as a workbook. */
  @Post(':rosterId/start-codes')
  @HttpCode(200)
  @Requires(PERSON_MANAGE)
  @AnswersWorkbook('start-codes.xlsx')
  async startCodes(@CurrentActor() actor: Actor, @Param() { rosterId }: RosterParam): Promise<StreamableFile> {
    return new StreamableFile(await this.codes.workbook(actor, rosterId));
  }

  private toRow(stored: StoredRow<KeptMember>, reading: number, { locale }: Actor): RosterRowAnswer {
    const { rowNo, sheet, row, verdict, doubts, isKnown, isTakenBack, subjectId } = stored;
    const { values, unknownStrengths, typed } = stored.kept;
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
      unknownStrengths,
      typed,
      isTaken: subjectId !== null,
      isTakenBack,
      isKnown,
    };
  }
}
