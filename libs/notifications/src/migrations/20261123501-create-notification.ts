import type { Migration } from '#libs/platform';

export const createNotification: Migration = {
  version: 20261123501,
  name: 'CreateNotification',
  sql: `CREATE TABLE IF NOT EXISTS notification (
    id UUID PRIMARY KEY,
    recipient_id UUID NOT NULL,
    kind VARCHAR(32) NOT NULL,
    wish_id UUID NOT NULL,
    wish_code VARCHAR(20) CHARACTER SET ascii NOT NULL,
    unit_id UUID NOT NULL,
    job_id UUID NOT NULL,
    job_gen INT UNSIGNED NOT NULL,
    due_at DATETIME(3) NULL,
    created_at DATETIME(3) NOT NULL,
    read_at DATETIME(3) NULL,
    archived_at DATETIME(3) NULL,
    UNIQUE KEY uq_notification_once (job_id, job_gen, recipient_id),
    KEY ix_notification_inbox (recipient_id, archived_at, id),
    KEY ix_notification_due (unit_id, due_at))`,
};
