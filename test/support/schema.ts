import { getMetadataArgsStorage, type ColumnOptions, type ColumnType } from 'typeorm';
import type { EntityClass } from '#libs/platform';

/** A schema in words: what belongs to a table, and how it is defined. */
export type SchemaWords = Map<string, Map<string, string>>;

/** How two schemas differ, a line for each table, column, key or check. */
export function differences(entities: SchemaWords, database: SchemaWords): string[] {
  const keysOf = (...maps: (Map<string, unknown> | undefined)[]): string[] =>
    [...new Set(maps.flatMap((map) => [...(map?.keys() ?? [])]))].toSorted();
  return keysOf(entities, database).flatMap((table) => {
    const [described, found] = [entities.get(table), database.get(table)];
    if (!described) return [`${table}: no entity`];
    if (!found) return [`${table}: no table`];
    return keysOf(described, found).flatMap((part) => {
      const [entity, own] = [described.get(part) ?? 'nothing', found.get(part) ?? 'nothing'];
      return entity === own ? [] : [`${table}, ${part}: the entity has ${entity}, the database ${own}`];
    });
  });
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const list = (names: readonly string[]): string => names.map(snake).join(', ');
/** MariaDB writes expressions in its own way; entities repeat that, without the quotes of names. */
const expression = (sql: string): string => sql.replaceAll('`', '');

/** What the entities say. Throws when two describe one table. */
export function describeEntities(entities: readonly EntityClass[]): SchemaWords {
  const storage = getMetadataArgsStorage();
  const described: SchemaWords = new Map();
  for (const entity of entities) {
    const parts = new Map<string, string>();
    const classes = ancestry(entity);
    const of = <A extends { target: unknown }>(args: A[]): A[] =>
      args.filter(({ target }) => classes.includes(target as EntityClass));
    const table = tableOf(entity);
    if (described.has(table)) throw new Error(`${table} has two entities`);
    described.set(table, parts);

    const columns = of(storage.columns);
    const generated = new Set(of(storage.generations).map(({ propertyName }) => propertyName));
    for (const { propertyName, options } of columns)
      parts.set(`column ${snake(propertyName)}`, columnWords(options, generated.has(propertyName)));
    parts.set('primary key', list(columns.filter(({ options }) => options.primary).map((one) => one.propertyName)));
    for (const { name, columns: names } of of(storage.uniques)) parts.set(`unique ${name}`, list(names as string[]));
    for (const { name, columns: names } of of(storage.indices)) parts.set(`index ${name}`, list(names as string[]));
    for (const { name, expression: sql } of of(storage.checks)) parts.set(`check ${name}`, expression(sql));
    for (const key of of(storage.foreignKeys)) {
      const target = (key.type as () => EntityClass)();
      const actions = `on delete ${key.onDelete ?? 'RESTRICT'}, on update ${key.onUpdate ?? 'RESTRICT'}`;
      parts.set(
        `foreign key ${key.name}`,
        `${list(key.columnNames!)} → ${tableOf(target)} (${list(key.referencedColumnNames!)}), ${actions}`,
      );
    }
  }
  return described;
}

const tableOf = (entity: EntityClass): string =>
  getMetadataArgsStorage().tables.find(({ target }) => target === entity)!.name!;

/** The class and those it extends, these first. */
function ancestry(entity: EntityClass): EntityClass[] {
  const parent = Object.getPrototypeOf(entity) as EntityClass;
  return parent === Function.prototype ? [entity] : [...ancestry(parent), entity];
}

function columnWords(options: ColumnOptions, isCounter: boolean): string {
  const { type, unsigned, charset, collation, nullable, asExpression, generatedType } = options;
  return [
    typeWords(type!, options),
    unsigned && 'unsigned',
    charset && `${charset} ${collation ?? `${charset}_general_ci`}`,
    nullable ? 'null' : 'not null',
    options.default !== undefined && `default ${defaultWords(options.default)}`,
    isCounter && 'auto_increment',
    asExpression && `${generatedType} generated as ${expression(asExpression as string)}`.toLowerCase(),
  ]
    .filter(Boolean)
    .join(' ');
}

function typeWords(type: ColumnType, { length, precision, scale, enum: values }: ColumnOptions): string {
  const sizes = values
    ? (values as string[]).map((value) => `'${value}'`)
    : [length, precision, scale].filter((size) => size !== undefined);
  return sizes.length > 0 ? `${type as string}(${sizes.join()})` : (type as string);
}

const defaultWords = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(Number(value)));

interface ColumnRow {
  tbl: string;
  name: string;
  type: string;
  preset: string | null;
  nullable: 'YES' | 'NO';
  charset: string | null;
  collation: string | null;
  extra: string;
  generated: string | null;
}
type Rows = <T>(sql: string) => Promise<T[]>;

/** What the database has, except the table in which migrations are recorded. */
export async function describeDatabase(rows: Rows): Promise<SchemaWords> {
  const found: SchemaWords = new Map();
  const add = (table: string, part: string, words: string): void => {
    if (table === 'schema_migration') return;
    if (!found.has(table)) found.set(table, new Map());
    found.get(table)!.set(part, words);
  };
  const checks = await rows<{ tbl: string; name: string; level: string; clause: string }>(
    `SELECT table_name AS tbl, constraint_name AS name, level, check_clause AS clause
     FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()`,
  );
  const json = new Set<string>();
  for (const { tbl, name, level, clause } of checks)
    if (clause === `json_valid(\`${name}\`)`) json.add(`${tbl}.${name}`);
    else add(tbl, `check ${level === 'Column' ? `${tbl}.${name}` : name}`, expression(clause));

  const columns = await rows<ColumnRow>(
    `SELECT table_name AS tbl, column_name AS name, column_type AS type, column_default AS preset, is_nullable AS nullable,
       character_set_name AS charset, collation_name AS collation, extra, generation_expression AS \`generated\`
     FROM information_schema.columns WHERE table_schema = DATABASE()`,
  );
  for (const column of columns)
    add(column.tbl, `column ${column.name}`, foundColumn(column, json.has(`${column.tbl}.${column.name}`)));

  const foreign = await rows<{ tbl: string; name: string; words: string; columns: string }>(
    `SELECT k.table_name AS tbl, k.constraint_name AS name, GROUP_CONCAT(k.column_name ORDER BY k.ordinal_position SEPARATOR ', ') AS columns,
       CONCAT(k.referenced_table_name, ' (', GROUP_CONCAT(k.referenced_column_name ORDER BY k.ordinal_position SEPARATOR ', '),
         '), on delete ', r.delete_rule, ', on update ', r.update_rule) AS words
     FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r
       ON r.constraint_schema = k.constraint_schema AND r.table_name = k.table_name AND r.constraint_name = k.constraint_name
     WHERE k.table_schema = DATABASE() GROUP BY k.table_name, k.constraint_name, k.referenced_table_name, r.delete_rule, r.update_rule`,
  );
  for (const { tbl, name, columns: names, words } of foreign) add(tbl, `foreign key ${name}`, `${names} → ${words}`);

  // MariaDB adds an index of the same name to a foreign key that finds none.
  const implied = new Set(foreign.map(({ tbl, name, columns: names }) => `${tbl}.${name}: ${names}`));
  const keys = await rows<{ tbl: string; name: string; kind: string; words: string }>(
    `SELECT table_name AS tbl, index_name AS name, IF(non_unique, 'index', 'unique') AS kind,
       CONCAT(GROUP_CONCAT(CONCAT(column_name, IFNULL(CONCAT('(', sub_part, ')'), ''), IF(collation = 'D', ' desc', ''))
         ORDER BY seq_in_index SEPARATOR ', '), IF(index_type = 'BTREE', '', CONCAT(' ', index_type))) AS words
     FROM information_schema.statistics WHERE table_schema = DATABASE()
     GROUP BY table_name, index_name, non_unique, index_type`,
  );
  for (const { tbl, name, kind, words } of keys)
    if (!implied.has(`${tbl}.${name}: ${words}`))
      add(tbl, name === 'PRIMARY' ? 'primary key' : `${kind} ${name}`, words);
  return found;
}

function foundColumn(
  { type, preset, nullable, charset, collation, extra, generated }: ColumnRow,
  isJson: boolean,
): string {
  const isOwn = charset !== null && collation !== 'utf8mb4_unicode_ci';
  return [
    isJson ? 'json' : type === 'tinyint(1)' ? 'boolean' : type.replace(/int\(\d+\)/, 'int'),
    isOwn && !isJson && `${charset} ${collation}`,
    nullable === 'YES' ? 'null' : 'not null',
    preset !== null && preset !== 'NULL' && `default ${preset}`,
    [extra.toLowerCase(), generated !== null && `as ${expression(generated)}`.toLowerCase()].filter(Boolean).join(' '),
  ]
    .filter(Boolean)
    .join(' ');
}
