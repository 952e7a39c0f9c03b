import type { Schema } from './database/migrations.js';
import { encryptedColumns } from './personal-data/encrypted-columns.js';
import * as migrations from './migrations/index.js';

export const platformSchema: Schema = {
  migrations: Object.values(migrations),
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
