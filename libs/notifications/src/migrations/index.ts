/** All migrations of this library, a file each. */
export * from './20261123501-create-notification.js';
export * from './20261126511-add-notification-rung.js';
export * from './20261126521-create-channel-setting.js';
export * from './20261126522-create-contact-point.js';
export * from './20261126523-create-wechat-consent.js';
export * from './20261126524-create-unit-hook.js';
export * from './20261126525-create-notification-preference.js';
export * from './20261126526-create-delivery.js';
export * from './20261126527-add-delivery-sample.js';
export * from './20261129008-add-contact-point-index-key.js';
export * from './20261129211-index-notification-age.js';
export * from './20261129212-allow-erased-contact-point.js';
export * from './20261129213-index-delivery-person.js';
export * from './20261129370-allow-notifications-about-no-wish.js';
export * from './20261130806-rename-notification-step.js';
export * from './20261130808-rename-escalated-preference.js';
export * from './20261130823-rename-notification-kinds.js';
