export * from './channels/index.js';
export { notificationsContract } from './notifications.contract.js';
export { NotificationsHttpModule, NotificationsJobsModule } from './notifications.module.js';
