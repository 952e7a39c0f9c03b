import type { Migration } from '#libs/platform';

export const moveSignatures: Migration = {
  version: 20261124335,
  name: 'MoveSignatures',
  sql: `INSERT IGNORE INTO spend_signature (spend_request_id, version, place, role, person_id, signed_at)
    SELECT spend_request_id, 1, place, role, person_id, at FROM spend_hand WHERE act = 'sign'`,
};
