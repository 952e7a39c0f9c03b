import type { Schema } from './database/migrations.js';
import { FIRST_ID } from './ids.js';
import { encryptedColumns } from './personal-data/encrypted-columns.js';

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
    {
      version: 20261124001,
      name: 'CreateFile',
      sql: `CREATE TABLE IF NOT EXISTS file (
        id UUID PRIMARY KEY,
        purpose ENUM('need','done') NOT NULL,
        status ENUM('receiving','received','ready','refused') NOT NULL,
        width SMALLINT UNSIGNED NULL,
        height SMALLINT UNSIGNED NULL,
        subject_id UUID NULL,
        created_by UUID NOT NULL,
        created_at DATETIME(3) NOT NULL,
        KEY ix_file_subject (subject_id),
        KEY ix_file_sender (created_by, created_at))`,
    },
    {
      version: 20261124002,
      name: 'IndexEventTime',
      sql: `CREATE INDEX IF NOT EXISTS ix_event_unit_time ON event (unit_id, row_no)`,
    },
    {
      version: 20261124003,
      name: 'IndexEventName',
      sql: `CREATE INDEX IF NOT EXISTS ix_event_name ON event (name, row_no)`,
    },
    {
      version: 20261124004,
      name: 'IndexEventActor',
      sql: `CREATE INDEX IF NOT EXISTS ix_event_actor ON event (actor_id, row_no)`,
    },
    {
      version: 20261124005,
      name: 'IndexEventOccurred',
      sql: `CREATE INDEX IF NOT EXISTS ix_event_occurred ON event (occurred_at)`,
    },
    {
      version: 20261124006,
      name: 'WidenFile',
      sql: `ALTER TABLE file
        MODIFY purpose ENUM('need','done','quote','minutes','contract','received','invoice') NOT NULL,
        ADD COLUMN IF NOT EXISTS media ENUM('photo','pdf') NOT NULL DEFAULT 'photo' AFTER purpose,
        ADD COLUMN IF NOT EXISTS hash BINARY(32) NULL,
        ADD KEY IF NOT EXISTS ix_file_hash (hash)`,
    },
    {
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
    },
    {
      version: 20261129031,
      name: 'CreateUpload',
      sql: `CREATE TABLE IF NOT EXISTS upload (
        id UUID PRIMARY KEY,
        person_id UUID NOT NULL,
        bytes INT UNSIGNED NOT NULL,
        uploaded_at DATETIME(3) NOT NULL,
        KEY ix_upload_person (person_id, uploaded_at),
        KEY ix_upload_time (uploaded_at))`,
    },
    {
      version: 20261129040,
      name: 'CreateWriteProbe',
      sql: `CREATE TABLE IF NOT EXISTS write_probe (id TINYINT UNSIGNED PRIMARY KEY, written_at DATETIME(3) NOT NULL)`,
    },
    {
      version: 20261129041,
      name: 'ClassifyJobs',
      sql: `ALTER TABLE job
        ADD COLUMN IF NOT EXISTS lane ENUM('deadline','interactive','listener','bulk') NOT NULL DEFAULT 'deadline' AFTER kind`,
    },
    {
      version: 20261129042,
      name: 'FillJobLane',
      sql: `UPDATE job SET lane = CASE
          WHEN kind LIKE 'event:%' THEN 'listener'
          WHEN kind IN ('file.forget','export.forget','volunteers.mergeStrengths','wishes.mergeStrengths') THEN 'bulk'
          WHEN kind IN ('file.prepare','export.build','plan.send','plan.compute','need.scan','roster.commit','wishImport.read','wishImport.commit')
            THEN 'interactive'
          ELSE 'deadline' END
        WHERE lane = 'deadline' AND status IN ('scheduled','running','failed')`,
    },
    {
      version: 20261129043,
      name: 'IndexJobFeed',
      sql: `CREATE INDEX IF NOT EXISTS ix_job_feed ON job (status, lane, queued_at, due_at)`,
    },
    {
      version: 20261129044,
      name: 'IndexJobLane',
      sql: `CREATE INDEX IF NOT EXISTS ix_job_lane ON job (status, lane, due_at)`,
    },
    {
      version: 20261129200,
      name: 'CreateRetentionCount',
      sql: `CREATE TABLE IF NOT EXISTS retention_count (
        done_on DATE NOT NULL,
        period VARCHAR(40) CHARACTER SET ascii NOT NULL,
        erased INT UNSIGNED NOT NULL,
        PRIMARY KEY (period, done_on))`,
    },
    {
      // The district has a week to set periods of its own before anything is erased.
      version: 20261129201,
      name: 'WakeRetention',
      sql: `INSERT IGNORE INTO job (id, kind, lane, subject_id, due_at)
        VALUES (UUID(), 'retention.daily', 'bulk', '${FIRST_ID}', UTC_TIMESTAMP(3) + INTERVAL 7 DAY)`,
    },
    {
      version: 20261129204,
      name: 'IndexFileAge',
      sql: `CREATE INDEX IF NOT EXISTS ix_file_age ON file (purpose, created_at)`,
    },
    {
      version: 20261129202,
      name: 'AllowErasedPassage',
      sql: `ALTER TABLE kept_passage MODIFY passage VARBINARY(900) NULL`,
    },
    {
      version: 20261129203,
      name: 'AddErasedViews',
      sql: `ALTER TABLE personal_data_view ADD COLUMN IF NOT EXISTS erased_at DATETIME(3) NULL,
        ADD KEY IF NOT EXISTS ix_view_erased (erased_at, viewed_at)`,
    },
    {
      version: 20261129240,
      name: 'CreateSubjectKey',
      sql: `CREATE TABLE IF NOT EXISTS subject_key (
        subject_id UUID PRIMARY KEY,
        secret VARBINARY(100) NOT NULL,
        created_at DATETIME(3) NOT NULL)`,
    },
    {
      version: 20261129001,
      name: 'CreateDataKey',
      sql: `CREATE TABLE IF NOT EXISTS data_key (
        purpose VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        key_no SMALLINT UNSIGNED NOT NULL,
        state ENUM('active','retiring','retired') NOT NULL,
        check_value BINARY(32) NOT NULL,
        secret VARBINARY(100) NULL,
        public_key VARBINARY(64) NULL,
        created_at DATETIME(3) NOT NULL,
        changed_at DATETIME(3) NOT NULL,
        active TINYINT AS (IF(state = 'active', 1, NULL)) PERSISTENT,
        PRIMARY KEY (purpose, key_no),
        UNIQUE KEY uq_data_key_active (purpose, active))`,
    },
    {
      version: 20261129002,
      name: 'CreateKeyRotation',
      sql: `CREATE TABLE IF NOT EXISTS key_rotation (
        purpose VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        key_no SMALLINT UNSIGNED NOT NULL,
        part VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        reached JSON NULL,
        moved BIGINT UNSIGNED NOT NULL DEFAULT 0,
        unreadable INT UNSIGNED NOT NULL DEFAULT 0,
        started_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        finished_at DATETIME(3) NULL,
        PRIMARY KEY (purpose, key_no, part))`,
    },
    {
      version: 20261130809,
      name: 'RenameJobKinds',
      sql: `UPDATE job
        SET kind = REPLACE(REPLACE(REPLACE(kind, '.climb', '.escalation'), '.mergeStrengths', '.mergeSkills'), '.strengths', '.skills')
        WHERE kind LIKE '%.climb' OR kind LIKE '%.mergeStrengths' OR kind LIKE '%.strengths'`,
    },
    {
      version: 20261130810,
      name: 'RenamePolicies',
      sql: `UPDATE policy SET
          body = CASE name
            WHEN 'clocks' THEN REPLACE(body, '"clocks":', '"deadlines":')
            WHEN 'ladders' THEN REPLACE(body, '"ladders":', '"escalations":')
            WHEN 'matching' THEN REPLACE(body, '"strength":', '"skill":')
            ELSE REPLACE(REPLACE(body, '"branches":', '"categories":'), '"strengths":', '"skills":') END,
          name = CASE name WHEN 'clocks' THEN 'deadlines' WHEN 'ladders' THEN 'escalations' WHEN 'strengths' THEN 'skills' ELSE name END
        WHERE name IN ('clocks', 'ladders', 'matching', 'strengths')`,
    },
  ],
  rights: [
    { table: 'event', rights: 'append', mayUpdate: ['seq', 'hash'] },
    { table: 'event_chain', rights: 'append', mayUpdate: ['last_seq', 'last_hash'] },
    { table: 'policy', rights: 'append' },
    // The words that people wrote in them are erased with the person; who viewed whom, and when, stays.
    { table: 'personal_data_view', rights: 'append', mayUpdate: ['reason', 'erased_at'] },
    { table: 'kept_passage', rights: 'append', mayUpdate: ['passage', 'reason'] },
    { table: 'data_key', rights: 'read' },
    { table: 'key_rotation', rights: 'read' },
  ],
  encrypted: {
    columns: [
      ...encryptedColumns('data_key', ['secret'], ['purpose', 'key_no']),
      ...encryptedColumns('kept_passage', ['passage']),
      ...encryptedColumns('subject_key', ['secret'], ['subject_id']),
    ],
    objects: [
      {
        name: 'file',
        sql: `SELECT id, CONCAT('incoming/', id) AS object_key FROM file WHERE status IN ('receiving','received')
          UNION ALL SELECT id, CONCAT('full/', id) FROM file WHERE status = 'ready'
          UNION ALL SELECT id, CONCAT('thumb/', id) FROM file WHERE status = 'ready' AND media = 'photo'`,
      },
    ],
    plain: [
      'data_key.check_value',
      'data_key.public_key',
      'event.hash',
      'event_chain.last_hash',
      'file.hash',
      'idempotency_key.request_hash',
    ],
  },
};
