import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuditQueries } from './audit.queries.js';
import { RetryJob } from './retry-job.js';

/** Search in the audit trail, in views of personal data and in the job queues. */
@Module({ controllers: [AuditController], providers: [AuditQueries, RetryJob] })
export class AuditHttpModule {}
