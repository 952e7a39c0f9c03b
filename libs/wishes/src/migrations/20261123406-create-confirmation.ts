import type { Migration } from '#libs/platform';

export const createConfirmation: Migration = {
  version: 20261123406,
  name: 'CreateConfirmation',
  sql: `CREATE TABLE IF NOT EXISTS confirmation (
    id UUID PRIMARY KEY,
    wish_id UUID NOT NULL,
    fulfilment_id UUID NOT NULL,
    via ENUM('resident','visit') NOT NULL,
    solved ENUM('yes','partly','no') NOT NULL,
    rating TINYINT UNSIGNED NULL,
    comment VARBINARY(2000) NULL,
    fulfilled_by UUID NOT NULL,
    confirmed_by UUID NOT NULL,
    confirmed_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_confirmation (fulfilment_id),
    KEY ix_confirmation_wish (wish_id),
    CONSTRAINT ck_confirmation_rating CHECK (rating IS NULL OR rating BETWEEN 1 AND 5),
    CONSTRAINT ck_confirmation_hands CHECK (confirmed_by <> fulfilled_by))`,
};
