import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { freePort, sleep, until } from '../support/stage.js';

const ROOT = join(new URL('.', import.meta.url).pathname, '../..');
const HOME = `launcher-${process.pid}`;
const FOLDER = join(ROOT, 'var', HOME);

interface Launched {
  child: ChildProcess;
  output: () => string;
  code: Promise<number | null>;
}

/** Without the servers that the test run itself uses. */
const { DATABASE_URL: _d, REDIS_URL: _r, MIGRATE_DATABASE_URL: _m, DATA_KEYS: _k, ...bare } = process.env;

function launch(...args: string[]): Launched {
  const child = spawn(process.execPath, [join(ROOT, 'apps/standalone/main.mjs'), ...args], { env: bare });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (part: Buffer) => (output += part.toString()));
  return { child, output: () => output, code: new Promise((resume) => child.once('exit', resume)) };
}
const pids = (): number[] =>
  (JSON.parse(readFileSync(join(FOLDER, 'run.json'), 'utf8')) as { processes: { pid: number }[] }).processes.map(
    ({ pid }) => pid,
  );
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/status`, 'utf8').includes('State:\tZ');
  } catch {
    return false;
  }
};

describe('the launcher', () => {
  let running: Launched | undefined;
  afterEach(async () => {
    running?.child.kill('SIGTERM');
    await running?.code;
    running = undefined;
  });
  afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

  async function start(port: number): Promise<Launched> {
    running = launch('start', '--home', HOME, '--port', String(port));
    const { output } = running;
    await until(
      'the platform is ready',
      60_000,
      () => output().includes('is ready') || running!.child.exitCode !== null,
    );
    expect(output()).toContain('is ready');
    return running;
  }

  it('keeps secrets readable for the owner only, refuses a second start, and leaves no process on SIGTERM', async () => {
    const port = await freePort();
    const first = await start(port);
    expect(statSync(join(FOLDER, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(FOLDER, 'run.json')).mode & 0o777).toBe(0o600);
    const second = launch('start', '--home', HOME, '--port', String(await freePort()));
    expect(await second.code).toBe(1);
    expect(second.output().trim().split('\n').at(-1)).toMatch(/^The platform is running already \(process \d+, http:/);

    const started = pids();
    expect(started).toHaveLength(4);
    first.child.kill('SIGTERM');
    expect(await first.code).toBe(0);
    expect(started.filter(isAlive)).toEqual([]);
    expect(existsSync(join(FOLDER, 'run.json'))).toBe(false);
  });

  it('restarts a killed process, and the platform continues', async () => {
    const port = await freePort();
    const { output } = await start(port);
    const isReady = (): Promise<boolean> =>
      fetch(`http://127.0.0.1:${port}/api/health/ready`).then(
        (answer) => answer.ok,
        () => false,
      );
    const NAMES = ['MariaDB', 'Redis', 'worker', 'api'];
    for (const place of [2, 0, 1, 3]) {
      const killed = pids()[place]!;
      process.kill(killed, 'SIGKILL');
      const name = NAMES[place]!;
      await until(`${name} is back`, 60_000, () => output().includes(`${name} is back.`));
      expect(output()).toContain(`${name} was killed by SIGKILL. The last lines of `);
      expect(pids()[place]).not.toBe(killed);
      await until('the platform is ready again', 30_000, isReady);
    }
    expect(pids().filter(isAlive)).toHaveLength(4);
    expect(running!.child.exitCode).toBeNull();
  }, 240_000);

  it('stops everything when a process keeps dying, and reports which and how', async () => {
    const { output, code } = await start(await freePort());
    for (let death = 1; death <= 5; death += 1) {
      const worker = pids()[2]!;
      process.kill(worker, 'SIGKILL');
      if (death < 5) await until('another worker', 60_000, () => isAlive(pids()[2]!) && pids()[2] !== worker);
    }
    expect(await code).toBe(1);
    expect(output()).toMatch(/worker was killed by SIGKILL\. The last lines of \S+worker\.log:\n {2}/);
    expect(output()).toContain('It ended 5 times within 2 minutes; everything was stopped.');
    expect(existsSync(join(FOLDER, 'run.json'))).toBe(false);
  }, 240_000);

  it('stops a demo at once when a process dies, and reports which and how', async () => {
    running = launch('demo', '--home', HOME, '--port', String(await freePort()));
    const { output, code } = running;
    await until('the story begins', 120_000, () => output().includes('✓ Worker and api'));
    process.kill(pids()[3]!, 'SIGKILL');
    expect(await code).toBe(1);
    expect(output()).toContain('api was killed by SIGKILL. The last lines of ');
    expect(output().trim().split('\n').at(-1)).toBe('Everything was stopped.');
    expect(existsSync(join(FOLDER, 'run.json'))).toBe(false);
  }, 240_000);

  it('reports a port in use, and leaves nothing half started', async () => {
    const port = await freePort();
    const squatter = createServer().listen(port, '127.0.0.1');
    const refused = launch('start', '--home', HOME, '--port', String(port));
    expect(await refused.code).toBe(1);
    expect(refused.output().trim().split('\n').at(-1)).toBe(
      `Port ${port} is taken. Choose another: npm start -- --port 3001`,
    );
    expect(existsSync(join(FOLDER, 'run.json'))).toBe(false);
    squatter.close();
  });

  it('ends the servers of a launcher that was killed, and keeps the data', async () => {
    const killed = await start(await freePort());
    const orphans = pids();
    killed.child.kill('SIGKILL');
    await killed.code;
    await sleep(200);
    expect(orphans.filter(isAlive).length).toBeGreaterThan(0);
    await start(await freePort());
    expect(orphans.filter(isAlive)).toEqual([]);
  });
});
