import type { Migration } from '#libs/platform';

export const fillSpendHands: Migration = {
  version: 20261124324,
  name: 'FillSpendHands',
  sql: `INSERT IGNORE INTO spend_hand (spend_request_id, person_id, act, place, role, at)
    SELECT id, requested_by, 'ask', NULL, NULL, requested_at FROM spend_request
    UNION ALL SELECT id, decided_by, 'sign', 1, 'community_secretary', decided_at FROM spend_request
      WHERE decided_by IS NOT NULL AND status <> 'refused'
    UNION ALL SELECT spend_request_id, paid_by, 'pay', NULL, NULL, MIN(paid_at) FROM fund_payment GROUP BY 1, 2`,
};
