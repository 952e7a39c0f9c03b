import type { Migration } from '#libs/platform';

export const allowNotificationsAboutNoWish: Migration = {
  version: 20261129370,
  name: 'AllowNotificationsAboutNoWish',
  sql: `ALTER TABLE notification
    MODIFY wish_id UUID NULL,
    MODIFY wish_code VARCHAR(20) CHARACTER SET ascii NULL,
    ADD COLUMN IF NOT EXISTS recovery_id UUID NULL,
    ADD CONSTRAINT IF NOT EXISTS ck_notification_wish CHECK ((wish_id IS NULL) = (wish_code IS NULL))`,
};
