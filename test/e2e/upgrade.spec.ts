import { spawn } from 'node:child_process';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/platform';
import { Stage, freePort, sleep, type Actor } from '../support/stage.js';

const ROOT = join(new URL('.', import.meta.url).pathname, '../..');

describe('an upgrade', { timeout: 240_000 }, () => {
  let stage: Stage;
  let worker: Actor;

  beforeAll(async () => {
    stage = await Stage.open('upgrade');
    await stage.startApi();
    worker = await stage.actor('grid_worker', 'A1');
  });
  afterAll(() => stage.close());

  const asApplication = async <T>(work: (db: mysql.Connection) => Promise<T>): Promise<T> => {
    const db = await mysql.createConnection(stage.env.DATABASE_URL!);
    try {
      return await work(db);
    } finally {
      await db.end();
    }
  };
  const errnoOf = (sql: string): Promise<number> =>
    asApplication((db) =>
      db.query(sql).then(
        () => 0,
        (error: { errno: number }) => error.errno,
      ),
    );

  /** Runs a process to its end and tells what it said. */
  const run = async (
    app: 'api' | 'worker',
    env: Record<string, string> = {},
  ): Promise<{ code: number; said: string }> => {
    const child = spawn(process.execPath, [join(ROOT, `dist/server/${app}.js`)], {
      env: { ...process.env, ...stage.env, PORT: String(await freePort()), ...env },
    });
    let said = '';
    child.stderr.on('data', (part: Buffer) => (said += part.toString()));
    const code = await Promise.race([
      new Promise<number>((resume) => child.once('exit', (exit) => resume(exit ?? -1))),
      sleep(60_000).then(() => -2),
    ]);
    child.kill('SIGKILL');
    return { code, said: said.trim() };
  };

  it('causes no request errors while the migration runs repeatedly', async () => {
    const statuses: number[] = [];
    const over = new AbortController();
    let phone = 15_900_000_000;
    const clients = Array.from({ length: 6 }, async () => {
      while (!over.signal.aborted) {
        const { response } = await worker.api.POST('/api/v1/wishes', {
          params: { header: { 'Idempotency-Key': newId() } },
          body: {
            unitId: stage.unit('A1').id,
            need: '想换一台风扇',
            kind: 'goods',
            beneficiary: { name: '李子梅', phone: String((phone += 1)), age: 70 },
            consent: { kind: 'spoken', byGuardian: false },
          } as never,
        });
        statuses.push(response.status);
      }
    });
    const ends: number[] = [];
    for (let n = 1; n <= 4; n += 1) ends.push((await stage.cli(['migrate'])).code);
    const together = await Promise.all([1, 2].map(() => stage.cli(['migrate'])));
    over.abort();
    await Promise.all(clients);
    expect([...ends, ...together.map(({ code }) => code)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(statuses.length).toBeGreaterThan(20);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
  }, 300_000);

  it('grants missing database rights, revokes excess ones, and keeps the rest', async () => {
    await stage.db.query(
      `GRANT DELETE, UPDATE ON event TO 'mw_app'@'%'; GRANT UPDATE (body) ON policy TO 'mw_app'@'%'`,
    );
    await stage.db.query(`REVOKE INSERT ON wish FROM 'mw_app'@'%'`);
    expect(await errnoOf('DELETE FROM event WHERE row_no = 0')).toBe(0);
    expect((await stage.cli(['migrate'])).code).toBe(0);
    expect(await errnoOf('DELETE FROM event WHERE row_no = 0')).toBe(1142);
    expect(await errnoOf(`UPDATE event SET data = '{}' WHERE row_no = 0`)).toBe(1143);
    expect(await errnoOf('UPDATE event SET seq = NULL WHERE row_no = 0')).toBe(0);
    expect(await errnoOf(`UPDATE policy SET body = '{}' WHERE version = 0`)).toBe(1142);
    expect(await errnoOf('UPDATE schema_migration SET name = name WHERE id = 0')).toBe(1142);
    expect(await errnoOf('INSERT INTO wish SELECT * FROM wish WHERE 1 = 0')).toBe(0);
  });

  it('that is still missing keeps programs from working on the older schema', async () => {
    const [last] = await stage.rows<{ id: number; timestamp: number; name: string }>(
      'SELECT * FROM schema_migration ORDER BY timestamp DESC LIMIT 1',
    );
    await stage.db.query('DELETE FROM schema_migration WHERE id = ?', [last!.id]);
    try {
      const said = `Cannot work on this database: its schema is older. It lacks 1 migration (${last!.name}). Run \`npm run cli -- migrate\``;
      for (const app of ['api', 'worker'] as const) {
        const { code, said: line } = await run(app);
        expect(code).toBe(1);
        expect(line).toContain(said);
        expect(line.split('\n')).toHaveLength(1);
      }
      const refused = await stage.cli(['people', 'create-admin', '--phone', '13900000001', '--name', '陈']);
      expect(refused).toMatchObject({ code: 1, out: expect.stringContaining(said) as string });
      await sleep(3_100); // one look at the schema answers for three seconds
      const ready = await fetch(`${stage.urls[0]!}/api/health/ready`);
      expect([ready.status, ((await ready.json()) as { code: string }).code]).toEqual([503, 'SCHEMA_FOREIGN']);
      expect((await fetch(`${stage.urls[0]!}/api/health/live`)).status).toBe(200);
    } finally {
      await stage.db.query('INSERT INTO schema_migration (id, timestamp, name) VALUES (?,?,?)', [
        last!.id,
        last!.timestamp,
        last!.name,
      ]);
    }
  });

  it('to a newer release keeps older programs from working, except for their migration', async () => {
    await stage.db.query(
      `INSERT INTO schema_migration (timestamp, name) VALUES (2099010100100, 'Future2099010100100')`,
    );
    try {
      const { code, said } = await run('api');
      expect(code).toBe(1);
      expect(said).toContain('its schema is newer. It has had 1 migration (Future2099010100100)');
      expect((await stage.cli(['verify'])).code).toBe(1);
    } finally {
      await stage.db.query(`DELETE FROM schema_migration WHERE name = 'Future2099010100100'`);
    }
  });

  it('starts with an empty database, which is distinguished from a broken one', async () => {
    await stage.db.query('DROP DATABASE IF EXISTS micro_wish_upgrade_empty; CREATE DATABASE micro_wish_upgrade_empty');
    const { code, said } = await run('api', {
      DATABASE_URL: stage.env.DATABASE_URL!.replace(/\/[^/]*$/, '/micro_wish_upgrade_empty'),
    });
    await stage.db.query('DROP DATABASE micro_wish_upgrade_empty');
    expect(code).toBe(1);
    expect(said).toMatch(/^Cannot work on this database: its schema is older\. It lacks \d+ migrations/);
  });
});
