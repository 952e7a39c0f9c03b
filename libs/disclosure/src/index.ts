import './disclosure.personal-data.js';
import { Module, type OnModuleInit } from '@nestjs/common';
import { JobRegistry } from '#libs/platform';
import { BUILD_EXPORT, Exports, FORGET_EXPORT } from './exports.js';
import { PublicStatistics } from './public-statistics.js';
import { TrackWish } from './track-wish.js';
import { OfficesController } from './offices.controller.js';
import { FundsModule } from '#libs/funds';
import { PublicBookController } from './public-book.controller.js';
import { PublicController } from './public.controller.js';
import { MonthlyNotice } from './monthly-notice.js';
import { PreparedFiles } from './prepared-files.js';
import { PublicQueries } from './public.queries.js';

export { disclosureContract } from './disclosure.contract.js';

/** Public pages and export files. */
@Module({
  imports: [FundsModule],
  controllers: [PublicController, PublicBookController, OfficesController],
  providers: [PublicStatistics, PublicQueries, TrackWish, MonthlyNotice, Exports, PreparedFiles],
})
export class DisclosureHttpModule {}

@Module({ imports: [FundsModule], providers: [Exports] })
export class DisclosureJobsModule implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly exports: Exports,
  ) {}

  onModuleInit(): void {
    this.registry.onLong(BUILD_EXPORT, this.exports.build);
    this.registry.onLong(FORGET_EXPORT, this.exports.forget);
  }
}
