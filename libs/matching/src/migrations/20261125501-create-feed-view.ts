import type { Migration } from '#libs/platform';

export const createFeedView: Migration = {
  version: 20261125501,
  name: 'CreateFeedView',
  sql: `CREATE TABLE IF NOT EXISTS feed_view (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL,
    made_at DATETIME(3) NOT NULL,
    wish_ids JSON NOT NULL,
    KEY ix_feed_view_age (made_at))`,
};
