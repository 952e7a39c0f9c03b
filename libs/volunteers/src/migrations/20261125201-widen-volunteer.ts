import type { Migration } from '#libs/platform';

export const widenVolunteer: Migration = {
  version: 20261125201,
  name: 'WidenVolunteer',
  sql: `ALTER TABLE volunteer
    ADD COLUMN IF NOT EXISTS languages JSON NOT NULL DEFAULT '[]',
    ADD COLUMN IF NOT EXISTS reach ENUM('grid','community','town','district') NOT NULL DEFAULT 'town',
    ADD COLUMN IF NOT EXISTS windows JSON NOT NULL DEFAULT '[]',
    ADD COLUMN IF NOT EXISTS liked JSON NOT NULL DEFAULT '[]',
    ADD COLUMN IF NOT EXISTS disliked JSON NOT NULL DEFAULT '[]',
    ADD COLUMN IF NOT EXISTS away_until DATE NULL`,
};
