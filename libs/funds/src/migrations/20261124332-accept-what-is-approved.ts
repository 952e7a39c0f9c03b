import type { Migration } from '#libs/platform';

export const acceptWhatIsApproved: Migration = {
  version: 20261124332,
  name: 'AcceptWhatIsApproved',
  sql: `UPDATE spend_request SET accepted_at = decided_at WHERE status IN ('approved','settled') AND accepted_at IS NULL
    AND paid_fen > 0`,
};
