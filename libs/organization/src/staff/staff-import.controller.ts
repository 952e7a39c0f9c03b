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
  ImportUnitQuery,
  RowCorrectedResponse,
  type ImportResponse,
  type StoredRow,
} from '#libs/imports';
import { fieldsToCorrect } from './correct-row.js';
import type { StaffDoubt } from './read-staff.js';
import {
  CorrectStaffRowBody,
  StaffImportResponse,
  StaffImportParam,
  StaffImportRowParam,
  StaffImportRowsPage,
  StaffImportsPage,
  type StaffImportRowResponse,
} from './staff-import.dto.js';
import { StaffImports, type KeptStaff } from './staff-imports.js';
import { StaffActivationCodes } from './staff-activation-codes.js';
import { PERSON_MANAGE } from '#libs/identity';

@ApiTags('organization')
@Controller('staff-imports')
export class StaffImportController {
  constructor(
    private readonly imports: StaffImports,
    private readonly headings: FormHeadings,
    private readonly codes: StaffActivationCodes,
    private readonly uploads: Uploads,
  ) {}

  /** Uploads a list of staff (.xlsx or separated text). It is read at once; no person is registered yet. */
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
    return this.imports.start(actor, { unitId, fileName: name, file: bytes }, { isAwaited: true });
  }

  @Get()
  @Requires(PERSON_MANAGE)
  async list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<StaffImportsPage> {
    const { items, nextCursor } = await this.imports.list(actor, query);
    return { items: await this.withAwaiting(items), nextCursor };
  }

  /** Downloads a blank template. */
  @Get('template.xlsx')
  @Requires(PERSON_MANAGE)
  @AnswersWorkbook('staff-template.xlsx')
  async template(): Promise<StreamableFile> {
    return new StreamableFile(await this.imports.template());
  }

  /** Defines what headings of staff lists mean. The choice is remembered; upload or read the file again afterwards. */
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
  async get(@CurrentActor() actor: Actor, @Param() { staffImportId }: StaffImportParam): Promise<StaffImportResponse> {
    const [answer] = await this.withAwaiting([await this.imports.get(actor, staffImportId)]);
    return answer!;
  }

  /** The rows and their doubts, masked. */
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

  /** Corrects the fields of a row that are in doubt. Without any field, the row is only judged again, by what the caller may
   *  give. */
  @Patch(':staffImportId/rows/:rowNo')
  @Requires(PERSON_MANAGE)
  @Idempotent()
  correct(
    @CurrentActor() actor: Actor,
    @Param() { staffImportId, rowNo }: StaffImportRowParam,
    @Body() { reading, ...values }: CorrectStaffRowBody,
  ): Promise<RowCorrectedResponse> {
    return this.imports.correct(actor, { importId: staffImportId, rowNo, reading }, values);
  }

  /** Reads the file again after headings were explained. Corrections of rows are lost. */
  @Post(':staffImportId/reading')
  @HttpCode(202)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  readAgain(
    @CurrentActor() actor: Actor,
    @Param() { staffImportId }: StaffImportParam,
  ): Promise<ImportStartedResponse> {
    return this.imports.readAgain(actor, staffImportId);
  }

  /** Registers the accepted people and gives them their roles, in the caller's name; a job does it. Appointed roles wait for
   *  confirmation by a second person above. May be repeated after more rows were corrected. */
  @Post(':staffImportId/commit')
  @HttpCode(202)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  commit(@CurrentActor() actor: Actor, @Param() { staffImportId }: StaffImportParam): Promise<ImportStartedResponse> {
    return this.imports.commit(actor, staffImportId);
  }

  /** Revokes the roles given by this import, for people who have not opened their accounts yet. */
  @Post(':staffImportId/taking-back')
  @HttpCode(202)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  takeBack(
    @CurrentActor() actor: Actor,
    @Param() { staffImportId }: StaffImportParam,
    @Body() { reason }: ReasonBody,
  ): Promise<ImportStartedResponse> {
    return this.imports.takeBack(actor, staffImportId, reason);
  }

  /** A workbook of the rows that need attention, with the reasons, to be corrected and uploaded again. */
  @Get(':staffImportId/attention.xlsx')
  @Requires(PERSON_MANAGE)
  @AnswersWorkbook('staff-attention.xlsx')
  async attention(@CurrentActor() actor: Actor, @Param() { staffImportId }: StaffImportParam): Promise<StreamableFile> {
    return new StreamableFile(await this.imports.attention(actor, staffImportId));
  }

  /** Issues activation codes as a workbook: one for each person of the list who has not opened their account yet and to whom
   *  the caller may give a code. With the code the person chooses a password. */
  @Post(':staffImportId/activation-codes')
  @HttpCode(200)
  @Requires(PERSON_MANAGE)
  @AnswersWorkbook('activation-codes.xlsx')
  async activationCodes(
    @CurrentActor() actor: Actor,
    @Param() { staffImportId }: StaffImportParam,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.codes.workbook(actor, staffImportId));
  }

  private async withAwaiting(answers: ImportResponse[]): Promise<StaffImportResponse[]> {
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
  ): StaffImportRowResponse {
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
