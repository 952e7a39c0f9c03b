import type { Migration } from '#libs/platform';

export const indexOpenWishes: Migration = {
  version: 20261125421,
  name: 'IndexOpenWishes',
  sql: `ALTER TABLE wish
    ADD KEY IF NOT EXISTS ix_wish_open (status, id, unit_path),
    ADD KEY IF NOT EXISTS ix_wish_open_strength (status, strength, id, unit_path),
    ADD KEY IF NOT EXISTS ix_wish_open_category (status, category, id, unit_path),
    ADD KEY IF NOT EXISTS ix_wish_open_urgency (status, urgency, id, unit_path),
    DROP KEY IF EXISTS ix_wish_status`,
};
