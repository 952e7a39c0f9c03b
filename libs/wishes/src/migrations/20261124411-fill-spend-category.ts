import type { Migration } from '#libs/platform';

export const fillSpendCategory: Migration = {
  version: 20261124411,
  name: 'FillSpendCategory',
  sql: `UPDATE spend_request r JOIN wish w ON w.id = r.wish_id SET r.category = w.category WHERE r.category = 'other'`,
};
