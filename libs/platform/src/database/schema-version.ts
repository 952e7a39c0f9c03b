import { problem } from '../problems.js';
import { openDatabase } from './database.module.js';
import { driverFault } from './driver-fault.js';
import { migrationNames, type Schema } from './migrations.js';
import type { Reader } from './transactions.js';

export const SCHEMA_TABLE = 'schema_migration';

export const SchemaForeign = problem('SCHEMA_FOREIGN', 503, {
  zh: '程序与数据库结构的版本不一致，正在升级或需要管理员处理。',
  en: 'The program and the database schema have different versions. An upgrade is under way, or the operator has to act.',
});

/** How the schema that a program was written for differs from the schema of the database. */
export interface SchemaDifference {
  /** Migrations that the program knows and the database lacks: the database is too old. */
  missing: string[];
  /** Migrations applied to the database that the program does not know: the program is too old. */
  unknown: string[];
}

export function compareSchema(known: Iterable<string>, applied: Iterable<string>): SchemaDifference {
  const [ours, theirs] = [new Set(known), new Set(applied)];
  return {
    missing: [...ours].filter((name) => !theirs.has(name)),
    unknown: [...theirs].filter((name) => !ours.has(name)),
  };
}

/** Why a program must not work on a database with this difference, in one line with the remedy; undefined when it may. The
 *  only place that decides how much difference is allowed: none. */
export function refusalOf({ missing, unknown }: SchemaDifference): string | undefined {
  const some = (names: string[]): string =>
    `${names.length} ${names.length === 1 ? 'migration' : 'migrations'} (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''})`;
  if (unknown.length > 0)
    return `Cannot work on this database: its schema is newer. It has had ${some(unknown)} that this program does not know. Start the newer release, or restore a backup from before it.`;
  if (missing.length > 0)
    return `Cannot work on this database: its schema is older. It lacks ${some(missing)}. Run \`npm run cli -- migrate\` (containers: \`docker compose run --rm migrate\`), then start again.`;
  return undefined;
}

const NO_SUCH_TABLE = 1146;
const TABLE_DENIED = 1142;
const DATABASE_DENIED = 1044;

export async function schemaDifference(reader: Reader, schemas: Schema[]): Promise<SchemaDifference> {
  const known = migrationNames(schemas);
  try {
    const applied = await reader.rows<{ name: string }>(`SELECT name FROM ${SCHEMA_TABLE}`);
    return compareSchema(
      known,
      applied.map(({ name }) => name),
    );
  } catch (error) {
    if (!isWithoutSchema(error)) throw error;
    return compareSchema(known, []);
  }
}

/** Refuses to work on a schema that is not the program's own; called before anything else. Throws ForeignSchema, whose
 *  message is one line for the operator. */
export async function assertOwnSchema(databaseUrl: string, schemas: Schema[]): Promise<void> {
  const refusal = refusalOf(await differenceAt(databaseUrl, schemas));
  if (refusal) throw new ForeignSchema(refusal);
}

export class ForeignSchema extends Error {}

async function differenceAt(databaseUrl: string, schemas: Schema[]): Promise<SchemaDifference> {
  const source = await openDatabase({ url: databaseUrl, poolSize: 1 }).catch((error: unknown) => {
    if (isWithoutSchema(error)) return undefined;
    throw error;
  });
  if (!source) return compareSchema(migrationNames(schemas), []);
  try {
    const rows = <T>(sql: string): Promise<T[]> => source.query(sql) as Promise<T[]>;
    return await schemaDifference({ rows, row: async (sql) => (await rows(sql))[0] as never }, schemas);
  } finally {
    await source.destroy();
  }
}

const isWithoutSchema = (error: unknown): boolean =>
  [NO_SUCH_TABLE, TABLE_DENIED, DATABASE_DENIED].includes(driverFault(error)?.errno ?? 0);
