import type { Migration } from '../database/migrations.js';

export const createKeptPassage: Migration = {
  version: 20261129020,
  name: 'CreateKeptPassage',
  sql: `CREATE TABLE IF NOT EXISTS kept_passage (
    id UUID PRIMARY KEY,
    subject_id UUID NOT NULL,
    kind VARCHAR(16) CHARACTER SET ascii NOT NULL,
    certainty ENUM('certain','possible') NOT NULL,
    passage VARBINARY(900) NOT NULL,
    reason VARCHAR(300) NULL,
    kept_by UUID NOT NULL,
    kept_at DATETIME(3) NOT NULL,
    KEY ix_kept_subject (subject_id, id),
    CONSTRAINT ck_kept_reason CHECK (certainty = 'possible' OR reason IS NOT NULL))`,
};
