import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuditQueries } from './audit.queries.js';
import { RetryJob } from './retry-job.js';

export { auditContract } from './audit.contract.js';

/** Search in what happened, in who looked, and in what waits. */
@Module({ controllers: [AuditController], providers: [AuditQueries, RetryJob] })
export class AuditHttpModule {}
