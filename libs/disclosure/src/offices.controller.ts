import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { AnswersWorkbook, CurrentActor, Idempotent, PageQuery, Requires, type Actor } from '#libs/platform';
import { REPORT_READ, Access, UnitNotFound } from '#libs/identity';
import {
  ExportResponse,
  ExportIdParam,
  ExportMadeResponse,
  ExportsPage,
  FiguresResponse,
  FiguresOfUnit,
  FiguresQuery,
  MakeExportBody,
} from './disclosure.dto.js';
import { Exports } from './export/exports.js';
import { PublicStatistics, unitFamily } from './public/public-statistics.js';
import type { UnitFigures } from './public/unit-figures.js';
import { aboveOf } from './public/public.queries.js';
import { EXPORT_MAKE } from './disclosure.permissions.js';

@ApiTags('disclosure')
@Controller()
export class OfficesController {
  constructor(
    private readonly figures: PublicStatistics,
    private readonly exports: Exports,
    private readonly access: Access,
  ) {}

  /** Wishes, overdue deadlines and money of a unit and of the units directly below it. */
  @Get('figures')
  @Requires(REPORT_READ)
  async overview(@CurrentActor() actor: Actor, @Query() { unitId }: FiguresQuery): Promise<FiguresResponse> {
    const snapshot = await this.figures.snapshot();
    const top = actor.grants.find(({ path }) => this.access.may(actor, REPORT_READ, path));
    const family = unitFamily(snapshot, unitId ?? top?.unitId ?? '');
    if (!family) throw UnitNotFound();
    this.access.require(actor, REPORT_READ, family.unit.path, UnitNotFound);
    return {
      countedAt: snapshot.at,
      year: snapshot.year,
      unit: shown(family.unit),
      above: aboveOf(snapshot, family.unit).filter(({ unitId: up }) =>
        this.access.may(actor, REPORT_READ, snapshot.units.get(up)?.path ?? ''),
      ),
      children: family.children.map(shown),
    };
  }

  /** Requests an export file; a job builds it. */
  @Post('exports')
  @Requires(EXPORT_MAKE)
  @Idempotent()
  make(@CurrentActor() actor: Actor, @Body() body: MakeExportBody): Promise<ExportMadeResponse> {
    return this.exports.make(actor, body);
  }

  /** The caller's own exports, newest first. */
  @Get('exports')
  @Requires(EXPORT_MAKE)
  list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<ExportsPage> {
    return this.exports.list(actor, query);
  }

  /** The progress of an export. */
  @Get('exports/:exportId')
  @Requires(EXPORT_MAKE)
  get(@CurrentActor() actor: Actor, @Param() { exportId }: ExportIdParam): Promise<ExportResponse> {
    return this.exports.get(actor, exportId);
  }

  /** The file; the download is recorded. */
  @Get('exports/:exportId/file.xlsx')
  @HttpCode(200)
  @Requires(EXPORT_MAKE)
  @AnswersWorkbook('micro-wish-export.xlsx')
  async file(@CurrentActor() actor: Actor, @Param() { exportId }: ExportIdParam): Promise<StreamableFile> {
    return new StreamableFile(await this.exports.fetch(actor, exportId, 'xlsx'));
  }

  /** The same file as comma-separated values. */
  @Get('exports/:exportId/file.csv')
  @HttpCode(200)
  @Requires(EXPORT_MAKE)
  @ApiProduces('text/csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="micro-wish-export.csv"')
  async csv(@CurrentActor() actor: Actor, @Param() { exportId }: ExportIdParam): Promise<StreamableFile> {
    return new StreamableFile(await this.exports.fetch(actor, exportId, 'csv'));
  }
}

const shown = ({ parentId: _parent, path: _path, ...figures }: UnitFigures): FiguresOfUnit => figures;
