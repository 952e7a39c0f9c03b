import type { DataSource } from 'typeorm';
import { openDatabase } from './database.module.js';

/** What the application's account may do to a table. Tables that are not listed: SELECT, INSERT, UPDATE, DELETE. */
export interface TableRights {
  table: string;
  /** `append`: rows are never deleted, and only the columns in `mayUpdate` change. `read`: only the operator writes. */
  rights: 'append' | 'read';
  mayUpdate?: string[];
}

/** Rights on one table: on the whole table, and UPDATE on single columns. */
export interface Rights {
  table: Set<string>;
  columns: Set<string>;
}

/** The statements that change an account's rights to the wanted ones. Grants come first, so that a running program never
 *  lacks a right that it keeps. Empty where nothing differs. */
export function stepsToRights(table: string, has: Rights, wanted: Rights): { grant: string[]; revoke: string[] } {
  const less = (from: Set<string>, other: Set<string>): string[] => [...from].filter((name) => !other.has(name));
  const updateOf = (columns: Iterable<string>): string => `UPDATE (${[...columns].join(', ')})`;
  const grant = (rights: string[]): string[] =>
    rights.length > 0 ? [`GRANT ${rights.join(', ')} ON ${table} TO`] : [];
  const revoke = (rights: string[]): string[] =>
    rights.length > 0 ? [`REVOKE ${rights.join(', ')} ON ${table} FROM`] : [];
  const missingColumns = less(wanted.columns, has.columns);
  const surplus = less(has.table, wanted.table);
  const surplusColumns = less(has.columns, wanted.columns);
  return {
    grant: grant([...less(wanted.table, has.table), ...(missingColumns.length > 0 ? [updateOf(missingColumns)] : [])]),
    revoke: [
      ...revoke(surplusColumns.length > 0 ? [updateOf(surplusColumns)] : []),
      ...revoke(surplus),
      // In MariaDB, revoking UPDATE on the table also revokes it on the columns: grant it on the columns again at once.
      ...(surplus.includes('UPDATE') && wanted.columns.size > 0 ? grant([updateOf(wanted.columns)]) : []),
    ],
  };
}

/** Sets the rights of the application's account table by table, and changes only what differs. Reads the present rights as
 *  that account, since the account that migrates may not read the rights of others. */
export async function setRights(source: DataSource, rights: TableRights[], applicationUrl: string): Promise<void> {
  const special = new Map(rights.map((entry) => [entry.table, entry]));
  const database = new URL(applicationUrl).pathname.slice(1);
  const tables = (await source.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name`,
  )) as { name: string }[];
  const present = await presentRights(applicationUrl, database);
  const account = `'${accountOf(applicationUrl)}'@'%'`;
  for (const { name } of tables) {
    const has = present.get(name) ?? { table: new Set(), columns: new Set() };
    const steps = stepsToRights(name, has, wantedRights(name, special.get(name)));
    for (const statement of [...steps.grant, ...steps.revoke]) await source.query(`${statement} ${account}`);
  }
}

export const accountOf = (url: string): string => decodeURIComponent(new URL(url).username);

function wantedRights(table: string, entry: TableRights | undefined): Rights {
  if (table === 'schema_migration' || entry?.rights === 'read')
    return { table: new Set(['SELECT']), columns: new Set() };
  if (entry) return { table: new Set(['SELECT', 'INSERT']), columns: new Set(entry.mayUpdate) };
  return { table: new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE']), columns: new Set() };
}

/** Connects as the account itself, without selecting the database: before the first grant it may not even do that. */
async function presentRights(applicationUrl: string, database: string): Promise<Map<string, Rights>> {
  const url = new URL(applicationUrl);
  url.pathname = '/information_schema';
  const own = await openDatabase({ url: url.href, poolSize: 1, patient: true });
  try {
    const found = new Map<string, Rights>();
    const of = (table: string): Rights => {
      const rights = found.get(table) ?? { table: new Set<string>(), columns: new Set<string>() };
      found.set(table, rights);
      return rights;
    };
    const rows = (await own.query(
      `SELECT table_name AS name, privilege_type AS privilege, NULL AS column_name FROM information_schema.table_privileges WHERE table_schema = ?
       UNION ALL SELECT table_name, privilege_type, column_name FROM information_schema.column_privileges
         WHERE table_schema = ? AND privilege_type = 'UPDATE'`,
      [database, database],
    )) as { name: string; privilege: string; column_name: string | null }[];
    for (const { name, privilege, column_name: column } of rows) {
      if (column !== null) of(name).columns.add(column);
      else if (privilege !== 'USAGE') of(name).table.add(privilege);
    }
    return found;
  } finally {
    await own.destroy();
  }
}
