import type { Migration } from '#libs/platform';

export const createSpendWish: Migration = {
  version: 20261125391,
  name: 'CreateSpendWish',
  sql: `CREATE TABLE IF NOT EXISTS spend_wish (
    spend_request_id UUID NOT NULL,
    wish_id UUID NOT NULL,
    place TINYINT UNSIGNED NOT NULL,
    is_held BOOLEAN NOT NULL,
    left_at DATETIME(3) NULL,
    held_wish_id UUID AS (IF(is_held, wish_id, NULL)) PERSISTENT,
    PRIMARY KEY (spend_request_id, wish_id),
    UNIQUE KEY uq_spend_wish_place (spend_request_id, place),
    UNIQUE KEY uq_spend_wish_held (held_wish_id),
    KEY ix_spend_wish (wish_id),
    CONSTRAINT ck_spend_wish CHECK (left_at IS NULL OR NOT is_held),
    CONSTRAINT fk_spend_wish_request FOREIGN KEY (spend_request_id) REFERENCES spend_request (id))`,
};
