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
  ImportStartedAnswer,
  ImportUnitQuery,
  type ImportAnswer,
  type StoredRow,
} from '#libs/imports';
import type { UnitDoubt } from './judge-units.js';
import {
  CorrectUnitRowBody,
  UnitImportAnswer,
  UnitImportParam,
  UnitImportRowParam,
  UnitImportRowsPage,
  UnitImportsPage,
  UnitRowCorrectedAnswer,
  type UnitImportRowAnswer,
} from './unit-import.dto.js';
import { UnitImports, type KeptUnit } from './unit-imports.js';

@ApiTags('organization')
@Controller('unit-imports')
export class UnitImportController {
  constructor(
    private readonly imports: UnitImports,
    private readonly headings: FormHeadings,
    private readonly uploads: Uploads,
  ) {}

  /** Sends a list of units (.xlsx or separated text): it is read at once, and no unit is added or renamed yet. */
  @Post()
  @Requires('unit.import')
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
  @Requires('unit.import')
  async list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<UnitImportsPage> {
    const { items, nextCursor } = await this.imports.list(actor, query);
    return { items: await this.withRenames(items), nextCursor };
  }

  /** A blank form to fill in. */
  @Get('template.xlsx')
  @Requires('unit.import')
  @AnswersWorkbook('units-template.xlsx')
  async template(): Promise<StreamableFile> {
    return new StreamableFile(await this.imports.template());
  }

  /** Says what headings of lists of units mean. It is remembered; send, or read, the file again afterwards. */
  @Put('headings')
  @HttpCode(204)
  @Requires('unit.import')
  async chooseHeadings(
    @CurrentActor() actor: Actor,
    @Query() { unitId }: ImportUnitQuery,
    @Body() { choices }: ChooseHeadingsBody,
  ): Promise<void> {
    await this.headings.choose(actor, unitId, choices, this.imports.kind);
  }

  @Get(':unitImportId')
  @Requires('unit.import')
  async get(@CurrentActor() actor: Actor, @Param() { unitImportId }: UnitImportParam): Promise<UnitImportAnswer> {
    const [answer] = await this.withRenames([await this.imports.get(actor, unitImportId)]);
    return answer!;
  }

  /** The rows with what is in doubt, and what a rename changes. */
  @Get(':unitImportId/rows')
  @Requires('unit.import')
  rows(
    @CurrentActor() actor: Actor,
    @Param() { unitImportId }: UnitImportParam,
    @Query() query: ImportRowsQuery,
  ): Promise<UnitImportRowsPage> {
    return this.imports.rows(actor, unitImportId, query, (row) => this.toRow(row, actor));
  }

  /** Corrects what is in doubt in a row; without any field it is only judged again. */
  @Patch(':unitImportId/rows/:rowNo')
  @Requires('unit.import')
  @Idempotent()
  correct(
    @CurrentActor() actor: Actor,
    @Param() { unitImportId, rowNo }: UnitImportRowParam,
    @Body() body: CorrectUnitRowBody,
  ): Promise<UnitRowCorrectedAnswer> {
    return this.imports.correct(actor, unitImportId, rowNo, body);
  }

  /** Reads the file once more, after headings were explained. Corrections of rows are lost. */
  @Post(':unitImportId/reading')
  @HttpCode(202)
  @Requires('unit.import')
  @Idempotent()
  readAgain(@CurrentActor() actor: Actor, @Param() { unitImportId }: UnitImportParam): Promise<ImportStartedAnswer> {
    return this.imports.readAgain(actor, unitImportId);
  }

  /** Adds and renames the accepted units; a job does it. May be asked again after more rows were corrected. */
  @Post(':unitImportId/commit')
  @HttpCode(202)
  @Requires('unit.import')
  @Idempotent()
  commit(@CurrentActor() actor: Actor, @Param() { unitImportId }: UnitImportParam): Promise<ImportStartedAnswer> {
    return this.imports.commit(actor, unitImportId);
  }

  /** Removes the units that came in with it and that nothing refers to, and puts back the names that it changed. */
  @Post(':unitImportId/taking-back')
  @HttpCode(202)
  @Requires('unit.import')
  @Idempotent()
  takeBack(
    @CurrentActor() actor: Actor,
    @Param() { unitImportId }: UnitImportParam,
    @Body() { reason }: ReasonBody,
  ): Promise<ImportStartedAnswer> {
    return this.imports.takeBack(actor, unitImportId, reason);
  }

  /** A workbook with the rows that need attention and why, ready to be mended and sent again. */
  @Get(':unitImportId/attention.xlsx')
  @Requires('unit.import')
  @AnswersWorkbook('units-attention.xlsx')
  async attention(@CurrentActor() actor: Actor, @Param() { unitImportId }: UnitImportParam): Promise<StreamableFile> {
    return new StreamableFile(await this.imports.attention(actor, unitImportId));
  }

  private async withRenames(answers: ImportAnswer[]): Promise<UnitImportAnswer[]> {
    const renamed = await this.imports.renamed(answers.map(({ id }) => id));
    return answers.map((answer) => ({ ...answer, renamed: renamed.get(answer.id) ?? 0 }));
  }

  private toRow(
    { subjectId, kept: { values, before, typed }, doubts, ...row }: StoredRow<KeptUnit>,
    { locale }: Actor,
  ): UnitImportRowAnswer {
    return {
      ...row,
      doubts: doubts as UnitDoubt[],
      reasons: this.imports.explain(doubts, locale),
      values,
      before,
      typed,
      isTaken: subjectId !== null,
    };
  }
}
