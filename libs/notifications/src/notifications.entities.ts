/** All tables of this library, an entity each. */
export * from './delivery/channel-setting.entity.js';
export * from './delivery/contact-point.entity.js';
export * from './delivery/delivery.entity.js';
export * from './delivery/notification-preference.entity.js';
export * from './delivery/unit-webhook.entity.js';
export * from './delivery/wechat-consent.entity.js';
export * from './inbox/notification.entity.js';
