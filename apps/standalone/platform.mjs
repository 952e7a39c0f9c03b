import { join } from 'node:path';
import { build, installPackages } from './build.mjs';
import { ROOT, startOf } from './home.mjs';
import { freePort, isFree, ready, run, start, stop } from './processes.mjs';
import { startServers } from './servers.mjs';
import { Stop, step } from './steps.mjs';

/** @typedef {import('./home.mjs').Home} Home */

/** Arguments for Node.js that run a program of the bundle. @param {'api' | 'worker' | 'cli'} name */
export const program = (name) => ['--enable-source-maps', join(ROOT, `dist/server/${name}.js`)];

/** The platform on this machine: what was started, and how to stop it in order. */
export class Platform {
  /** @param {Home} home */
  constructor(home) {
    this.home = home;
    /** @type {import('./processes.mjs').Running[]} servers, then worker and api; stopped in reverse order */
    this.running = [];
    /** @type {import('./servers.mjs').Starter[]} restarts each of them, in the same order */
    this.starters = [];
    /** @type {Record<string, string>} */
    this.env = {};
    this.stopping = /** @type {Promise<void> | undefined} */ (undefined);
  }

  /** Prepares packages, build, servers and schema. DATABASE_URL and REDIS_URL replace the private servers. */
  async prepare({ goOn = false } = {}) {
    const { DATABASE_URL, REDIS_URL } = process.env;
    if (Boolean(DATABASE_URL) !== Boolean(REDIS_URL))
      throw new Stop('Set both DATABASE_URL and REDIS_URL, or neither.');
    this.home.assertRoom();
    await installPackages(this.home);
    await build(this.home, { goOn });
    if (this.stopping) throw new Stop('Stopped.');
    const secrets = this.home.secrets();
    if (DATABASE_URL && REDIS_URL) {
      this.env = { DATABASE_URL, REDIS_URL, DATA_KEYS: process.env.DATA_KEYS ?? secrets.dataKeys };
      if (process.env.MIGRATE_DATABASE_URL) this.env.MIGRATE_DATABASE_URL = process.env.MIGRATE_DATABASE_URL;
    } else {
      const servers = await startServers(this.home, secrets);
      this.running.push(...servers.running);
      this.starters.push(...servers.starters);
      this.env = servers.env;
    }
    this.remember();
    this.env.FILES_DIR ??= process.env.FILES_DIR ?? this.home.file('files');
    await step('Migrate', () => this.cli(['migrate'], 'the migration'));
  }

  /** @param {number} port */
  async startProcesses(port) {
    if (port !== 0 && !(await isFree(port)))
      throw new Stop(`Port ${port} is taken. Choose another: npm start -- --port 3001`);
    const apiPort = port || (await freePort());
    const workerPort = await freePort();
    this.url = `http://127.0.0.1:${apiPort}`;
    const env = { ...process.env, ...this.env, NODE_ENV: 'production', SECURE_COOKIES: 'no' };
    const launch = async (
      /** @type {'api' | 'worker'} */ name,
      /** @type {number} */ listenPort,
      /** @type {string} */ readyUrl,
      /** @type {Parameters<import('./servers.mjs').Starter>[0]} */ began,
    ) => {
      const running = start(name, process.execPath, program(name), {
        log: this.home.file('logs', `${name}.log`),
        env: {
          ...env,
          PORT: String(listenPort),
          PUBLIC_URL: process.env.PUBLIC_URL ?? this.url,
          METRICS_PORT: process.env[`${name.toUpperCase()}_METRICS_PORT`] ?? '0',
        },
      });
      began(running);
      await ready(running, () => isOk(readyUrl), 20_000);
      return running;
    };
    /** @type {import('./servers.mjs').Starter[]} */
    const starters = [
      (began) => launch('worker', workerPort, `http://127.0.0.1:${workerPort}/ready`, began),
      (began) => launch('api', apiPort, `${this.url}/api/health/ready`, began),
    ];
    this.starters.push(...starters);
    await step('Worker and api', async () => {
      const begin = (/** @type {import('./processes.mjs').Running} */ running) => void this.running.push(running);
      const started = starters.map((starter) => starter(begin));
      this.remember();
      await Promise.all(started);
    });
    return this.url;
  }

  /** Runs the administration tool; its output goes to the log. @param {string[]} args @param {string} what */
  async cli(args, what) {
    await run(process.execPath, [...program('cli'), ...args], {
      log: this.home.file('logs', 'cli.log'),
      env: { ...process.env, ...this.env },
      what,
    });
  }

  /** @param {number} place */
  partAt(place) {
    return /** @type {import('./processes.mjs').Running} */ (this.running[place]);
  }

  /** Restarts a part that has ended, in the same place. Ends it if it does not become ready. @param {number} place */
  async restart(place) {
    const starter = /** @type {import('./servers.mjs').Starter} */ (this.starters[place]);
    try {
      await starter((running) => {
        this.running[place] = running;
        this.remember();
      });
    } catch (error) {
      await stop(this.running[place]);
      throw error;
    }
  }

  remember() {
    const processes = this.running.map(({ child }) => {
      const pid = /** @type {number} */ (child.pid);
      return { pid, since: startOf(pid) };
    });
    this.home.tell({ url: this.url, env: this.env, processes });
  }

  /** Stops api, worker, Redis and MariaDB: users of a service before the service. */
  stop() {
    this.stopping ??= (async () => {
      const [servers, processes] = [this.running.slice(0, -2), this.running.slice(-2)];
      const isUp = this.url !== undefined;
      if (isUp) for (const running of processes.toReversed()) await stop(running);
      for (const running of (isUp ? servers : this.running).toReversed()) await stop(running);
      this.home.release();
    })();
    return this.stopping;
  }
}

/** @param {string} url */
const isOk = async (url) => (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
