export { auditContract } from './audit.contract.js';
export { AuditHttpModule } from './audit.module.js';
