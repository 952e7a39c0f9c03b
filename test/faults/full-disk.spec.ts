import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import supertest from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';
import { Stage, freePort, sleep, until, type Actor } from '../support/stage.js';

const ROOT = join(new URL('.', import.meta.url).pathname, '../..');
const PHOTO = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#888' } })
  .jpeg()
  .toBuffer();

/** A disk of a few megabytes in memory; undefined where this machine does not let us mount one. */
class SmallDisk {
  private constructor(readonly path: string) {}

  static make(megabytes: number): SmallDisk | undefined {
    const path = mkdtempSync(join(tmpdir(), 'mw-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', path], { stdio: 'ignore' });
      return new SmallDisk(path);
    } catch {
      rmSync(path, { recursive: true });
      return undefined;
    }
  }
  fill(): void {
    try {
      execFileSync('dd', ['if=/dev/zero', `of=${join(this.path, 'filler')}`, 'bs=4096'], { stdio: 'ignore' });
    } catch {
      // dd ends with an error when nothing more fits: that is what was wanted
    }
  }
  empty(): void {
    rmSync(join(this.path, 'filler'), { force: true });
  }
  remove(): void {
    execFileSync('umount', ['-l', this.path]);
    rmSync(this.path, { recursive: true, force: true });
  }
}

const canMount = ((): boolean => {
  const disk = SmallDisk.make(1);
  disk?.remove();
  return disk !== undefined;
})();

const readiness = async (url: string): Promise<{ status: number; body: Record<string, unknown> }> => {
  const answer = await fetch(`${url}/api/health/ready`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const isReady = (url: string): Promise<boolean> => readiness(url).then(({ status }) => status === 200);

describe.skipIf(!canMount)('a full disk', { timeout: 300_000 }, () => {
  const ends: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });

  it('under the files refuses uploads with a clear error, shows in readiness, and recovers with free space', async () => {
    const disk = SmallDisk.make(4)!;
    ends.push(() => disk.remove());
    const stage = await Stage.open('full_files', { env: { FILES_DIR: join(disk.path, 'files') } });
    ends.push(() => stage.close());
    const url = await stage.startApi();
    const worker = await stage.actor('grid_worker', 'A1');
    const upload = (language: string) =>
      supertest(url)
        .post('/api/v1/files?purpose=need')
        .set('cookie', worker.cookie)
        .set('accept-language', language)
        .attach('file', PHOTO, 'photo.jpg');
    expect((await readiness(url)).body).toMatchObject({ status: 'ok', warnings: [] });
    await upload('zh').expect(201);

    disk.fill();
    const refused = await upload('zh').expect(507);
    expect(refused.body).toMatchObject({
      code: 'STORAGE_FULL',
      title: expect.stringContaining('存储空间已满') as string,
    });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await upload('en')).body.title).toContain('Storage is full');
    await until('the api is not ready', 10_000, async () => !(await isReady(url)));
    expect((await readiness(url)).body.code).toBe('STORAGE_FULL');

    disk.empty();
    execFileSync('dd', ['if=/dev/zero', `of=${join(disk.path, 'filler')}`, 'bs=1024', 'count=3500'], {
      stdio: 'ignore',
    });
    await until('the api is ready again', 10_000, () => isReady(url));
    expect((await readiness(url)).body.warnings).toEqual([
      expect.stringMatching(/^Only \d+ % of the disk under FILES_DIR/),
    ]);
    await upload('zh').expect(201);
  });

  it('under the database causes no 500, shows in readiness, and recovers with free space', async () => {
    const disk = SmallDisk.make(320)!;
    ends.push(() => disk.remove());
    const stage = await onOwnDatabase(disk, ends);
    const url = await stage.startApi();
    const worker = await stage.actor('grid_worker', 'A1');
    let phone = 15_900_000_000;
    const submit = async (actor: Actor): Promise<number> =>
      (
        await actor.api.POST('/api/v1/wishes', {
          body: {
            unitId: stage.unit('A1').id,
            need: '想换一台风扇',
            kind: 'goods',
            beneficiary: { name: '李子梅', phone: String((phone += 1)), age: 70 },
            consent: { kind: 'spoken', byGuardian: false },
          } as never,
        })
      ).response.status;
    expect(await submit(worker)).toBe(201);

    disk.fill();
    const statuses: number[] = [];
    const wasReady: boolean[] = [];
    for (let n = 1; n <= 30 && statuses.filter((status) => status >= 500).length < 6; n += 1) {
      statuses.push(await submit(worker));
      wasReady.push(await isReady(url));
    }
    console.log(`answers on a full database disk: ${statuses.join(' ')}`);
    expect(new Set(statuses.filter((status) => status >= 500))).not.toContain(500);
    expect(statuses.some((status) => status === 507 || status === 503)).toBe(true);
    expect(wasReady.at(-1)).toBe(false);

    disk.empty();
    await until('the api is ready again', 120_000, () => isReady(url));
    expect(await submit(worker)).toBe(201);
  }, 300_000);
});

/** A stage whose database is a server of its own, with its data on this disk. */
async function onOwnDatabase(disk: SmallDisk, ends: (() => Promise<void> | void)[]): Promise<Stage> {
  const data = join(disk.path, 'mariadb');
  const port = await freePort();
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  execFileSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--innodb-log-file-size=16M',
      ...asRoot,
    ],
    { stdio: 'ignore' },
  );
  const at = (name: 'DATABASE_URL' | 'MIGRATE_DATABASE_URL'): URL => {
    const url = new URL(process.env[name]!);
    url.port = String(port);
    return url;
  };
  const [app, migrator] = [at('DATABASE_URL'), at('MIGRATE_DATABASE_URL')];
  const accounts = join(data, 'accounts.sql');
  const account = ({ username, password }: URL): string => `CREATE USER ${username}@'%' IDENTIFIED BY '${password}';`;
  writeFileSync(
    accounts,
    `CREATE DATABASE micro_wish;\n${account(app)}\n${account(migrator)}\nGRANT ALL PRIVILEGES ON *.* TO ${migrator.username}@'%' WITH GRANT OPTION;\n`,
  );
  const settings = join(data, 'own.cnf');
  writeFileSync(
    settings,
    `!include ${join(ROOT, 'docker', 'mariadb.cnf')}\n[mariadbd]\ndatadir=${data}\nport=${port}\nbind_address=127.0.0.1\n` +
      `socket=/tmp/mw-disk-${port}.sock\npid_file=${join(data, 'own.pid')}\ninit_file=${accounts}\ninnodb_log_file_size=16M\ntmpdir=${tmpdir()}\n`,
  );
  const program = ['/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd'].find((path) => existsSync(path)) ?? 'mariadbd';
  const server: ChildProcess = spawn(program, [`--defaults-file=${settings}`, ...asRoot], { stdio: 'ignore' });
  ends.push(async () => {
    server.kill('SIGKILL');
    await sleep(300);
  });
  await until('the database answers', 60_000, () => answers(port));
  const before = { ...process.env };
  Object.assign(process.env, { DATABASE_URL: app.href, MIGRATE_DATABASE_URL: migrator.href });
  try {
    const stage = await Stage.open('full_database');
    ends.push(() => stage.close());
    return stage;
  } finally {
    Object.assign(process.env, {
      DATABASE_URL: before.DATABASE_URL,
      MIGRATE_DATABASE_URL: before.MIGRATE_DATABASE_URL,
    });
  }
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('data', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('data', () => socket.destroy());
  });
