import type { Migration } from '#libs/platform';

// Before the act `reverse` existed, signers could decide: those reversals have no act and no foreign key.
export const leaveOldReversals: Migration = {
  version: 20261130313,
  name: 'LeaveOldReversals',
  sql: `UPDATE fund_reversal v LEFT JOIN spend_hand h
      ON h.spend_request_id = v.spend_request_id AND h.person_id = v.decided_by AND h.act = 'reverse'
    SET v.act = NULL WHERE v.decided_by IS NOT NULL AND h.act IS NULL`,
};
