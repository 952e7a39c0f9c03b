import type { Migration } from '#libs/platform';

export const createPlanWish: Migration = {
  version: 20261126502,
  name: 'CreatePlanWish',
  sql: `CREATE TABLE IF NOT EXISTS plan_wish (
    plan_id UUID NOT NULL,
    wish_id UUID NOT NULL,
    places TINYINT UNSIGNED NOT NULL,
    candidates JSON NOT NULL,
    shortage ENUM('nobody','needed_elsewhere') NULL,
    hindered JSON NOT NULL,
    PRIMARY KEY (plan_id, wish_id),
    CONSTRAINT fk_plan_wish_plan FOREIGN KEY (plan_id) REFERENCES match_plan (id))`,
};
