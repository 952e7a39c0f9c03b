import type { Migration } from '#libs/platform';

export const tieStartCodeToRecovery: Migration = {
  version: 20261129110,
  name: 'TieStartCodeToRecovery',
  sql: 'ALTER TABLE start_code ADD COLUMN IF NOT EXISTS recovery_id UUID NOT NULL',
};
