import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { KeyReused, Problem, StorageFull, Unavailable, isRefusal, problemKind } from '../problems.js';
import { driverFault } from './driver-fault.js';
import type { IdempotencyKey } from './idempotency-key.entity.js';
import { isStorageFull } from './storage-full.js';
import {
  camel,
  insertStatement,
  updateStatement,
  type Changes,
  type EntityClass,
  type NewRow,
  type Row,
} from './rows.js';
import type { Actor, Command } from '../actor.js';

export type SqlValue = string | number | boolean | Date | Buffer | null;
type AnyRow = Record<string, unknown>;

const camelRow = (row: AnyRow): AnyRow => {
  const result: AnyRow = {};
  for (const column in row) result[camel(column)] = row[column];
  return result;
};

/** Anything that can run a SELECT: the pool for screens, a transaction for decisions. Columns arrive in camelCase. */
export interface Reader {
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
  row<T>(sql: string, values?: unknown[]): Promise<T | undefined>;
}

/** One open transaction. Every write takes it as its first argument; only `Transactions` makes one. */
export class Tx implements Reader {
  private startedAt?: Date;
  constructor(private readonly runner: QueryRunner) {}

  async rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    const rows = (await this.runner.query(sql, values)) as AnyRow[];
    return rows.map(camelRow) as T[];
  }

  async row<T>(sql: string, values: unknown[] = []): Promise<T | undefined> {
    return (await this.rows<T>(sql, values))[0];
  }

  /** Runs a write and returns how many rows its WHERE matched. */
  async execute(sql: string, values: unknown[] = []): Promise<number> {
    const result = (await this.runner.query(sql, values)) as { affectedRows?: number };
    return result.affectedRows ?? 0;
  }

  /** Inserts rows; all must have the columns of the first. */
  async insert<T extends object>(
    entity: EntityClass<T>,
    rows: NewRow<NoInfer<T>> | readonly NewRow<NoInfer<T>>[],
  ): Promise<void> {
    const list = (Array.isArray(rows) ? rows : [rows]) as AnyRow[];
    const first = list[0];
    if (!first) return;
    const names = Object.keys(first);
    await this.execute(
      insertStatement(entity, names, list.length),
      list.flatMap((row) => names.map((name) => row[name] ?? null)),
    );
  }

  /** Sets columns of the row with this id. */
  async update<T extends { id: string }>(
    entity: EntityClass<T>,
    id: string,
    changes: Changes<NoInfer<T>>,
  ): Promise<void> {
    await this.execute(updateStatement(entity, Object.keys(changes)), [...Object.values(changes), id]);
  }

  /** The database's clock, the only one that decides; read once per transaction. */
  async now(): Promise<Date> {
    this.startedAt ??= (await this.row<{ now: Date }>('SELECT UTC_TIMESTAMP(3) AS now'))!.now;
    return this.startedAt;
  }
}

/** Server errors after which the whole transaction may simply run again: deadlock, lock wait, snapshot conflict. */
const RETRYABLE = new Set([1213, 1205, 1020]);
const ATTEMPTS = 4;
/** The connection failed, not the statement: it is unknown whether the statement took effect. */
const LOST = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'EPIPE',
  'POOL_CLOSED',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_STATEMENT_TIMEOUT',
]);
/** mysql2 and TypeORM give these no code: a full queue, a broken connection, a pool that closes because the process ends. */
const LOST_WORDS =
  /Queue limit reached|Connection lost|closed state|Pool is closed|connection is not yet established|Connection is not established/i;

/** The server could not execute the statement for now: no room, no memory, a failure of its own files, read-only. */
const OUT_OF_ORDER = new Set([1021, 1030, 1037, 1038, 1041, 1114, 1290, 1836]);
const LAST_FILE_ERROR = 35;

/** True when an insert violated the unique key of this name. */
export const isDuplicateOf = (error: unknown, key: string): boolean => {
  const fault = driverFault(error);
  return fault?.errno === 1062 && fault.message.includes(`'${key}'`);
};
const isConnectionLost = (error: unknown): boolean => {
  const fault = driverFault(error);
  const errno = fault?.errno ?? 0;
  if (OUT_OF_ORDER.has(errno) || (errno > 0 && errno <= LAST_FILE_ERROR && fault?.code?.startsWith('EE_'))) return true;
  return LOST.has(fault?.code ?? '') || LOST_WORDS.test(fault?.message ?? '');
};
/** UNAVAILABLE or STORAGE_FULL when the database cannot be used for now, regardless of the statement. */
export function toInfrastructureProblem(error: unknown): Problem | undefined {
  if (isStorageFull(error)) return StorageFull();
  return isConnectionLost(error) ? Unavailable() : undefined;
}

/** The only creator of `Tx`. After a deadlock, a lock wait or a snapshot conflict the whole work runs again on a fresh
 *  connection. So the work must do nothing but use its `Tx`. */
@Injectable()
export class Transactions implements Reader {
  constructor(private readonly source: DataSource) {}

  async rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    try {
      return ((await this.source.query(sql, values)) as AnyRow[]).map(camelRow) as T[];
    } catch (error) {
      throw toInfrastructureProblem(error) ?? error;
    }
  }

  async row<T>(sql: string, values: unknown[] = []): Promise<T | undefined> {
    return (await this.rows<T>(sql, values))[0];
  }

  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(work);
      } catch (error) {
        const problem = toInfrastructureProblem(error);
        if (problem) throw problem;
        if (!RETRYABLE.has(driverFault(error)?.errno ?? 0) || attempt >= ATTEMPTS) throw error;
        await new Promise((resume) => setTimeout(resume, Math.random() * 10 * 2 ** attempt));
      }
    }
  }

  /** Runs a person's command. With an Idempotency-Key the first outcome is stored and returned again: an answer in the same
   *  transaction, a refusal in one of its own. The same key with another request throws IDEMPOTENCY_KEY_REUSED. */
  async command<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    const command = actor.command;
    if (!command) return this.run(work);
    try {
      return await this.run(async (tx) => {
        await takeKey(tx, actor, command);
        const answer = await work(tx);
        await tx.execute('UPDATE idempotency_key SET response = ? WHERE person_id = ? AND ikey = ?', [
          JSON.stringify(answer ?? null),
          actor.personId,
          command.key,
        ]);
        return answer;
      });
    } catch (error) {
      if (isDuplicateOf(error, 'PRIMARY')) return this.replay<T>(actor, command, error);
      if (isRefusal(error)) await this.keepRefusal(actor, command, error);
      throw error;
    }
  }

  private async once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      await runner.startTransaction();
      const result = await work(new Tx(runner));
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async replay<T>(actor: Actor, command: Command, error: unknown): Promise<T> {
    const kept = await this.row<Row<IdempotencyKey, 'requestHash' | 'response' | 'problem'>>(
      'SELECT request_hash, response, problem FROM idempotency_key WHERE person_id = ? AND ikey = ?',
      [actor.personId, command.key],
    );
    if (!kept) throw error; // another table's primary key, or the first request is still running
    if (!kept.requestHash.equals(command.requestHash)) throw KeyReused();
    if (kept.problem) {
      const { code, details } = JSON.parse(kept.problem) as { code: string; details: Record<string, unknown> };
      const kind = problemKind(code);
      if (kind) throw new Problem(kind, details);
    }
    return JSON.parse(kept.response ?? 'null') as T;
  }

  private async keepRefusal(actor: Actor, command: Command, refusal: Problem): Promise<void> {
    await this.run(async (tx) => {
      await takeKey(tx, actor, command, JSON.stringify({ code: refusal.kind.code, details: refusal.details }));
    }).catch((error: unknown) => {
      if (!isDuplicateOf(error, 'PRIMARY')) throw error;
    });
  }
}

async function takeKey(tx: Tx, actor: Actor, command: Command, refusal: string | null = null): Promise<void> {
  await tx.execute(
    `INSERT INTO idempotency_key (person_id, ikey, request_hash, problem, created_at) VALUES (?,?,?,?,UTC_TIMESTAMP(3))`,
    [actor.personId, command.key, command.requestHash, refusal],
  );
}
