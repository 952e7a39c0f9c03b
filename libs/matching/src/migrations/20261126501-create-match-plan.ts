import type { Migration } from '#libs/platform';

export const createMatchPlan: Migration = {
  version: 20261126501,
  name: 'CreateMatchPlan',
  sql: `CREATE TABLE IF NOT EXISTS match_plan (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    status ENUM('waiting','computing','ready','sending','sent','cancelled','failed') NOT NULL,
    version INT UNSIGNED NOT NULL DEFAULT 1,
    policy JSON NOT NULL,
    computed_at DATETIME(3) NULL,
    done INT UNSIGNED NOT NULL DEFAULT 0,
    total INT UNSIGNED NOT NULL DEFAULT 0,
    wishes INT UNSIGNED NOT NULL DEFAULT 0,
    volunteers INT UNSIGNED NOT NULL DEFAULT 0,
    asked_by UUID NOT NULL,
    asked_at DATETIME(3) NOT NULL,
    sent_by UUID NULL,
    sent_at DATETIME(3) NULL,
    KEY ix_plan_unit (unit_path, id))`,
};
