import { getMetadataArgsStorage } from 'typeorm';

/** A truth value as the database stores it. */
export type Flag = 0 | 1;

/** A DECIMAL as the driver returns it: exact, as text. */
export type Decimal = `${number}`;

/** The class that describes a table: `*.entity.ts`. A property is nullable when the column is, optional when the column has a
 *  default, and readonly when the database computes it. */
export type EntityClass<T extends object = object> = abstract new () => T;

/** Columns of a table as a query returns them. */
export type Row<T, K extends keyof T = keyof T> = Required<Pick<T, K>>;

type IsSame<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;
type Settable<T> = {
  [K in keyof T]-?: IsSame<{ [P in K]: T[P] }, { -readonly [P in K]: T[P] }> extends true ? K : never;
}[keyof T];
type Omissible<T> = {
  [K in keyof T]-?: undefined extends T[K] ? K : null extends T[K] ? K : never;
}[keyof T];
type Written<V> = V extends Flag ? V | boolean : V extends Decimal ? V | number : V;

/** A row to insert. Columns that are nullable or have a default may be left out; the database computes the readonly ones. */
export type NewRow<T> = { [K in Exclude<Settable<T>, Omissible<T>>]: Written<T[K]> } & {
  [K in Extract<Settable<T>, Omissible<T>>]?: Written<T[K]>;
};

/** Columns to update, with their new values. */
export type Changes<T> = { [K in Exclude<Settable<T>, 'id'>]?: Written<T[K]> };

const camelNames = new Map<string, string>();
/** `unit_path` → `unitPath` */
export function camel(column: string): string {
  let name = camelNames.get(column);
  if (name === undefined) {
    name = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    camelNames.set(column, name);
  }
  return name;
}
/** `unitPath` → `unit_path` */
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

interface Statements {
  table: string;
  /** By the names of the columns. */
  inserts: Map<string, { head: string; marks: string }>;
  updates: Map<string, string>;
}
const statementsOf = new Map<EntityClass, Statements>();

function statements(entity: EntityClass): Statements {
  let known = statementsOf.get(entity);
  if (!known) {
    const table = getMetadataArgsStorage().tables.find(({ target }) => target === entity)?.name;
    if (table === undefined) throw new Error(`${entity.name} describes no table`);
    known = { table, inserts: new Map(), updates: new Map() };
    statementsOf.set(entity, known);
  }
  return known;
}

/** `INSERT INTO table (columns) VALUES (?,…)` for so many rows. */
export function insertStatement(entity: EntityClass, names: string[], rows: number): string {
  const { table, inserts } = statements(entity);
  const key = names.join();
  let parts = inserts.get(key);
  if (!parts) {
    const marks = `(${names.map(() => '?').join(',')})`;
    parts = { head: `INSERT INTO ${table} (${names.map(snake).join(',')}) VALUES ${marks}`, marks: `,${marks}` };
    inserts.set(key, parts);
  }
  return rows === 1 ? parts.head : parts.head + parts.marks.repeat(rows - 1);
}

/** `column = ?, …` for the SET of an UPDATE that decides by more than the id. */
export const assignments = (names: readonly string[]): string => names.map((name) => `${snake(name)} = ?`).join(', ');

/** `UPDATE table SET column = ?, … WHERE id = ?` */
export function updateStatement(entity: EntityClass, names: string[]): string {
  const { table, updates } = statements(entity);
  const key = names.join();
  let sql = updates.get(key);
  if (sql === undefined) {
    sql = `UPDATE ${table} SET ${assignments(names)} WHERE id = ?`;
    updates.set(key, sql);
  }
  return sql;
}
