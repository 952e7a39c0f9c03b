import type { Schema } from '#libs/platform';
import * as migrations from './migrations/index.js';

export const disclosureSchema: Schema = {
  migrations: Object.values(migrations),
  encrypted: {
    objects: [
      {
        name: 'export',
        sql: `SELECT id, CONCAT('export/', id) AS object_key FROM export_request WHERE status IN ('building','ready')
          UNION ALL SELECT id, CONCAT('export/', id, '.csv') FROM export_request WHERE status IN ('building','ready')`,
      },
    ],
  },
};
