import type { Migration } from '#libs/platform';

export const renameWishSkill: Migration = {
  version: 20261130805,
  name: 'RenameWishSkill',
  sql: `ALTER TABLE wish
    RENAME COLUMN IF EXISTS strength TO skill,
    RENAME INDEX IF EXISTS ix_wish_open_strength TO ix_wish_open_skill`,
};
