import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declaredConstraints } from '#libs/platform';
import { Stage } from '../support/stage.js';

/** Tables of the migrations' own. */
const FOREIGN = new Set(['schema_migration']);

describe('a constraint of the database', () => {
  let stage: Stage;
  let present: Set<string>;

  beforeAll(async () => {
    stage = await Stage.open('constraints');
    const checks = await stage.rows<{ name: string; level: string; tbl: string; clause: string }>(
      `SELECT constraint_name AS name, level, table_name AS tbl, check_clause AS clause
       FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()`,
    );
    const uniques = await stage.rows<{ name: string; tbl: string }>(
      `SELECT DISTINCT index_name AS name, table_name AS tbl FROM information_schema.statistics
       WHERE table_schema = DATABASE() AND non_unique = 0 AND index_name <> 'PRIMARY'`,
    );
    const isOurs = ({ tbl }: { tbl: string }): boolean => !FOREIGN.has(tbl);
    present = new Set([
      ...checks
        // A JSON column brings its own CHECK; what stands in it is written by JSON.stringify.
        .filter(({ clause }) => !/^json_valid\(/i.test(clause))
        .filter(isOurs)
        .map(({ name, level, tbl }) => (level === 'Column' ? `${tbl}.${name}` : name)),
      ...uniques.filter(isOurs).map(({ name }) => name),
    ]);
  });
  afterAll(() => stage.close());

  it('has a declared error: every CHECK and every UNIQUE key', () => {
    expect(present.size).toBeGreaterThan(40);
    expect([...present].filter((name) => !declaredConstraints().has(name)).toSorted()).toEqual([]);
  });

  it('is declared only where it exists', () => {
    expect([...declaredConstraints().keys()].filter((name) => !present.has(name)).toSorted()).toEqual([]);
  });
});
