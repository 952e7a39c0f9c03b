import type { Migration } from '#libs/platform';

export const createDelivery: Migration = {
  version: 20261126526,
  name: 'CreateDelivery',
  sql: `CREATE TABLE IF NOT EXISTS delivery (
    id UUID PRIMARY KEY,
    channel ENUM('email','push','sms','wechat','wecom','webhook') NOT NULL,
    class VARCHAR(16) NOT NULL,
    target_id UUID NOT NULL,
    person_id UUID NULL,
    notification_id UUID NULL,
    digest_at DATETIME(3) NULL,
    status ENUM('waiting','sending','sent','failed','uncertain','dropped') NOT NULL DEFAULT 'waiting',
    due_at DATETIME(3) NOT NULL,
    lease_until DATETIME(3) NULL,
    attempts SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    cause VARCHAR(100) NULL,
    reference VARCHAR(100) NULL,
    created_at DATETIME(3) NOT NULL,
    ended_at DATETIME(3) NULL,
    UNIQUE KEY uq_delivery_once (notification_id, channel, target_id),
    UNIQUE KEY uq_delivery_digest (target_id, channel, digest_at),
    KEY ix_delivery_due (status, due_at),
    KEY ix_delivery_channel (channel, status, id))`,
};
