import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public, networkOf, type ApiRequest } from '#libs/platform';
import {
  FiguresQuery,
  TrackWishBody,
  TrackedWishResponse,
  NoticeMonthQuery,
  NoticeUnitParam,
  PublicFiguresResponse,
  PublicNoticesPage,
  PublicPaymentsPage,
  PublicPaymentsQuery,
  PublicWishesPage,
  PublicWishesQuery,
} from '../disclosure.dto.js';
import { TrackWish } from './track-wish.js';
import { MonthlyNotice } from './monthly-notice.js';
import { PublicQueries } from './public.queries.js';

/** Routes for everyone, without an account. Answers to GET carry an ETag and may be cached for half a minute. */
@ApiTags('public')
@Controller('public')
export class PublicController {
  constructor(
    private readonly queries: PublicQueries,
    private readonly notice: MonthlyNotice,
    private readonly followWish: TrackWish,
  ) {}

  /** Wishes collected and confirmed, and the use of the money: for a unit and the units directly below it. */
  @Get('figures')
  @Public()
  figures(@Query() { unitId }: FiguresQuery): Promise<PublicFiguresResponse> {
    return this.queries.overview(unitId);
  }

  /** Open wishes, masked, newest first. */
  @Get('wishes')
  @Public()
  wishes(@Query() query: PublicWishesQuery): Promise<PublicWishesPage> {
    return this.queries.wall(query);
  }

  /** Payments from the funds, newest first. */
  @Get('payments')
  @Public()
  payments(@Query() query: PublicPaymentsQuery): Promise<PublicPaymentsPage> {
    return this.queries.payments(query);
  }

  /** Spending decisions on public notice, newest first. Anyone in the community may object. */
  @Get('notices')
  @Public()
  notices(@Query() query: PublicPaymentsQuery): Promise<PublicNoticesPage> {
    return this.queries.notices(query);
  }

  /** The public notice of a month's spending, to print and post. */
  @Get('units/:unitId/monthly-notice.pdf')
  @Public()
  @Header('content-type', 'application/pdf')
  async monthlyNotice(
    @Param() { unitId }: NoticeUnitParam,
    @Query() { month }: NoticeMonthQuery,
  ): Promise<StreamableFile> {
    const file = await this.notice.pdf(unitId, month);
    return new StreamableFile(file, { disposition: `inline; filename="notice-${month}.pdf"` });
  }

  /** The status of a wish, by its code and either the last four digits of the telephone or the secret on its card. */
  @Post('wish-status')
  @HttpCode(200)
  @Public()
  follow(@Body() body: TrackWishBody, @Req() request: ApiRequest): Promise<TrackedWishResponse> {
    return this.followWish.execute({ ...body, address: networkOf(request.ip) });
  }
}
