import { describe, expect, it } from 'vitest';
import { namedTables } from './support/named-tables.js';

const TABLES = new Set(['wish', 'claim', 'unit', 'file', 'job', 'role_grant', 'wish_import']);
const namesIn = (text: string): string[] =>
  [...namedTables([{ path: 'planted.ts', text }], TABLES).values()].flat().map(({ table }) => table);

describe('the tables that a source names', () => {
  it.each([
    ['a plain string', `rows('SELECT id FROM wish WHERE id = ?')`, ['wish']],
    ['a name in backticks', 'rows("SELECT id FROM `wish` WHERE id = 1")', ['wish']],
    ['the database before it', `rows('SELECT id FROM district.wish')`, ['wish']],
    [
      'lines and joins',
      'rows(`SELECT w.id\n  FROM wish w\n  LEFT JOIN claim AS c\n    ON c.wish_id = w.id`)',
      ['wish', 'claim'],
    ],
    ['a comma join', "rows('SELECT 1 FROM wish w, claim c, unit WHERE 1')", ['wish', 'claim', 'unit']],
    [
      'a comma after a join',
      "rows('SELECT 1 FROM wish w JOIN claim c ON f(c.a, w.a) = 1, unit u')",
      ['wish', 'claim', 'unit'],
    ],
    ['brackets', "rows('SELECT 1 FROM (wish w, claim c)')", ['wish', 'claim']],
    ['a derived table', "rows('SELECT 1 FROM (SELECT id FROM wish) w, claim c')", ['wish', 'claim']],
    ['a sub-select', "rows('SELECT (SELECT name FROM unit u WHERE u.id = 1) AS unit FROM x')", ['unit']],
    ['a union', "rows('(SELECT 1 FROM wish) UNION ALL (SELECT 1 FROM claim)')", ['wish', 'claim']],
    ['a hint', "rows('SELECT 1 FROM wish w FORCE INDEX (a, b), claim')", ['wish', 'claim']],
    ['INSERT', "rows('INSERT IGNORE INTO claim (id) SELECT id FROM wish')", ['claim', 'wish']],
    ['UPDATE', "rows('UPDATE wish w JOIN claim c ON 1 SET w.a = 1')", ['wish', 'claim']],
    ['UPDATE of several', "rows('UPDATE wish w, claim c SET w.a = 1')", ['wish', 'claim']],
    ['DELETE', "rows('DELETE FROM wish WHERE id = ?')", ['wish']],
    ['DELETE by an alias', "rows('DELETE c FROM x JOIN claim c ON 1')", ['claim']],
    ['DELETE with USING', "rows('DELETE FROM x USING x, claim')", ['claim']],
    ['small letters', "rows('select id from wish, claim where id = ?')", ['wish', 'claim']],
    ['a part of a statement', 'const BESIDE = `JOIN unit u ON u.id = x.unit_id`;', ['unit']],
    ['a part that begins with its table', `const rows = 'wish w JOIN claim c ON c.wish_id = w.id';`, ['claim', 'wish']],
    ['a part that continues a list', 'rows(`SELECT 1 ${FROM}, claim c WHERE 1`)', ['claim']],
    ['a sum of strings', `rows('SELECT 1 FROM ' + 'wish' + ' w')`, ['wish']],
    ['an interpolation', 'rows(`SELECT 1 FROM ${isOld ? "wish" : "claim"} w`)', ['wish', 'claim']],
    ['a sub-select in an interpolation', 'rows(`SELECT ${a ? "(SELECT 1 FROM unit)" : "1"} FROM x`)', ['unit']],
    ['a constant', 'const TABLE = "wish"; rows(`SELECT 1 FROM ${TABLE}`)', ['wish']],
    [
      'a constant with a row of names',
      'for (const one of ["wish", "claim"]) rows(`DELETE FROM ${one}`)',
      ['wish', 'claim'],
    ],
    ['names that are mapped', '["wish", "claim"].map((one) => rows(`DELETE FROM ${one}`))', ['wish', 'claim']],
    ['a chosen name', 'const T = { a: "wish" } as const; rows(`DELETE FROM ${T[kind]}`)', ['wish']],
    ['a parameter', 'const due = (one: string) => `SELECT 1 FROM ${one}_row`; due("wish_import")', ['wish_import']],
    [
      'a method',
      'class Tx { insert(table: string) { run(`INSERT INTO ${table} (id)`); } } tx.insert("wish", {})',
      ['wish'],
    ],
    [
      'a constructor',
      'class S { constructor(private readonly table: string) {} a() { run(`DELETE FROM ${this.table}`); } } new S("wish")',
      ['wish'],
    ],
    ['a property', 'const due = ({ table }: T) => `SELECT 1 FROM ${table}`; due({ table: "wish" })', ['wish']],
    [
      'a name handed on',
      'const a = (t: string) => `FROM ${t}`; const b = (table: string) => a(table); b("wish")',
      ['wish'],
    ],
    ['columns with a key', 'rows(`SELECT ${keyed("wish", "need")} ${FROM}`)', ['wish']],
    ['a declaration', 'declarePersonalData({ role_grant: [] })', ['role_grant']],
    ['a reference', 'const sql = `CREATE TABLE x (id INT REFERENCES wish (id))`;', ['wish']],
  ])('are found in %s', (_, text, expected) => {
    expect(namesIn(text).toSorted()).toEqual(expected.toSorted());
  });

  it.each([
    ['comments', '// SELECT 1 FROM wish\n/** FROM claim */'],
    ['comments of SQL', 'rows(`SELECT 1 -- FROM wish\n /* JOIN claim */ FROM x # , unit\n`)'],
    ['values', `rows("SELECT 1 FROM x WHERE a = 'FROM wish' AND b = 'it''s FROM claim'")`],
    ['columns', "rows('SELECT x.claim, wish, unit AS u FROM x WHERE file = ? ORDER BY job, claim')"],
    [
      'locks',
      "rows('SELECT 1 FROM x FOR UPDATE'); rows('INSERT INTO x (a) VALUES (1) ON DUPLICATE KEY UPDATE claim = 1')",
    ],
    ['prose', `const text = 'Choose a file from wish or claim, unit by unit'; fail('Update claim')`],
    ['other names', `definePermission('wish.claim'); kinds.push('wish'); const label = { wish: 'claim' };`],
    ['longer names', "rows('SELECT 1 FROM wish_old, my_claim')"],
  ])('are not found in %s', (_, text) => {
    expect(namesIn(text)).toEqual([]);
  });

  it('stand on their lines, and in their migrations', () => {
    const text =
      'const schema = [{ version: 20261130007, name: "A", sql: `UPDATE x\n SET a = 1,\n b = (SELECT 1 FROM wish)` }];';
    expect(namedTables([{ path: 'a.ts', text }], TABLES).get('a.ts')).toEqual([
      { table: 'wish', line: 3, migration: 20261130007 },
    ]);
  });

  it('are found across files', () => {
    const found = namedTables(
      [
        { path: 'tx.ts', text: 'class Tx { insert(table: string) { run(`INSERT INTO ${table} (id)`); } }' },
        { path: 'use.ts', text: 'tx.insert("wish", {});\ntx.insert(TABLE, {});' },
        { path: 'name.ts', text: 'export const TABLE = "claim";' },
      ],
      TABLES,
    );
    expect(found.get('use.ts')).toEqual([{ table: 'wish', line: 1 }]);
    expect(found.get('name.ts')).toEqual([{ table: 'claim', line: 1 }]);
  });
});
