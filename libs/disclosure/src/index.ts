import './disclosure.personal-data.js';
import { Module, type OnModuleInit } from '@nestjs/common';
import { JobRegistry, type Schema } from '#libs/platform';
import { BUILD_EXPORT, Exports, FORGET_EXPORT } from './exports.js';
import { Figures } from './figures.js';
import { FollowWish } from './follow-wish.js';
import { OfficesController } from './offices.controller.js';
import { FundsModule } from '#libs/funds';
import { PublicBookController } from './public-book.controller.js';
import { PublicController } from './public.controller.js';
import { MonthlyNotice } from './monthly-notice.js';
import { PreparedFiles } from './prepared-files.js';
import { PublicQueries } from './public.queries.js';

/** What is shown to everybody, and what leaves as a file. */
@Module({
  imports: [FundsModule],
  controllers: [PublicController, PublicBookController, OfficesController],
  providers: [Figures, PublicQueries, FollowWish, MonthlyNotice, Exports, PreparedFiles],
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

export const disclosureSchema: Schema = {
  migrations: [
    {
      version: 20261124501,
      name: 'CreateExportRequest',
      sql: `CREATE TABLE IF NOT EXISTS export_request (
        id UUID PRIMARY KEY,
        kind VARCHAR(16) NOT NULL,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        year SMALLINT UNSIGNED NOT NULL,
        purpose VARCHAR(100) NOT NULL,
        status ENUM('waiting','building','ready','failed','forgotten') NOT NULL,
        rows_done INT UNSIGNED NOT NULL DEFAULT 0,
        rows_total INT UNSIGNED NOT NULL DEFAULT 0,
        created_by UUID NOT NULL,
        created_at DATETIME(3) NOT NULL,
        finished_at DATETIME(3) NULL,
        KEY ix_export_own (created_by, id))`,
    },
  ],
  sealed: {
    objects: [
      {
        name: 'export',
        sql: `SELECT id, CONCAT('export/', id) AS object_key FROM export_request WHERE status IN ('building','ready')
          UNION ALL SELECT id, CONCAT('export/', id, '.csv') FROM export_request WHERE status IN ('building','ready')`,
      },
    ],
  },
};
