import type { Migration } from '../database/migrations.js';

export const createEvent: Migration = {
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
};
