import { Module } from '@nestjs/common';
import { Exports } from './export/exports.js';
import { PublicStatistics } from './public/public-statistics.js';
import { TrackWish } from './public/track-wish.js';
import { OfficesController } from './offices.controller.js';
import { FundsModule } from '#libs/funds';
import { PublicBookController } from './public/public-book.controller.js';
import { PublicController } from './public/public.controller.js';
import { MonthlyNotice } from './public/monthly-notice.js';
import { PreparedFiles } from './export/prepared-files.js';
import { PublicQueries } from './public/public.queries.js';

/** Public pages and export files. */
@Module({
  imports: [FundsModule],
  controllers: [PublicController, PublicBookController, OfficesController],
  providers: [PublicStatistics, PublicQueries, TrackWish, MonthlyNotice, Exports, PreparedFiles],
})
export class DisclosureHttpModule {}

@Module({ imports: [FundsModule], providers: [Exports] })
export class DisclosureJobsModule {}
