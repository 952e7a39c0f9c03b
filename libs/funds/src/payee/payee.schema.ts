import { EVENT_LOG, encryptedColumns, type Invariant, type Schema } from '#libs/platform';

export const payeeSchema = {
  encrypted: {
    columns: encryptedColumns('payee', ['sealed_name']),
    indexed: [{ table: 'payee', columns: ['name_hash'], key: ['id'] }],
  },
} satisfies Omit<Schema, 'migrations'>;

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
