import type { Migration } from '#libs/platform';

export const earlierRolesAreInForce: Migration = {
  version: 20261129105,
  name: 'EarlierRolesAreInForce',
  sql: `UPDATE role_grant g JOIN unit u ON u.id = g.unit_id SET g.unit_level = u.level, g.confirmed_at = g.granted_at
    WHERE g.unit_level IS NULL`,
};
