import './platform.constraints.js';
import type { LibraryContract } from './contract.js';
import { DISCARD_FILE, FORGET_FILE, PREPARE_FILE } from './files/files.js';
import { platformInvariants } from './invariants.js';
import { SELF } from './permissions.js';
import { PassagesKept } from './personal-data/kept-passages.js';
import { retentionInvariants } from './personal-data/retention/periods.js';
import { RETENTION_DAILY, RETENTION_RUN } from './personal-data/retention/retention.js';
import * as entities from './platform.entities.js';
import { platformSchema } from './platform.schema.js';

/** The contract of this library. */
export const platformContract = {
  name: 'platform',
  schema: platformSchema,
  entities: Object.values(entities),
  get invariants() {
    // The periods of all libraries are known once these are loaded.
    return [...platformInvariants, ...retentionInvariants()];
  },
  events: [PassagesKept],
  permissions: [SELF],
  purges: [
    'DELETE FROM upload WHERE uploaded_at < UTC_TIMESTAMP(3) - INTERVAL 2 DAY LIMIT 500',
    `DELETE FROM job WHERE kind LIKE 'event:%' AND status = 'done' AND finished_at < UTC_TIMESTAMP(3) - INTERVAL 30 DAY LIMIT 500`,
  ],
  account: {
    erase: (tx, personId) => tx.execute('DELETE FROM idempotency_key WHERE person_id = ?', [personId]),
  },
  jobs: [PREPARE_FILE, FORGET_FILE, DISCARD_FILE, RETENTION_DAILY, RETENTION_RUN],
} satisfies LibraryContract;
