import { createHash } from 'node:crypto';
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { migrate, openDatabase } from '#libs/platform';
import { SCHEMAS } from '../../apps/libraries.js';

/** The same server, another database. */
export const databaseAt = (url: string, database: string): string => url.replace(/\/[^/]*$/, `/${database}`);

/** What the template of a server consists of; the database's own name stands nowhere in it. */
interface Template {
  database: string;
  migratedAtS: number;
  tables: Table[];
  /** Rights of the account that works: each `GRANT … ON`, the table, `TO …`. */
  rights: { grant: string; table: string; to: string }[];
}
interface Table {
  name: string;
  create: string;
  /** Those that a copy is given: without the generated ones. */
  columns: string;
  hasRows: boolean;
}

/** By the address of the server. */
const templates = new Map<string, Promise<Template>>();

/** Makes a database as `migrate` makes it, but copied from a template that is migrated once on each server: schema, rows and
 *  rights. A database of that name is replaced. Keys are not registered yet. */
export async function createDatabase(database: string, migrateUrl: string, applicationUrl: string): Promise<void> {
  let template = templates.get(migrateUrl);
  if (!template) templates.set(migrateUrl, (template = prepareTemplate(migrateUrl, applicationUrl)));
  const { database: from, migratedAtS, tables, rights } = await template;
  await withAdmin(migrateUrl, (admin) =>
    admin.query(
      [
        ...copySteps(from, database, tables),
        // What is due after a migration is due after the copy.
        `UPDATE job SET due_at = due_at + INTERVAL UNIX_TIMESTAMP() - ${migratedAtS} SECOND`,
        ...rights.map(({ grant, table, to }) => `${grant} \`${database}\`.\`${table}\` ${to}`),
      ].join(';\n'),
    ),
  );
}

/** Replaces a database by a copy of another on the same server. Rights belong to the name, and stay. */
export const copyDatabase = (from: string, to: string, migrateUrl: string): Promise<void> =>
  withAdmin(migrateUrl, async (admin) => {
    await admin.query(copySteps(from, to, await tablesOf(admin, from)).join(';\n'));
  });

async function withAdmin<T>(migrateUrl: string, work: (admin: Connection) => Promise<T>): Promise<T> {
  const admin = await mysql.createConnection({ uri: migrateUrl, multipleStatements: true });
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

const copySteps = (from: string, to: string, tables: Table[]): string[] => [
  `DROP DATABASE IF EXISTS \`${to}\``,
  `CREATE DATABASE \`${to}\``,
  `USE \`${to}\``,
  'SET SESSION foreign_key_checks = 0',
  ...tables.map(({ create }) => create),
  ...tables
    .filter(({ hasRows }) => hasRows)
    .map(({ name, columns }) => `INSERT INTO \`${name}\` (${columns}) SELECT ${columns} FROM \`${from}\`.\`${name}\``),
];

async function tablesOf(admin: Connection, database: string): Promise<Table[]> {
  const [names] = await admin.query<RowDataPacket[]>(
    `SELECT table_name AS name, GROUP_CONCAT(CONCAT('\`', column_name, '\`') ORDER BY ordinal_position) AS columns
     FROM information_schema.columns WHERE table_schema = ? AND generation_expression IS NULL GROUP BY table_name`,
    [database],
  );
  const tables: Table[] = [];
  for (const { name, columns } of names as { name: string; columns: string }[]) {
    const [[shown]] = await admin.query<RowDataPacket[]>(`SHOW CREATE TABLE \`${database}\`.\`${name}\``);
    const [rows] = await admin.query<RowDataPacket[]>(`SELECT 1 FROM \`${database}\`.\`${name}\` LIMIT 1`);
    tables.push({ name, columns, create: shown!['Create Table'] as string, hasRows: rows.length > 0 });
  }
  return tables;
}

/** The first process that asks migrates; others wait for it. The name holds what the migrations say, so that a server that
 *  outlives a run offers no template of older ones. */
async function prepareTemplate(migrateUrl: string, applicationUrl: string): Promise<Template> {
  const stamp = createHash('sha256').update(JSON.stringify(SCHEMAS)).digest('hex').slice(0, 12);
  const database = `micro_wish_template_${stamp}`;
  return withAdmin(migrateUrl, async (admin) => {
    await admin.query(`CREATE DATABASE IF NOT EXISTS ${database}`);
    const at = (url: string): string => databaseAt(url, database);
    const source = await openDatabase({ url: at(migrateUrl), poolSize: 1, patient: true });
    await migrate(source, SCHEMAS, at(applicationUrl)).finally(() => source.destroy());
    const [[changed]] = await admin.query<RowDataPacket[]>(
      'SELECT UNIX_TIMESTAMP(MAX(create_time)) AS lastS FROM information_schema.tables WHERE table_schema = ?',
      [database],
    );
    return {
      database,
      migratedAtS: Number(changed!.lastS),
      tables: await tablesOf(admin, database),
      rights: await rightsOn(database, at(applicationUrl)),
    };
  });
}

/** Asked as the account itself: the account that migrates may not read the rights of others. */
async function rightsOn(database: string, applicationUrl: string): Promise<Template['rights']> {
  const own = await mysql.createConnection(applicationUrl);
  try {
    const [lines] = await own.query<RowDataPacket[]>('SHOW GRANTS');
    return lines.flatMap((line) => {
      const [, grant, on, table, to] =
        /^(GRANT .* ON) `([^`]+)`\.`([^`]+)` (TO .*)$/.exec(String(Object.values(line)[0])) ?? [];
      return grant && table && to && on === database ? [{ grant, table, to }] : [];
    });
  } finally {
    await own.end();
  }
}
