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
  ImportUnitQuery,
  RowCorrectedAnswer,
  type ImportAnswer,
  type StoredRow,
} from '#libs/imports';
import { fieldsToCorrect } from './correct-row.js';
import type { StaffDoubt } from './read-staff.js';
import {
  CorrectStaffRowBody,
  StaffImportAnswer,
  StaffImportParam,
  StaffImportRowParam,
  StaffImportRowsPage,
  StaffImportsPage,
  type StaffImportRowAnswer,
} from './staff-import.dto.js';
import { StaffImports, type KeptStaff } from './staff-imports.js';
import { StaffStartCodes } from './staff-start-codes.js';
import { PERSON_MANAGE } from '#libs/identity';

@ApiTags('organization')
@Controller('staff-imports')
export class StaffImportController {
  constructor(
    private readonly imports: StaffImports,
    private readonly headings: FormHeadings,
    private readonly codes: StaffStartCodes,
    private readonly uploads: Uploads,
  ) {}

  /** Sends a list of staff (.xlsx or separated text): it is read at once, and nobody is registered yet. */
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
    return this.imports.start(actor, { unitId, fileName: name, file: bytes }, { isAwaited: true });
  }

  @Get()
  @Requires(PERSON_MANAGE)
  async list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<StaffImportsPage> {
    const { items, nextCursor } = await this.imports.list(actor, query);
    return { items: await this.withAwaiting(items), nextCursor };
  }

  /** A blank form to fill in. */
  @Get('template.xlsx')
  @Requires(PERSON_MANAGE)
  @AnswersWorkbook('staff-template.xlsx')
  async template(): Promise<StreamableFile> {
    return new StreamableFile(await this.imports.template());
  }

  /** Says what headings of lists of staff mean. It is remembered; send, or read, the file again afterwards. */
  @Put('headings')
  @HttpCode(204)
  @Requires(PERSON_MANAGE)
  async chooseHeadings(
    @CurrentActor() actor: Actor,
    @Query() { unitId }: ImportUnitQuery,
    @Body() { choices }: ChooseHeadingsBody,
  ): Promise<void> {
    await this.headings.choose(actor, unitId, choices, this.imports.kind);
  }

  @Get(':staffImportId')
  @Requires(PERSON_MANAGE)
  async get(@CurrentActor() actor: Actor, @Param() { staffImportId }: StaffImportParam): Promise<StaffImportAnswer> {
    const [answer] = await this.withAwaiting([await this.imports.get(actor, staffImportId)]);
    return answer!;
  }

  /** The rows with what is in doubt, masked. */
  @Get(':staffImportId/rows')
  @Requires(PERSON_MANAGE)
  async rows(
    @CurrentActor() actor: Actor,
    @Param() { staffImportId }: StaffImportParam,
    @Query() query: ImportRowsQuery,
  ): Promise<StaffImportRowsPage> {
    const awaiting = (await this.imports.awaiting([staffImportId])).map(({ personId }) => personId);
    return this.imports.rows(actor, staffImportId, query, (row, reading) =>
      this.toRow(row, reading, actor, new Set(awaiting)),
    );
  }

  /** Corrects what is in doubt in a row; without any field it is only judged again, by what the actor may give. */
  @Patch(':staffImportId/rows/:rowNo')
  @Requires(PERSON_MANAGE)
  @Idempotent()
  correct(
    @CurrentActor() actor: Actor,
    @Param() { staffImportId, rowNo }: StaffImportRowParam,
    @Body() { reading, ...values }: CorrectStaffRowBody,
  ): Promise<RowCorrectedAnswer> {
    return this.imports.correct(actor, { importId: staffImportId, rowNo, reading }, values);
  }

  /** Reads the file once more, after headings were explained. Corrections of rows are lost. */
  @Post(':staffImportId/reading')
  @HttpCode(202)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  readAgain(@CurrentActor() actor: Actor, @Param() { staffImportId }: StaffImportParam): Promise<ImportStartedAnswer> {
    return this.imports.readAgain(actor, staffImportId);
  }

  /** Registers the accepted people and gives them their roles, in the name of whoever asks; a job does it. Appointed roles await a
   *  second person above. May be asked again after more rows were corrected. */
  @Post(':staffImportId/commit')
  @HttpCode(202)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  commit(@CurrentActor() actor: Actor, @Param() { staffImportId }: StaffImportParam): Promise<ImportStartedAnswer> {
    return this.imports.commit(actor, staffImportId);
  }

  /** Takes the roles that came in with it from those who have not opened their accounts. */
  @Post(':staffImportId/taking-back')
  @HttpCode(202)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  takeBack(
    @CurrentActor() actor: Actor,
    @Param() { staffImportId }: StaffImportParam,
    @Body() { reason }: ReasonBody,
  ): Promise<ImportStartedAnswer> {
    return this.imports.takeBack(actor, staffImportId, reason);
  }

  /** A workbook with the rows that need attention and why, ready to be corrected and sent again. */
  @Get(':staffImportId/attention.xlsx')
  @Requires(PERSON_MANAGE)
  @AnswersWorkbook('staff-attention.xlsx')
  async attention(@CurrentActor() actor: Actor, @Param() { staffImportId }: StaffImportParam): Promise<StreamableFile> {
    return new StreamableFile(await this.imports.attention(actor, staffImportId));
  }

  /** Gives everybody of the list who has not opened the account yet, and whose account the actor has in hand, a code to choose a
   *  password with, as a workbook. */
  @Post(':staffImportId/start-codes')
  @HttpCode(200)
  @Requires(PERSON_MANAGE)
  @AnswersWorkbook('start-codes.xlsx')
  async startCodes(
    @CurrentActor() actor: Actor,
    @Param() { staffImportId }: StaffImportParam,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.codes.workbook(actor, staffImportId));
  }

  private async withAwaiting(answers: ImportAnswer[]): Promise<StaffImportAnswer[]> {
    const awaiting = await this.imports.awaiting(answers.map(({ id }) => id));
    return answers.map((answer) => ({
      ...answer,
      awaiting: awaiting.filter(({ importId }) => importId === answer.id).length,
    }));
  }

  private toRow(
    stored: StoredRow<KeptStaff>,
    reading: number,
    { locale }: Actor,
    awaiting: ReadonlySet<string>,
  ): StaffImportRowAnswer {
    const { rowNo, sheet, row, verdict, doubts, isKnown, isTakenBack, subjectId } = stored;
    const { values, typed } = stored.kept;
    return {
      rowNo,
      reading,
      sheet,
      row,
      verdict,
      doubts: doubts as StaffDoubt[],
      reasons: this.imports.reasons(stored, locale),
      fields: fieldsToCorrect(stored),
      values: { ...values, name: maskName(values.name), phone: maskPhone(values.phone) },
      typed,
      isTaken: subjectId !== null,
      isTakenBack,
      isKnown,
      isAwaiting: subjectId !== null && awaiting.has(subjectId),
    };
  }
}
