import type { Migration } from '#libs/platform';

export const createFundPlan: Migration = {
  version: 20261124381,
  name: 'CreateFundPlan',
  sql: `CREATE TABLE IF NOT EXISTS fund_plan (
    unit_id UUID NOT NULL,
    year SMALLINT UNSIGNED NOT NULL,
    version INT UNSIGNED NOT NULL,
    plan_lines JSON NOT NULL,
    set_by UUID NOT NULL,
    set_at DATETIME(3) NOT NULL,
    PRIMARY KEY (unit_id, year, version))`,
};
