import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { EncryptedParts } from '../personal-data/encrypted-columns.js';
import { accountOf, setRights, type TableRights } from './rights.js';

export interface Migration {
  /** Order across all libraries, as yyyymmddNNN. */
  version: number;
  name: string;
  /** One re-runnable DDL statement. MariaDB commits after each, so several statements could stay half done. */
  sql: string;
}

export interface Schema {
  migrations: Migration[];
  rights?: TableRights[];
  encrypted?: EncryptedParts;
}

/** The name under which a migration is recorded; TypeORM requires its 13 digits at the end. */
const recordedName = ({ name, version }: Migration): string => `${name}${String(version).padEnd(13, '0')}`;

/** The recorded names of all migrations, in order. */
export const migrationNames = (schemas: Schema[]): string[] => inOrder(schemas).map(recordedName);

const inOrder = (schemas: Schema[]): Migration[] =>
  schemas.flatMap((schema) => schema.migrations).toSorted((a, b) => a.version - b.version);

function toTypeOrm(migration: Migration): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = recordedName(migration);
    readonly transaction = false;
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(migration.sql);
    }
    async down(): Promise<void> {
      throw new Error('Forward only: expand, backfill, contract. Restore a backup to go back.');
    }
  };
}

const LOCK_WAIT_S = 300;

/** Brings the schema up to date. When the application has an account of its own, sets its rights table by table; a right
 *  that the account keeps is never revoked in between, so programs may keep running. Of several migrations at once, one runs
 *  and the others wait. Returns the names of the migrations that ran. */
export async function migrate(source: DataSource, schemas: Schema[], applicationUrl?: string): Promise<string[]> {
  const migrating = new DataSource({
    ...source.options,
    poolSize: 2,
    migrations: inOrder(schemas).map(toTypeOrm),
    migrationsTableName: 'schema_migration',
  } as never);
  await migrating.initialize();
  const turn = migrating.createQueryRunner();
  try {
    await turn.query('SET SESSION wait_timeout = 86400'); // this connection stays idle while it holds the lock
    const [taken] = (await turn.query(
      `SELECT GET_LOCK(CONCAT(DATABASE(), '.migrate'), ${LOCK_WAIT_S}) AS is_ours, CURRENT_USER() AS account`,
    )) as { is_ours: number | null; account: string }[];
    if (taken?.is_ours !== 1) throw new Error('Another migration is at work; it did not end in time.');
    const ran = await migrating.runMigrations({ transaction: 'none' });
    const migrator = taken.account.replace(/@[^@]*$/, '');
    if (applicationUrl && accountOf(applicationUrl) !== migrator)
      await setRights(
        migrating,
        schemas.flatMap((schema) => schema.rights ?? []),
        applicationUrl,
      );
    return ran.map((migration) => migration.name);
  } finally {
    await turn.release();
    await migrating.destroy();
  }
}
