import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Deadlines } from './deadlines/deadlines.js';
import { Config } from './config.js';
import { Libraries, type LibraryContract } from './contract.js';
import { DecoratedMethods } from './decorated-methods.js';
import { DatabaseModule } from './database/database.module.js';
import { Transactions } from './database/transactions.js';
import { EventRelay } from './events/event-relay.js';
import { Events } from './events/events.js';
import { FileStorage } from './files/file-storage.js';
import { FilesController } from './files/files.controller.js';
import { Files } from './files/files.js';
import { Uploads } from './http/uploads.js';
import { JobRegistry } from './jobs/job-registry.js';
import { JobRunner } from './jobs/job-runner.js';
import { Jobs } from './jobs/jobs.js';
import { Policies } from './policies.js';
import { KeptPassages } from './personal-data/kept-passages.js';
import { PersonalDataExport } from './personal-data/personal-data-export.js';
import { PersonsConcerned } from './personal-data/persons-concerned.js';
import { AccountErasure } from './personal-data/retention/account-erasure.js';
import { EraseExpired } from './personal-data/retention/erase-expired.js';
import { Retention } from './personal-data/retention/retention.js';
import { KeyWatch } from './personal-data/key-watch.js';
import { FieldEncryption } from './personal-data/field-encryption.js';
import { Readiness } from './readiness.js';

const PARTS = [
  AccountErasure,
  Deadlines,
  DecoratedMethods,
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
  imports: [DatabaseModule, DiscoveryModule],
  providers: [
    ...PARTS,
    KeyWatch,
    { provide: FieldEncryption, inject: [Config, Transactions], useFactory: FieldEncryption.open },
  ],
  exports: [DatabaseModule, ...PARTS, FieldEncryption],
})
export class PlatformModule {
  /** `contracts`: those of all libraries of the application. */
  static for(contracts: readonly LibraryContract[]): DynamicModule {
    return {
      module: PlatformModule,
      providers: [{ provide: Libraries, useValue: new Libraries(contracts) }],
      exports: [Libraries],
    };
  }
}

/** Photos and papers over HTTP. */
@Module({ controllers: [FilesController] })
export class PlatformHttpModule {}

/** The worker's part: relay, queue and sweep. */
@Global()
@Module({ providers: [JobRegistry, EventRelay, JobRunner, EraseExpired], exports: [JobRegistry, JobRunner] })
export class PlatformJobsModule {}
