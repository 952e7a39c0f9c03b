import type { Migration } from '#libs/platform';

export const addOrderAct: Migration = {
  version: 20261124362,
  name: 'AddOrderAct',
  sql: 'ALTER TABLE spend_request ADD COLUMN IF NOT EXISTS order_act VARCHAR(8) CHARACTER SET ascii NULL',
};
