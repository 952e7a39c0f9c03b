import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { ROOT } from './home.mjs';
import { freePort, ready, run, start, stop } from './processes.mjs';
import { Stop, step } from './steps.mjs';

/** @typedef {import('./home.mjs').Home} Home */

const FOLDERS = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/** @param {string} program */
const find = (program) =>
  [...(process.env.PATH ?? '').split(':'), ...FOLDERS]
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));

/**
 * Installs missing programs if possible; otherwise throws a Stop that says how. `needs`: program → Debian packages.
 * @param {Home} home @param {[program: string, packages: string[]][]} needs @param {string} [otherwise]
 */
async function provide(home, needs, otherwise = '') {
  const missing = () => needs.filter(([program]) => !find(program)).flatMap(([, packages]) => packages);
  const packages = missing();
  if (packages.length === 0) return;
  const advice = `Install them (Debian, Ubuntu: sudo apt-get install ${packages.join(' ')})${otherwise}.`;
  if (process.getuid?.() !== 0 || !find('apt-get')) throw new Stop(`Missing: ${packages.join(', ')}. ${advice}`);
  const log = home.file('logs', 'install.log');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await step(`Install ${packages.join(', ')}`, async () => {
    await run('apt-get', ['update', '-qq'], { log, env, what: 'apt-get update' });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      log,
      env,
      what: 'apt-get install',
    });
  });
  if (missing().length > 0)
    throw new Stop(`The packages were installed, but ${missing().join(', ')} cannot be found. ${advice}`);
}

/** Finds MariaDB and Redis, or installs them if possible. @param {Home} home */
export async function findServers(home) {
  const needs = /** @type {[string, string[]][]} */ ([
    ['mariadbd', ['mariadb-server']],
    ['redis-server', ['redis-server']],
  ]);
  await provide(home, needs, ' or set DATABASE_URL and REDIS_URL');
  return { mariadbd: /** @type {string} */ (find('mariadbd')), redis: /** @type {string} */ (find('redis-server')) };
}

/** Finds a real browser for the tests, with Chinese fonts; CHROMIUM overrides it. @param {Home} home */
export async function findBrowser(home) {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  await provide(home, [['chromium', ['chromium', 'fonts-noto-cjk']]], ' or set CHROMIUM');
  return /** @type {string} */ (find('chromium'));
}

/** Starts a part and resolves when it is ready; calls `began` with the process before that.
 * @typedef {(began: (running: import('./processes.mjs').Running) => void) => Promise<import('./processes.mjs').Running>} Starter
 */

/**
 * Starts private MariaDB and Redis on free loopback ports, with the settings of docker/ and their own secrets. `starters`
 * restarts them in the same place when they have ended.
 * @param {Home} home
 * @param {import('./home.mjs').Secrets} secrets
 */
export async function startServers(home, secrets) {
  const programs = await findServers(home);
  const [databasePort, redisPort] = [await freePort(), await freePort()];
  /** @type {import('./processes.mjs').Running[]} */
  const started = [];
  /** @type {Starter[]} */
  const starters = [
    (began) => startMariadb(home, secrets, { program: programs.mariadbd, port: databasePort, began }),
    (began) => startRedis(home, secrets, { program: programs.redis, port: redisPort, began }),
  ];
  try {
    for (const [place, name] of ['MariaDB', 'Redis'].entries())
      await step(name, async () => started.push(await /** @type {Starter} */ (starters[place])(() => undefined)));
  } catch (error) {
    for (const running of started) await stop(running);
    throw error;
  }
  const database = `127.0.0.1:${databasePort}/micro_wish`;
  return {
    running: started,
    starters,
    env: {
      DATABASE_URL: `mysql://mw_app:${secrets.app}@${database}`,
      MIGRATE_DATABASE_URL: `mysql://mw_migrate:${secrets.migrate}@${database}`,
      REDIS_URL: `redis://:${secrets.redis}@127.0.0.1:${redisPort}/0`,
      DATA_KEYS: secrets.dataKeys,
    },
  };
}

/** @typedef {{ program: string, port: number, began: Parameters<Starter>[0] }} ServerSettings */

/** @param {Home} home @param {import('./home.mjs').Secrets} secrets @param {ServerSettings} settings */
async function startMariadb(home, secrets, { program, port, began }) {
  const data = home.databaseFolder;
  const log = home.file('logs', 'mariadb.log');
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  if (!existsSync(join(data, 'mysql'))) {
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const install = find('mariadb-install-db');
    if (!install) throw new Stop('mariadb-install-db is missing beside mariadbd; reinstall mariadb-server.');
    await run(
      install,
      ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...asRoot],
      {
        log,
        what: 'mariadb-install-db',
      },
    ).catch((error) => {
      rmSync(data, { recursive: true, force: true });
      throw error;
    });
  }
  const accounts = home.file('accounts.sql');
  writeFileSync(
    accounts,
    [
      `ALTER USER root@localhost IDENTIFIED BY '${secrets.root}';`,
      `CREATE DATABASE IF NOT EXISTS micro_wish;`,
      `CREATE USER IF NOT EXISTS mw_app@'%' IDENTIFIED BY '${secrets.app}';`,
      `CREATE USER IF NOT EXISTS mw_migrate@'%' IDENTIFIED BY '${secrets.migrate}';`,
      "GRANT ALL PRIVILEGES ON `micro_wish%`.* TO mw_migrate@'%' WITH GRANT OPTION;",
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  // A starting server deletes all temporary files of its kind in a shared folder, even those in use; so each has its own.
  const scratch = home.file('mariadb-tmp');
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  // The path of a Unix socket is limited to about 100 characters; TCP on loopback has no such limit.
  const settings = home.file('mariadb.cnf');
  writeFileSync(
    settings,
    `!include ${join(ROOT, 'docker', 'mariadb.cnf')}\n[mariadbd]\ndatadir=${data}\ntmpdir=${scratch}\nport=${port}\nbind_address=127.0.0.1\n` +
      `socket=/tmp/micro-wish-${port}.sock\npid_file=${join(data, 'mariadbd.pid')}\ninit_file=${accounts}\n`,
    { mode: 0o600 },
  );
  const running = start('MariaDB', program, [`--defaults-file=${settings}`, ...asRoot], { log });
  began(running);
  await ready(running, () => greets(port), 40_000).catch(async (error) => {
    await stop(running);
    throw error;
  });
  return running;
}

/** @param {Home} home @param {import('./home.mjs').Secrets} secrets @param {ServerSettings} settings */
async function startRedis(home, secrets, { program, port, began }) {
  const data = home.file('redis');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const settings = home.file('redis.conf');
  writeFileSync(
    settings,
    `include "${join(ROOT, 'docker', 'redis.conf')}"\nbind 127.0.0.1\nport ${port}\ndir "${data}"\nrequirepass ${secrets.redis}\ndaemonize no\n`,
    { mode: 0o600 },
  );
  const running = start('Redis', program, [settings], { log: home.file('logs', 'redis.log') });
  began(running);
  await ready(running, () => greets(port, `AUTH ${secrets.redis}\r\nPING\r\n`, 'PONG'), 10_000).catch(async (error) => {
    await stop(running);
    throw error;
  });
  return running;
}

/** Whether a server answers on the port. MariaDB sends a greeting; Redis needs a command first.
 * @param {number} port @param {string} [words] @param {string} [answer] */
const greets = (port, words, answer) =>
  new Promise((/** @type {(answers: boolean) => void} */ resolve) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    const end = (/** @type {boolean} */ answers) => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => words && socket.write(words));
    socket.on('data', (part) => {
      heard += part.toString('latin1');
      if (!answer || heard.includes(answer)) end(true);
    });
    socket.once('close', () => end(false));
  });
