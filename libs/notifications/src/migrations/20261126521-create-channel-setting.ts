import type { Migration } from '#libs/platform';

export const createChannelSetting: Migration = {
  version: 20261126521,
  name: 'CreateChannelSetting',
  sql: `CREATE TABLE IF NOT EXISTS channel_setting (
    channel ENUM('email','push','sms','wechat','wecom','webhook') NOT NULL PRIMARY KEY,
    is_on BOOLEAN NOT NULL,
    settings VARBINARY(8192) NOT NULL,
    per_minute SMALLINT UNSIGNED NOT NULL,
    window_at DATETIME(3) NULL,
    window_sent SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    faults SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    closed_until DATETIME(3) NULL,
    set_by UUID NOT NULL,
    set_at DATETIME(3) NOT NULL)`,
};
