import { EVENT_LOG, FIRST_ID, encryptedColumns, type Invariant, type Schema } from '#libs/platform';

export const payeeSchema: Schema = {
  migrations: [
    {
      version: 20261129300,
      name: 'CreatePayee',
      sql: `CREATE TABLE IF NOT EXISTS payee (
        id UUID PRIMARY KEY,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        kind ENUM('organisation','person','unsettled') NOT NULL,
        name VARCHAR(80) NULL,
        sealed_name VARBINARY(400) NULL,
        name_hash BINARY(32) NOT NULL,
        credit_code CHAR(18) CHARACTER SET ascii NULL,
        added_by UUID NULL,
        added_at DATETIME(3) NOT NULL,
        settled_by UUID NULL,
        settled_at DATETIME(3) NULL,
        UNIQUE KEY uq_payee_name (unit_id, name_hash),
        KEY ix_payee_list (unit_path, kind),
        KEY ix_payee_hash (name_hash),
        CONSTRAINT ck_payee_name CHECK ((kind = 'organisation') = (name IS NOT NULL) AND (kind <> 'organisation') = (sealed_name IS NOT NULL)
          AND (credit_code IS NULL OR kind = 'organisation')))`,
    },
    {
      version: 20261129301,
      name: 'ReferToPayee',
      sql: `ALTER TABLE spend_request
        MODIFY payee VARCHAR(80) NOT NULL DEFAULT '',
        ADD COLUMN IF NOT EXISTS payee_id UUID NULL AFTER payee,
        ADD KEY IF NOT EXISTS ix_spend_payee_id (payee_id, requested_at),
        DROP FOREIGN KEY IF EXISTS fk_spend_payee,
        ADD CONSTRAINT fk_spend_payee FOREIGN KEY (payee_id) REFERENCES payee (id)`,
    },
    {
      // Names of persons must be encrypted, which SQL cannot do. A worker moves them to the register.
      version: 20261129302,
      name: 'RegisterOldPayees',
      sql: `INSERT IGNORE INTO job (id, kind, subject_id, due_at) VALUES (UUID(), 'fund.payees', '${FIRST_ID}', UTC_TIMESTAMP(3))`,
    },
    {
      version: 20261129303,
      name: 'AddPayeeIndexKey',
      sql: 'ALTER TABLE payee ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
    },
  ],
  encrypted: {
    columns: encryptedColumns('payee', ['sealed_name']),
    indexed: [{ table: 'payee', columns: ['name_hash'], key: ['id'] }],
  },
};

export const payeeInvariants: Invariant[] = [
  {
    name: 'spend.payee',
    rule: 'Every request refers to a payee that is registered for its community, and repeats no name of it',
    sql: `SELECT r.id FROM spend_request r LEFT JOIN payee y ON y.id = r.payee_id
      WHERE (r.payee_id IS NOT NULL AND (r.payee <> '' OR r.unit_path NOT LIKE CONCAT(y.unit_path, '%')))
         OR (r.payee_id IS NULL AND r.payee = '')`,
  },
  {
    // A form may have waited some seconds for the lock; events of older releases lack the field `isInUse`.
    name: 'spend.payee-name',
    rule: 'No payee got another name after a version that names it was sent in',
    sql: `SELECT e.subject_id, e.occurred_at FROM ${EVENT_LOG} WHERE e.name = 'PayeeCorrected' AND JSON_EXTRACT(e.data, '$.isRenamed') = TRUE
      AND JSON_EXTRACT(e.data, '$.isInUse') IS NOT NULL AND (JSON_EXTRACT(e.data, '$.isInUse') = TRUE OR EXISTS (
        SELECT 1 FROM spend_request r JOIN spend_version v ON v.spend_request_id = r.id AND v.version = r.version
        WHERE r.payee_id = e.subject_id AND v.made_at < e.occurred_at - INTERVAL 5 SECOND))`,
  },
];
