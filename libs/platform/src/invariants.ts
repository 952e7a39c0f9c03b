import type { DataSource } from 'typeorm';
import type { Reader } from './database/transactions.js';
import { Tx } from './database/transactions.js';
import { verifyEventChain } from './events/event-chain.js';

/** A rule that must always hold: a sentence, and a query that returns nothing while it holds. */
export interface Invariant {
  name: string;
  rule: string;
  sql: string;
}

/** An invariant that no query can check: a function over the same snapshot that finds nothing while it holds. */
export interface Check {
  name: string;
  rule: string;
  check(reader: Reader): Promise<string[]>;
}

export interface Verification {
  checkedAt: Date;
  checked: number;
  broken: number;
  results: { name: string; rule: string; holds: boolean; findings: string[] }[];
}

export const platformInvariants: Invariant[] = [
  {
    name: 'job.overdue',
    rule: 'Nothing that is due waits longer than a minute',
    sql: `SELECT id, kind FROM job WHERE status = 'scheduled' AND due_at < UTC_TIMESTAMP(3) - INTERVAL 60 SECOND`,
  },
  {
    name: 'job.failed',
    rule: 'No job has failed for good',
    sql: `SELECT id, kind, last_error FROM job WHERE status = 'failed'`,
  },
  {
    name: 'event.unsealed',
    rule: 'Every event is sealed into the chain within a minute',
    sql: `SELECT id, name FROM event WHERE seq IS NULL AND occurred_at < UTC_TIMESTAMP(3) - INTERVAL 60 SECOND`,
  },
];

const CHAIN_RULE = 'Sealed events are complete and unaltered';

/** Checks invariants, and by default the event chain, in one read-only snapshot. */
export async function verifyInvariants(
  source: DataSource,
  invariants: (Invariant | Check)[],
  { chain: withChain = true } = {},
): Promise<Verification> {
  const runner = source.createQueryRunner();
  await runner.connect();
  try {
    await runner.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    const reader: Reader = new Tx(runner);
    const results: Verification['results'] = [];
    for (const { name, rule, ...look } of invariants) {
      const findings =
        'sql' in look
          ? (await reader.rows<Record<string, unknown>>(`${look.sql} LIMIT 20`)).map((row) => JSON.stringify(row))
          : (await look.check(reader)).slice(0, 20);
      results.push({ name, rule, holds: findings.length === 0, findings });
    }
    if (withChain) {
      const chain = await verifyEventChain(reader);
      results.push({ name: 'event.chain', rule: CHAIN_RULE, holds: chain.faults.length === 0, findings: chain.faults });
    }
    return {
      checkedAt: new Date(),
      checked: results.length,
      broken: results.filter(({ holds }) => !holds).length,
      results,
    };
  } finally {
    await runner.query('ROLLBACK').catch(() => undefined);
    await runner.query(`SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED`).catch(() => undefined);
    await runner.release();
  }
}
