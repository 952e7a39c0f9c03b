import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public, networkOf, type ApiRequest } from '#libs/platform';
import {
  FiguresQuery,
  FollowWishBody,
  FollowedWishAnswer,
  NoticeMonthQuery,
  NoticeUnitParam,
  PublicFiguresAnswer,
  PublicNoticesPage,
  PublicPaymentsPage,
  PublicPaymentsQuery,
  PublicWishesPage,
  PublicWishesQuery,
} from './disclosure.dto.js';
import { FollowWish } from './follow-wish.js';
import { MonthlyNotice } from './monthly-notice.js';
import { PublicQueries } from './public.queries.js';

/** For everybody, without an account; answers to GET carry an ETag and may be kept for a minute. */
@ApiTags('public')
@Controller('public')
export class PublicController {
  constructor(
    private readonly queries: PublicQueries,
    private readonly notice: MonthlyNotice,
    private readonly followWish: FollowWish,
  ) {}

  /** What was collected and done, and what became of the money: of a unit and of those right below it. */
  @Get('figures')
  @Public()
  figures(@Query() { unitId }: FiguresQuery): Promise<PublicFiguresAnswer> {
    return this.queries.overview(unitId);
  }

  /** The wall of open wishes, masked, newest first. */
  @Get('wishes')
  @Public()
  wishes(@Query() query: PublicWishesQuery): Promise<PublicWishesPage> {
    return this.queries.wall(query);
  }

  /** What was paid from the funds, newest first. */
  @Get('payments')
  @Public()
  payments(@Query() query: PublicPaymentsQuery): Promise<PublicPaymentsPage> {
    return this.queries.payments(query);
  }

  /** Decisions that hang out now: anybody of the community may object. Newest first. */
  @Get('notices')
  @Public()
  notices(@Query() query: PublicPaymentsQuery): Promise<PublicNoticesPage> {
    return this.queries.notices(query);
  }

  /** What a month’s money went to, to print and to hang out. */
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

  /** Where a wish stands, by its code and the last four digits of the telephone or the secret of its card. */
  @Post('wish-status')
  @HttpCode(200)
  @Public()
  follow(@Body() body: FollowWishBody, @Req() request: ApiRequest): Promise<FollowedWishAnswer> {
    return this.followWish.execute({ ...body, address: networkOf(request.ip) });
  }
}
