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
import type { UnitDoubt } from './judge-units.js';
import {
  CorrectUnitRowBody,
  UnitImportResponse,
  UnitImportParam,
  UnitImportRowParam,
  UnitImportRowsPage,
  UnitImportsPage,
  type UnitImportRowResponse,
} from './unit-import.dto.js';
import { UnitImports, type KeptUnit } from './unit-imports.js';
import { UNIT_IMPORT } from '#libs/identity';

@ApiTags('organization')
@Controller('unit-imports')
export class UnitImportController {
  constructor(
    private readonly imports: UnitImports,
    private readonly headings: FormHeadings,
    private readonly uploads: Uploads,
  ) {}

  /** Uploads a list of units (.xlsx or separated text). It is read at once; no unit is added or renamed yet. */
  @Post()
  @Requires(UNIT_IMPORT)
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
  @Requires(UNIT_IMPORT)
  async list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<UnitImportsPage> {
    const { items, nextCursor } = await this.imports.list(actor, query);
    return { items: await this.withRenames(items), nextCursor };
  }

  /** A blank form to fill in. */
  @Get('template.xlsx')
  @Requires(UNIT_IMPORT)
  @AnswersWorkbook('units-template.xlsx')
  async template(): Promise<StreamableFile> {
    return new StreamableFile(await this.imports.template());
  }

  /** Defines what headings of unit lists mean. The choice is remembered; upload or read the file again afterwards. */
  @Put('headings')
  @HttpCode(204)
  @Requires(UNIT_IMPORT)
  async chooseHeadings(
    @CurrentActor() actor: Actor,
    @Query() { unitId }: ImportUnitQuery,
    @Body() { choices }: ChooseHeadingsBody,
  ): Promise<void> {
    await this.headings.choose(actor, unitId, choices, this.imports.kind);
  }

  @Get(':unitImportId')
  @Requires(UNIT_IMPORT)
  async get(@CurrentActor() actor: Actor, @Param() { unitImportId }: UnitImportParam): Promise<UnitImportResponse> {
    const [answer] = await this.withRenames([await this.imports.get(actor, unitImportId)]);
    return answer!;
  }

  /** The rows, their doubts, and what a rename changes. */
  @Get(':unitImportId/rows')
  @Requires(UNIT_IMPORT)
  rows(
    @CurrentActor() actor: Actor,
    @Param() { unitImportId }: UnitImportParam,
    @Query() query: ImportRowsQuery,
  ): Promise<UnitImportRowsPage> {
    return this.imports.rows(actor, unitImportId, query, (row, reading) => this.toRow(row, reading, actor));
  }

  /** Corrects the fields of a row that are in doubt. Without any field, the row is only judged again. */
  @Patch(':unitImportId/rows/:rowNo')
  @Requires(UNIT_IMPORT)
  @Idempotent()
  correct(
    @CurrentActor() actor: Actor,
    @Param() { unitImportId, rowNo }: UnitImportRowParam,
    @Body() { reading, ...values }: CorrectUnitRowBody,
  ): Promise<RowCorrectedResponse> {
    return this.imports.correct(actor, { importId: unitImportId, rowNo, reading }, values);
  }

  /** Reads the file again after headings were explained. Corrections of rows are lost. */
  @Post(':unitImportId/reading')
  @HttpCode(202)
  @Requires(UNIT_IMPORT)
  @Idempotent()
  readAgain(@CurrentActor() actor: Actor, @Param() { unitImportId }: UnitImportParam): Promise<ImportStartedResponse> {
    return this.imports.readAgain(actor, unitImportId);
  }

  /** Adds and renames the accepted units; a job does it. May be repeated after more rows were corrected. */
  @Post(':unitImportId/commit')
  @HttpCode(202)
  @Requires(UNIT_IMPORT)
  @Idempotent()
  commit(@CurrentActor() actor: Actor, @Param() { unitImportId }: UnitImportParam): Promise<ImportStartedResponse> {
    return this.imports.commit(actor, unitImportId);
  }

  /** Removes the units added by this import that nothing refers to, and restores the names that it changed. */
  @Post(':unitImportId/taking-back')
  @HttpCode(202)
  @Requires(UNIT_IMPORT)
  @Idempotent()
  takeBack(
    @CurrentActor() actor: Actor,
    @Param() { unitImportId }: UnitImportParam,
    @Body() { reason }: ReasonBody,
  ): Promise<ImportStartedResponse> {
    return this.imports.takeBack(actor, unitImportId, reason);
  }

  /** A workbook of the rows that need attention, with the reasons, to be corrected and uploaded again. */
  @Get(':unitImportId/attention.xlsx')
  @Requires(UNIT_IMPORT)
  @AnswersWorkbook('units-attention.xlsx')
  async attention(@CurrentActor() actor: Actor, @Param() { unitImportId }: UnitImportParam): Promise<StreamableFile> {
    return new StreamableFile(await this.imports.attention(actor, unitImportId));
  }

  private async withRenames(answers: ImportResponse[]): Promise<UnitImportResponse[]> {
    const renamed = await this.imports.renamed(answers.map(({ id }) => id));
    return answers.map((answer) => ({ ...answer, renamed: renamed.get(answer.id) ?? 0 }));
  }

  private toRow(stored: StoredRow<KeptUnit>, reading: number, { locale }: Actor): UnitImportRowResponse {
    const { rowNo, sheet, row, verdict, doubts, isKnown, isTakenBack, subjectId } = stored;
    const { values, before, typed } = stored.kept;
    return {
      rowNo,
      reading,
      sheet,
      row,
      verdict,
      doubts: doubts as UnitDoubt[],
      reasons: this.imports.reasons(stored, locale),
      fields: fieldsToCorrect(stored),
      values,
      before,
      typed,
      isTaken: subjectId !== null,
      isTakenBack,
      isKnown,
    };
  }
}
