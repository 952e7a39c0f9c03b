import type { Migration } from '../database/migrations.js';

export const createJob: Migration = {
  version: 20261123004,
  name: 'CreateJob',
  sql: `CREATE TABLE IF NOT EXISTS job (
    id UUID PRIMARY KEY,
    kind VARCHAR(64) NOT NULL,
    subject_id UUID NOT NULL,
    due_at DATETIME(3) NOT NULL,
    gen INT UNSIGNED NOT NULL DEFAULT 1,
    status ENUM('scheduled','running','done','cancelled','failed') NOT NULL DEFAULT 'scheduled',
    queued_at DATETIME(3) NULL,
    lease_until DATETIME(3) NULL,
    attempts SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    last_error VARCHAR(300) NULL,
    finished_at DATETIME(3) NULL,
    UNIQUE KEY uq_job_kind_subject (kind, subject_id),
    KEY ix_job_subject (subject_id, status),
    KEY ix_job_due (status, due_at))`,
};
