import type { Migration } from '#libs/platform';

export const renameSpendParticipation: Migration = {
  version: 20261130911,
  name: 'RenameSpendParticipation',
  sql: `RENAME TABLE IF EXISTS spend_hand TO spend_participation`,
};
