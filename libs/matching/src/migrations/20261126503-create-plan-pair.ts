import type { Migration } from '#libs/platform';

export const createPlanPair: Migration = {
  version: 20261126503,
  name: 'CreatePlanPair',
  sql: `CREATE TABLE IF NOT EXISTS plan_pair (
    plan_id UUID NOT NULL,
    wish_id UUID NOT NULL,
    volunteer_id UUID NOT NULL,
    place_rank TINYINT UNSIGNED NOT NULL,
    parts JSON NOT NULL,
    chosen_by UUID NULL,
    sent_at DATETIME(3) NULL,
    PRIMARY KEY (plan_id, wish_id, volunteer_id),
    KEY ix_pair_volunteer (plan_id, volunteer_id),
    CONSTRAINT fk_pair_wish FOREIGN KEY (plan_id, wish_id) REFERENCES plan_wish (plan_id, wish_id))`,
};
