import { Global, Module } from '@nestjs/common';
import { Clocks } from './calendar/clocks.js';
import { DatabaseModule } from './database/database.module.js';
import { EventRelay } from './events/event-relay.js';
import { Events } from './events/events.js';
import { JobRegistry } from './jobs/job-registry.js';
import { JobRunner } from './jobs/job-runner.js';
import { Jobs } from './jobs/jobs.js';
import { Vault } from './personal-data/vault.js';

/** What every library stands on; the same in all processes. */
@Global()
@Module({
  imports: [DatabaseModule],
  providers: [Clocks, Events, Jobs, Vault],
  exports: [DatabaseModule, Clocks, Events, Jobs, Vault],
})
export class PlatformModule {}

/** The worker's part: relay, queue and sweep. */
@Global()
@Module({ providers: [JobRegistry, EventRelay, JobRunner], exports: [JobRegistry, JobRunner] })
export class PlatformJobsModule {}
