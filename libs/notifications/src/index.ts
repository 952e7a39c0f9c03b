export * from './channels/index.js';
export { DELIVERY_STATUSES } from './delivery/delivery-codes.js';
export { notificationsContract } from './notifications.contract.js';
export { NotificationsHttpModule, NotificationsJobsModule } from './notifications.module.js';
