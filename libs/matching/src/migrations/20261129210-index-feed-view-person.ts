import type { Migration } from '#libs/platform';

export const indexFeedViewPerson: Migration = {
  version: 20261129210,
  name: 'IndexFeedViewPerson',
  sql: 'CREATE INDEX IF NOT EXISTS ix_feed_view_person ON feed_view (person_id)',
};
