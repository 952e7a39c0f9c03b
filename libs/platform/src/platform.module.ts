import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { Deadlines } from './deadlines/deadlines.js';
import { Config } from './config.js';
import { DatabaseModule } from './database/database.module.js';
import { Transactions } from './database/transactions.js';
import { EventRelay } from './events/event-relay.js';
import { Events } from './events/events.js';
import { FileStorage } from './files/file-storage.js';
import { FilesController } from './files/files.controller.js';
import { DISCARD_FILE, FORGET_FILE, Files, PREPARE_FILE } from './files/files.js';
import { Uploads } from './http/uploads.js';
import { JobRegistry } from './jobs/job-registry.js';
import { JobRunner } from './jobs/job-runner.js';
import { Jobs } from './jobs/jobs.js';
import { Policies } from './policies.js';
import { KeptPassages } from './personal-data/kept-passages.js';
import { PersonalDataExport } from './personal-data/personal-data-export.js';
import { PersonsConcerned } from './personal-data/persons-concerned.js';
import { AccountErasure } from './personal-data/retention/account-erasure.js';
import { RETENTION_DAILY, RETENTION_RUN, Retention } from './personal-data/retention/retention.js';
import { KeyWatch } from './personal-data/key-watch.js';
import { FieldEncryption } from './personal-data/field-encryption.js';
import { Readiness } from './readiness.js';

const PARTS = [
  AccountErasure,
  Deadlines,
  Events,
  Files,
  FileStorage,
  Jobs,
  KeptPassages,
  PersonalDataExport,
  PersonsConcerned,
  Policies,
  Readiness,
  Retention,
  Uploads,
];

/** Services that every library needs; the same in all processes. */
@Global()
@Module({
  imports: [DatabaseModule],
  providers: [...PARTS, KeyWatch, { provide: FieldEncryption, inject: [Config, Transactions], useFactory: FieldEncryption.open }],
  exports: [DatabaseModule, ...PARTS, FieldEncryption],
})
export class PlatformModule implements OnModuleInit {
  constructor(
    private readonly accounts: AccountErasure,
    private readonly files: Files,
  ) {}

  onModuleInit(): void {
    this.accounts.add('platform', {
      erase: async (tx, personId) => {
        await tx.execute('DELETE FROM idempotency_key WHERE person_id = ?', [personId]);
        await this.files.discardUnattached(tx, personId);
      },
    });
  }
}

/** Photos and papers over HTTP. */
@Module({ controllers: [FilesController] })
export class PlatformHttpModule {}

/** The worker's part: relay, queue and sweep. */
@Global()
@Module({ providers: [JobRegistry, EventRelay, JobRunner], exports: [JobRegistry, JobRunner] })
export class PlatformJobsModule implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly files: Files,
    private readonly retention: Retention,
  ) {}

  onModuleInit(): void {
    this.registry.onLong(PREPARE_FILE, this.files.prepare);
    this.registry.on(FORGET_FILE, this.files.forget);
    this.registry.onLong(DISCARD_FILE, this.files.discardBytes);
    this.registry.on(RETENTION_DAILY, this.retention.wake);
    this.registry.onLong(RETENTION_RUN, this.retention.run);
  }
}
