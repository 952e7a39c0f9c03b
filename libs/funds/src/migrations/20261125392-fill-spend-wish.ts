import type { Migration } from '#libs/platform';

export const fillSpendWish: Migration = {
  version: 20261125392,
  name: 'FillSpendWish',
  sql: `INSERT IGNORE INTO spend_wish (spend_request_id, wish_id, place, is_held)
    SELECT id, wish_id, 1, status IN ('draft','submitted','returned','noticed','approved') FROM spend_request`,
};
