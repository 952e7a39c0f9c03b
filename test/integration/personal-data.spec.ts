import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declaredPersonalData, definedKept, definedPeriods } from '#libs/platform';
import { CLEAR_COLUMNS, SEALED_COLUMNS } from '../support/canaries.js';
import { Stage } from '../support/stage.js';

/** Numbers of people: who did it, whom it is for, whom it went to. */
const PERSON_ID =
  /(?:^|\.)(?:person|volunteer|viewer|recipient|requester|deputy|principal|actor|beneficiary|owner)_id$|_by$|\.behalf_of$/;
/** Hashes of the platform's own things, which tell nothing of a person. */
const NOT_OF_A_PERSON = new Set([
  'event.hash',
  'event_chain.last_hash',
  'fund_book.hash',
  'fund_head.hash',
  'fund_head.signature',
  'fund_head.public_key',
  'fund_head_book.hash',
  'fund_head_book.root',
  'fund_transfer.hash',
  'bank_statement.file_hash',
  'bank_line.line_hash',
  'data_key.check_value',
  'data_key.secret',
  'data_key.public_key',
]);

describe('personal data', () => {
  let stage: Stage;
  let columns: { name: string; type: string }[];
  const declared = new Map<string, string>();

  beforeAll(async () => {
    stage = await Stage.open('personaldata');
    columns = await stage.rows<{ name: string; type: string }>(
      `SELECT CONCAT(table_name, '.', column_name) AS name, data_type AS type FROM information_schema.columns
       WHERE table_schema = DATABASE()`,
    );
    for (const [table, groups] of declaredPersonalData())
      for (const group of groups)
        for (const column of group.columns)
          declared.set(
            `${table}.${column}`,
            'until' in group ? `until ${group.until}` : 'kept' in group ? group.kept : group.within,
          );
  });
  afterAll(() => stage.close());

  it('has a retention rule or a reason to stay: every encrypted, hashed or named column', () => {
    const personal = columns.filter(
      ({ name, type }) =>
        (SEALED_COLUMNS.includes(name) && !NOT_OF_A_PERSON.has(name)) ||
        CLEAR_COLUMNS.includes(name) ||
        (type === 'uuid' && PERSON_ID.test(name)) ||
        (/binary|blob/.test(type) && !NOT_OF_A_PERSON.has(name)),
    );
    expect(personal.length).toBeGreaterThan(100);
    expect(personal.map(({ name }) => name).filter((name) => !declared.has(name))).toEqual([]);
  });

  it('is declared only where it exists, and once', () => {
    const present = new Set(columns.map(({ name }) => name));
    expect([...declared.keys()].filter((name) => !present.has(name))).toEqual([]);
    const all = [...declaredPersonalData()].flatMap(([table, groups]) =>
      groups.flatMap((group) => group.columns.map((column) => `${table}.${column}`)),
    );
    expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
  });

  it('has a job for every retention period', () => {
    const deadlines = [...definedPeriods()].filter(([, { due }]) => !due).map(([name]) => name);
    expect(deadlines.toSorted()).toEqual(['accountWait', 'dataRequest']);
    const used = new Set(
      [...declared.values()].filter((rule) => rule.startsWith('until ')).map((rule) => rule.slice(6)),
    );
    // Photos lie outside of the database, and drafts are wishes.
    const unused = [...definedPeriods().keys()].filter((name) => !used.has(name) && !deadlines.includes(name));
    expect(unused.toSorted()).toEqual(['draft', 'photo']);
  });

  it('is found by the nightly job through an index', async () => {
    const plans = await Promise.all(
      [...definedPeriods()].map(async ([name, { due }]) => {
        if (!due) return [];
        const rows = await stage.rows<{ table: string; type: string; key: string | null }>(
          `EXPLAIN ${due('UTC_TIMESTAMP(3) - INTERVAL 180 DAY')}`,
        );
        return rows.filter(({ type }) => type === 'ALL').map(({ table }) => `${name}: ${table} is read as a whole`);
      }),
    );
    // A few addresses and delegations a person.
    expect(plans.flat().filter((plan) => !/contact_point/.test(plan))).toEqual([]);
  });

  it('is documented where it is stored', () => {
    const reasons = new Set([...declared.values()].filter((rule) => definedKept().has(rule)));
    expect([...reasons].toSorted()).toEqual([...definedKept().keys()].toSorted());
  });
});
