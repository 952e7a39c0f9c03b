import type { Migration } from '#libs/platform';

export const createFulfilment: Migration = {
  version: 20261123405,
  name: 'CreateFulfilment',
  sql: `CREATE TABLE IF NOT EXISTS fulfilment (
    id UUID PRIMARY KEY,
    wish_id UUID NOT NULL,
    round TINYINT UNSIGNED NOT NULL,
    what VARBINARY(4000) NOT NULL,
    evidence VARBINARY(1200) NULL,
    done_on DATE NOT NULL,
    hours DECIMAL(5,1) NOT NULL,
    recorded_by UUID NOT NULL,
    recorded_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_fulfilment_round (wish_id, round))`,
};
