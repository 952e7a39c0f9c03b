import type { Migration } from '../database/migrations.js';

export const createPersonalDataView: Migration = {
  version: 20261123007,
  name: 'CreatePersonalDataView',
  sql: `CREATE TABLE IF NOT EXISTS personal_data_view (
    id UUID PRIMARY KEY,
    viewer_id UUID NOT NULL,
    subject_id UUID NOT NULL,
    fields VARCHAR(120) NOT NULL,
    reason VARCHAR(200) NOT NULL,
    viewed_at DATETIME(3) NOT NULL,
    KEY ix_view_subject (subject_id, viewed_at),
    KEY ix_view_viewer (viewer_id, viewed_at))`,
};
