import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import {
  AnswersWorkbook,
  CurrentActor,
  Idempotent,
  PageQuery,
  Requires,
  UPLOAD_BODY,
  type Actor,
  type ApiRequest,
  Uploads,
} from '#libs/platform';
import { CommitImport } from './commit-import.js';
import { ImportQueries } from './import.queries.js';
import {
  ImportAnswer,
  ImportIdParam,
  ImportRowParam,
  ImportRowsPage,
  ImportRowsQuery,
  ImportStartedAnswer,
  ImportsPage,
  RowSettledAnswer,
  SettleRowBody,
  StartImportQuery,
} from './imports.dto.js';
import { SettleRow } from './settle-row.js';
import { StartImport } from './start-import.js';

@ApiTags('imports')
@Controller('wish-imports')
export class ImportsController {
  constructor(
    private readonly start: StartImport,
    private readonly commitImport: CommitImport,
    private readonly settleRow: SettleRow,
    private readonly queries: ImportQueries,
    private readonly uploads: Uploads,
  ) {}

  /** Sends a workbook (.xlsx, .csv in UTF-8 or GBK; 20 MB at most). A job reads it; look at its progress and preview. */
  @Post()
  @Requires('wish.import')
  @ApiConsumes('multipart/form-data')
  @ApiBody(UPLOAD_BODY)
  async upload(
    @CurrentActor() actor: Actor,
    @Query() { unitId }: StartImportQuery,
    @Req() request: ApiRequest,
  ): Promise<ImportStartedAnswer> {
    const { name, bytes } = await this.uploads.take(actor, request);
    return this.start.execute(actor, { unitId, fileName: name, file: bytes });
  }

  @Get()
  @Requires('wish.import')
  list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<ImportsPage> {
    return this.queries.list(actor, query);
  }

  /** A blank form to fill in. */
  @Get('template.xlsx')
  @Requires('wish.import')
  @AnswersWorkbook('wish-template.xlsx')
  async template(): Promise<StreamableFile> {
    return new StreamableFile(await this.queries.template());
  }

  /** Progress and counts of an import. */
  @Get(':importId')
  @Requires('wish.import')
  get(@CurrentActor() actor: Actor, @Param() { importId }: ImportIdParam): Promise<ImportAnswer> {
    return this.queries.get(actor, importId);
  }

  /** The rows with their verdicts, masked. */
  @Get(':importId/rows')
  @Requires('wish.import')
  rows(
    @CurrentActor() actor: Actor,
    @Param() { importId }: ImportIdParam,
    @Query() query: ImportRowsQuery,
  ): Promise<ImportRowsPage> {
    return this.queries.page(actor, importId, query);
  }

  /** Settles what could not be read in a row. */
  @Patch(':importId/rows/:rowNo')
  @Requires('wish.import')
  @Idempotent()
  settle(
    @CurrentActor() actor: Actor,
    @Param() { importId, rowNo }: ImportRowParam,
    @Body() body: SettleRowBody,
  ): Promise<RowSettledAnswer> {
    return this.settleRow.execute(actor, importId, rowNo, body);
  }

  /** Turns the accepted rows into wishes. May be asked again after more rows were settled. */
  @Post(':importId/commit')
  @HttpCode(202)
  @Requires('wish.import')
  @Idempotent()
  commit(@CurrentActor() actor: Actor, @Param() { importId }: ImportIdParam): Promise<ImportStartedAnswer> {
    return this.commitImport.execute(actor, importId);
  }

  /** A workbook with the rows that need attention and why, ready to be mended and sent again. */
  @Get(':importId/attention.xlsx')
  @Requires('wish.import')
  @AnswersWorkbook('wish-attention.xlsx')
  async attention(@CurrentActor() actor: Actor, @Param() { importId }: ImportIdParam): Promise<StreamableFile> {
    return new StreamableFile(await this.queries.attention(actor, importId));
  }
}
