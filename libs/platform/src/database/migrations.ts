import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { SealedParts } from '../personal-data/sealed-columns.js';
import { driverFault } from './transactions.js';

export interface Migration {
  /** Order over all libraries, written yyyymmddNNN. */
  version: number;
  name: string;
  /** One re-runnable DDL statement: MariaDB commits at each, so a file of several could stay half done. */
  sql: string;
}

/** What the application's account may do to a table. Not listed: SELECT, INSERT, UPDATE, DELETE. */
export interface TableRights {
  table: string;
  /** `append`: rows are never changed or deleted, but for the columns in `mayUpdate`. `read`: only the operator writes. */
  rights: 'append' | 'read';
  mayUpdate?: string[];
}

export interface Schema {
  migrations: Migration[];
  rights?: TableRights[];
  sealed?: SealedParts;
}

function toTypeOrm({ version, name, sql }: Migration): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = `${name}${String(version).padEnd(13, '0')}`;
    readonly transaction = false;
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(sql);
    }
    async down(): Promise<void> {
      throw new Error('Forward only: expand, backfill, contract. Restore a backup to go back.');
    }
  };
}

/** Brings the schema up to date and, where an application account is named, sets its rights table by table.
 *  Returns the names of the migrations that ran. */
export async function migrate(source: DataSource, schemas: Schema[], applicationAccount?: string): Promise<string[]> {
  const migrations = schemas.flatMap((schema) => schema.migrations).toSorted((a, b) => a.version - b.version);
  const migrating = new DataSource({
    ...source.options,
    migrations: migrations.map(toTypeOrm),
    migrationsTableName: 'schema_migration',
  } as never);
  await migrating.initialize();
  try {
    const ran = await migrating.runMigrations({ transaction: 'none' });
    if (applicationAccount) await grantRights(migrating, schemas, applicationAccount);
    return ran.map((migration) => migration.name);
  } finally {
    await migrating.destroy();
  }
}

const NO_SUCH_GRANT = 1147;

async function grantRights(source: DataSource, schemas: Schema[], account: string): Promise<void> {
  const rights = new Map(schemas.flatMap((schema) => schema.rights ?? []).map((entry) => [entry.table, entry]));
  const tables = (await source.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()`,
  )) as { name: string }[];
  for (const { name } of tables) {
    await source.query(`REVOKE ALL PRIVILEGES ON ${name} FROM ${account}`).catch((error: unknown) => {
      if (driverFault(error).errno !== NO_SUCH_GRANT) throw error;
    });
    const entry = rights.get(name);
    const columns = entry?.mayUpdate ? `, UPDATE (${entry.mayUpdate.join(', ')})` : '';
    const isReadOnly = name === 'schema_migration' || entry?.rights === 'read';
    const granted = isReadOnly ? 'SELECT' : entry ? `SELECT, INSERT${columns}` : 'SELECT, INSERT, UPDATE, DELETE';
    await source.query(`GRANT ${granted} ON ${name} TO ${account}`);
  }
}
