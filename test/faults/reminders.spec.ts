import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/platform';
import { Stage, freePort, sleep, until, type Actor } from '../support/stage.js';

/** `REMINDERS=10000` over two minutes is the long form; the short one has the same troubles. */
const REMINDERS = Number(process.env.REMINDERS ?? 600);
const IS_LONG = REMINDERS >= 10_000;
const WINDOW_S = IS_LONG ? 120 : 30;
const STOPPED_MS = IS_LONG ? 30_000 : 8_000;
/** Time enough for what was missed to be caught up. */
const AFTER_S = 30;

/** A worker whose own clock runs ten minutes ahead. */
const AHEAD = `data:text/javascript,${encodeURIComponent(`
  const True = Date, ahead = 600000;
  globalThis.Date = class extends True {
    constructor(...given) { given.length ? super(...given) : super(True.now() + ahead); }
    static now() { return True.now() + ahead; }
  };`)}`;

interface Punctuality {
  jobs: number;
  lost: number;
  double: number;
  early: number;
  p50Ms: number;
  p99Ms: number;
  worstMs: number;
}

describe('reminders under faults', () => {
  let stage: Stage;
  let redisPort: number;
  let redis: ChildProcess;
  let worker: Actor;
  let templateWish: string;

  const startRedis = async (): Promise<ChildProcess> => {
    const dir = mkdtempSync(join(tmpdir(), 'mw-redis-'));
    const child = spawn(
      'redis-server',
      ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--dir', dir],
      {
        stdio: 'ignore',
      },
    );
    const client = new Redis(redisPort, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null });
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
    return child;
  };

  beforeAll(async () => {
    redisPort = await freePort();
    redis = await startRedis();
    stage = await Stage.open('trouble', { env: { REDIS_URL: `redis://127.0.0.1:${redisPort}/0` } });
    worker = await stage.actor('grid_worker', 'A1');
    templateWish = await stage.wish({ enteredBy: worker.id, status: 'submitted' });
  });
  afterAll(async () => {
    await stage.close();
    redis.kill('SIGKILL');
  });

  /** Clocks that ring evenly over the window. */
  async function schedule(count: number, windowS: number): Promise<void> {
    const PART = 500;
    for (let at = 0; at < count; at += PART) {
      const part = Array.from({ length: Math.min(PART, count - at) }, (_, n) => ({ id: newId(), n: at + n }));
      await stage.db.query(
        `INSERT INTO wish (id, code, unit_id, unit_path, status, source, entered_by, beneficiary_id, need, need_hash, public_text, category, kind,
           helpers_needed, consent_kind, consent_recorded_by, consented_at, created_at)
         SELECT s.id, CONCAT('MT-', RIGHT(s.id, 12)), unit_id, unit_path, status, source, entered_by, beneficiary_id, need,
           UNHEX(SHA2(s.id, 256)), public_text, category, kind, helpers_needed, consent_kind, consent_recorded_by, consented_at, created_at
         FROM wish JOIN (${part.map(() => 'SELECT ? AS id').join(' UNION ALL ')}) s WHERE wish.id = ?`,
        [...part.map(({ id }) => id), templateWish],
      );
      await stage.db.query(
        `INSERT INTO job (id, kind, subject_id, due_at) VALUES ${part.map(() => `(?,'wish.verify',?,UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND)`).join(',')}`,
        part.flatMap(({ id, n }) => [newId(), id, 5_000_000 + Math.round((n / count) * windowS * 1_000_000)]),
      );
    }
  }

  async function punctuality(since: Date): Promise<Punctuality> {
    const rows = await stage.rows<{ told: number; lateMs: number | null }>(
      `SELECT COUNT(n.id) AS told, MIN(TIMESTAMPDIFF(MICROSECOND, j.due_at, n.created_at)) DIV 1000 AS lateMs
       FROM job j LEFT JOIN notification n ON n.job_id = j.id WHERE j.kind = 'wish.verify' AND j.due_at > ? GROUP BY j.id`,
      [since],
    );
    const late = rows.flatMap(({ lateMs }) => (lateMs === null ? [] : [Number(lateMs)])).toSorted((a, b) => a - b);
    const at = (share: number): number => late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? -1;
    return {
      jobs: rows.length,
      lost: rows.filter(({ told }) => Number(told) === 0).length,
      double: rows.filter(({ told }) => Number(told) > 1).length,
      early: late.filter((ms) => ms < 0).length,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      worstMs: at(1),
    };
  }

  async function allRung(): Promise<void> {
    await until('every clock has rung', (WINDOW_S + AFTER_S) * 1_000, async () => {
      const [row] = await stage.rows<{ n: number }>(
        `SELECT COUNT(*) AS n FROM job WHERE kind = 'wish.verify' AND status = 'scheduled'`,
      );
      return Number(row!.n) === 0;
    });
    await sleep(3_000); // time enough for a double
  }

  it(
    `are delivered once and not early, despite faults of Redis, workers and their system clocks (${REMINDERS})`,
    async () => {
      const calmSince = new Date();
      const first = await stage.startWorker();
      let second = await stage.startWorker();
      await schedule(Math.floor(REMINDERS / 3), WINDOW_S / 3);
      await allRung();
      const calm = await punctuality(calmSince);
      console.log(`calm    ${JSON.stringify(calm)}`);
      expect(calm).toMatchObject({ lost: 0, double: 0, early: 0 });

      const troubleSince = new Date();
      first.kill('SIGKILL');
      const ahead = await stage.startWorker({ NODE_OPTIONS: `--import=${AHEAD}` });
      await schedule(REMINDERS, WINDOW_S);
      const step = (WINDOW_S * 1_000) / 8;
      await sleep(5_000 + step);
      const client = new Redis(redisPort, '127.0.0.1');
      await client.flushall();
      client.disconnect();
      await sleep(step);
      second.kill('SIGKILL');
      second = await stage.startWorker();
      await sleep(step);
      redis.kill('SIGKILL');
      await sleep(2_000);
      redis = await startRedis();
      await sleep(step);
      redis.kill('SIGSTOP');
      await sleep(STOPPED_MS);
      redis.kill('SIGCONT');
      second.kill('SIGKILL');
      await stage.startWorker();
      await allRung();
      const trouble = await punctuality(troubleSince);
      console.log(`trouble ${JSON.stringify(trouble)}`);
      expect(trouble).toMatchObject({ jobs: REMINDERS, lost: 0, double: 0, early: 0 });
      expect(ahead.exitCode).toBeNull();
    },
    (WINDOW_S * 2 + AFTER_S * 3) * 1_000 + STOPPED_MS,
  );
});
