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
  maskName,
  maskPhone,
  type Actor,
  type ApiRequest,
  Uploads,
} from '#libs/platform';
import {
  ChooseHeadingsBody,
  FormHeadings,
  ImportRowsQuery,
  ImportStartedResponse,
  ImportUnitQuery,
  ImportsPage,
  RowCorrectedResponse,
  ImportResponse,
  type StoredRow,
} from '#libs/imports';
import { fieldsToCorrect } from './correct-row.js';
import {
  CorrectImportRowBody,
  ImportIdParam,
  ImportRowParam,
  ImportRowsPage,
  type ImportRowResponse,
} from './imports.dto.js';
import { WishImports, type KeptWish } from './wish-imports.js';
import { WISH_IMPORT } from '../wishes.permissions.js';

@ApiTags('imports')
@Controller('wish-imports')
export class ImportsController {
  constructor(
    private readonly imports: WishImports,
    private readonly headings: FormHeadings,
    private readonly uploads: Uploads,
  ) {}

  /** Uploads a workbook (.xlsx, or separated text; at most 20 MB). A job reads it; poll its progress and preview. */
  @Post()
  @Requires(WISH_IMPORT)
  @ApiConsumes('multipart/form-data')
  @ApiBody(UPLOAD_BODY)
  async upload(
    @CurrentActor() actor: Actor,
    @Query() { unitId }: ImportUnitQuery,
    @Req() request: ApiRequest,
  ): Promise<ImportStartedResponse> {
    const { name, bytes } = await this.uploads.take(actor, request);
    return this.imports.start(actor, { unitId, fileName: name, file: bytes });
  }

  @Get()
  @Requires(WISH_IMPORT)
  list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<ImportsPage> {
    return this.imports.list(actor, query);
  }

  /** A blank form to fill in. */
  @Get('template.xlsx')
  @Requires(WISH_IMPORT)
  @AnswersWorkbook('wish-template.xlsx')
  async template(): Promise<StreamableFile> {
    return new StreamableFile(await this.imports.template());
  }

  /** Sets what headings of this unit's workbooks mean. The choice is remembered; read the file again afterwards. */
  @Put('headings')
  @HttpCode(204)
  @Requires(WISH_IMPORT)
  async chooseHeadings(
    @CurrentActor() actor: Actor,
    @Query() { unitId }: ImportUnitQuery,
    @Body() { choices }: ChooseHeadingsBody,
  ): Promise<void> {
    await this.headings.choose(actor, unitId, choices, this.imports.kind);
  }

  /** Progress and counts of an import. */
  @Get(':importId')
  @Requires(WISH_IMPORT)
  get(@CurrentActor() actor: Actor, @Param() { importId }: ImportIdParam): Promise<ImportResponse> {
    return this.imports.get(actor, importId);
  }

  /** The rows with their verdicts; personal data is masked. */
  @Get(':importId/rows')
  @Requires(WISH_IMPORT)
  rows(
    @CurrentActor() actor: Actor,
    @Param() { importId }: ImportIdParam,
    @Query() query: ImportRowsQuery,
  ): Promise<ImportRowsPage> {
    return this.imports.rows(actor, importId, query, (row, reading) => this.toRow(row, reading, actor));
  }

  /** Corrects the values of a row that could not be read. */
  @Patch(':importId/rows/:rowNo')
  @Requires(WISH_IMPORT)
  @Idempotent()
  correct(
    @CurrentActor() actor: Actor,
    @Param() { importId, rowNo }: ImportRowParam,
    @Body() { reading, ...values }: CorrectImportRowBody,
  ): Promise<RowCorrectedResponse> {
    return this.imports.correct(actor, { importId, rowNo, reading }, values);
  }

  /** Reads the file again after headings were explained. Corrections of rows are lost. */
  @Post(':importId/reading')
  @HttpCode(202)
  @Requires(WISH_IMPORT)
  @Idempotent()
  readAgain(@CurrentActor() actor: Actor, @Param() { importId }: ImportIdParam): Promise<ImportStartedResponse> {
    return this.imports.readAgain(actor, importId);
  }

  /** Turns the accepted rows into wishes. May be called again after more rows were corrected. */
  @Post(':importId/commit')
  @HttpCode(202)
  @Requires(WISH_IMPORT)
  @Idempotent()
  commit(@CurrentActor() actor: Actor, @Param() { importId }: ImportIdParam): Promise<ImportStartedResponse> {
    return this.imports.commit(actor, importId);
  }

  /** Withdraws those wishes of the import that are not verified yet. */
  @Post(':importId/taking-back')
  @HttpCode(202)
  @Requires(WISH_IMPORT)
  @Idempotent()
  takeBack(
    @CurrentActor() actor: Actor,
    @Param() { importId }: ImportIdParam,
    @Body() { reason }: ReasonBody,
  ): Promise<ImportStartedResponse> {
    return this.imports.takeBack(actor, importId, reason);
  }

  /** A workbook with the rows that need attention and the reasons, to correct and upload again. */
  @Get(':importId/attention.xlsx')
  @Requires(WISH_IMPORT)
  @AnswersWorkbook('wish-attention.xlsx')
  async attention(@CurrentActor() actor: Actor, @Param() { importId }: ImportIdParam): Promise<StreamableFile> {
    return new StreamableFile(await this.imports.attention(actor, importId));
  }

  private toRow(row: StoredRow<KeptWish>, reading: number, { locale }: Actor): ImportRowResponse {
    const { rowNo, sheet, verdict, doubts, isKnown, isTakenBack } = row;
    const { values, typed, danger } = row.kept;
    const doubted = Object.entries(typed).filter(
      ([field]) => doubts.includes(field) || (field === 'text' && doubts.includes('formula')),
    );
    return {
      rowNo,
      reading,
      sheet,
      row: row.row,
      verdict,
      doubts,
      reasons: this.imports.reasons(row, locale),
      fields: fieldsToCorrect(row),
      values: { ...values, name: maskName(values.name), phone: maskPhone(values.phone) },
      typed: Object.fromEntries(doubted) as Record<string, string>,
      danger,
      wishId: row.subjectId,
      isKnown,
      isTakenBack,
    };
  }
}
