import type { Schema } from './database/migrations.js';

export const platformSchema: Schema = {
  migrations: [
    {
      version: 20261123001,
      name: 'CreateEvent',
      sql: `CREATE TABLE IF NOT EXISTS event (
        row_no BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
        id UUID NOT NULL,
        name VARCHAR(64) NOT NULL,
        unit_id UUID NOT NULL,
        subject_id UUID NOT NULL,
        actor_id UUID NULL,
        visibility ENUM('public','internal') NOT NULL,
        data JSON NOT NULL,
        occurred_at DATETIME(3) NOT NULL,
        seq BIGINT UNSIGNED NULL,
        hash BINARY(32) NULL,
        UNIQUE KEY uq_event_id (id),
        UNIQUE KEY uq_event_seq (seq),
        KEY ix_event_subject (subject_id, row_no))`,
    },
    {
      version: 20261123002,
      name: 'CreateEventChain',
      sql: `CREATE TABLE IF NOT EXISTS event_chain (
        id TINYINT UNSIGNED PRIMARY KEY, last_seq BIGINT UNSIGNED NOT NULL, last_hash BINARY(32) NOT NULL)`,
    },
    {
      version: 20261123003,
      name: 'StartEventChain',
      sql: `INSERT IGNORE INTO event_chain VALUES (1, 0, REPEAT(CHAR(0), 32))`,
    },
    {
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
    },
    {
      version: 20261123005,
      name: 'CreateIdempotencyKey',
      sql: `CREATE TABLE IF NOT EXISTS idempotency_key (
        person_id UUID NOT NULL,
        ikey VARCHAR(100) NOT NULL,
        request_hash BINARY(32) NOT NULL,
        response MEDIUMTEXT NULL,
        problem TEXT NULL,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (person_id, ikey),
        KEY ix_idempotency_created (created_at))`,
    },
    {
      version: 20261123006,
      name: 'CreatePolicy',
      sql: `CREATE TABLE IF NOT EXISTS policy (
        name VARCHAR(64) NOT NULL,
        version INT UNSIGNED NOT NULL,
        body JSON NOT NULL,
        set_by UUID NOT NULL,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (name, version))`,
    },
    {
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
    },
  ],
  rights: [
    { table: 'event', rights: 'append', mayUpdate: ['seq', 'hash'] },
    { table: 'event_chain', rights: 'append', mayUpdate: ['last_seq', 'last_hash'] },
    { table: 'policy', rights: 'append' },
    { table: 'personal_data_view', rights: 'append' },
  ],
};
