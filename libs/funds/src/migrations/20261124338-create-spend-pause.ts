import type { Migration } from '#libs/platform';

export const createSpendPause: Migration = {
  version: 20261124338,
  name: 'CreateSpendPause',
  sql: `CREATE TABLE IF NOT EXISTS spend_pause (
    id UUID PRIMARY KEY,
    spend_request_id UUID NOT NULL,
    reason VARCHAR(300) NOT NULL,
    paused_by UUID NOT NULL,
    paused_at DATETIME(3) NOT NULL,
    lift_reason VARCHAR(300) NULL,
    lifted_by UUID NULL,
    lifted_at DATETIME(3) NULL,
    open_request_id UUID AS (IF(lifted_at IS NULL, spend_request_id, NULL)) PERSISTENT,
    UNIQUE KEY uq_pause_open (open_request_id),
    KEY ix_pause_request (spend_request_id))`,
};
