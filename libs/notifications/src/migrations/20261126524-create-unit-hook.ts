import type { Migration } from '#libs/platform';

export const createUnitHook: Migration = {
  version: 20261126524,
  name: 'CreateUnitHook',
  sql: `CREATE TABLE IF NOT EXISTS unit_hook (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel ENUM('email','push','sms','wechat','wecom','webhook') NOT NULL,
    label VARCHAR(60) NOT NULL,
    address VARBINARY(2048) NOT NULL,
    created_by UUID NOT NULL,
    created_at DATETIME(3) NOT NULL,
    ended_at DATETIME(3) NULL,
    KEY ix_hook_unit (unit_path))`,
};
