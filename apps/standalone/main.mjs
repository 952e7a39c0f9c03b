// The whole platform on one machine. Node built-ins only: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackages, build } from './build.mjs';
import { Home, ROOT, folderInMemory } from './home.mjs';
import { Platform, program } from './platform.mjs';
import { findBrowser } from './servers.mjs';
import { Stop, say, step, tellOnStderr } from './steps.mjs';
import { firstEnd, supervise } from './supervise.mjs';

const USAGE = `npm run demo [-- --exit] [--json] [--port N]   everything from nothing, with the story
npm start [-- --port N] [--home NAME]            the platform; data survives, under var/NAME; a part that dies is started again
npm test [-- FILES]                              all tests, on throw-away servers
npm run screenshots [-- NAME...]                 every screen in every look, or those named, under var/screenshots
npm run check                                    types, lint, formatting, architecture
npm run cli -- COMMAND                           administration`;

const [command = '', ...args] = process.argv.slice(2);
const started = performance.now();

/** Runs a program in this terminal; reports it if a signal killed the program.
 * @param {string} program @param {string[]} programArgs @param {NodeJS.ProcessEnv} [env] @param {AbortSignal} [signal] ends it
 * @returns {Promise<number>} */
const inForeground = (program, programArgs, env, signal) =>
  new Promise((resolve) => {
    const child = spawn(program, programArgs, { stdio: 'inherit', cwd: ROOT, env: env ?? process.env, signal });
    child.once('exit', (code, killedBy) => {
      if (killedBy && !signal?.aborted) process.stderr.write(`${programArgs[0]} was killed by ${killedBy}.\n`);
      resolve(code ?? 1);
    });
    child.once('error', (error) => {
      if (!signal?.aborted) process.stderr.write(`${program}: ${error.message}\n`);
      resolve(1);
    });
  });

/** @param {string} name */
const option = (name) => {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
};

function wantedPort() {
  const text = option('--port') ?? process.env.PORT ?? '3000';
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Stop(`--port needs a number from 0 to 65535, not "${text}".`);
  return port;
}

/** Stops everything on SIGINT, SIGTERM or SIGHUP, in any state. @param {Platform} platform */
function stopOnSignal(platform) {
  const end = (/** @type {string} */ signal) => {
    say(`${signal}: stopping …`);
    const began = performance.now();
    void platform.stop().then(() => {
      say(`Stopped in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
      process.exit(0);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => end(signal));
}

/** Runs the work. If a part of the platform ends by itself meanwhile, stops everything and reports what ended and how.
 * @template T @param {Platform} platform @param {(signal: AbortSignal) => Promise<T>} work @returns {Promise<T>} */
async function whileAllRun(platform, work) {
  const abort = new AbortController();
  const unexpected = firstEnd(platform).then(async (cause) => {
    abort.abort();
    await platform.stop();
    throw new Stop(`${cause}\nEverything was stopped.`);
  });
  const result = await Promise.race([work(abort.signal), unexpected]);
  return abort.signal.aborted ? unexpected : result; // the work may have ended because a part did
}

/** @type {Record<string, () => Promise<number>>} */
const COMMANDS = {
  async start() {
    const port = wantedPort();
    const platform = new Platform(takeHome(option('--home') ?? 'platform'));
    stopOnSignal(platform);
    const url = await bringUp(platform, port);
    say(
      `\nMicro-Wish is ready: ${url}  (try the api at ${url}/api/docs)  after ${((performance.now() - started) / 1000).toFixed(1)} s`,
    );
    say('No people yet? Run npm run cli -- people create-admin --phone 1… --name …   Ctrl-C stops everything.');
    return supervise(platform);
  },

  async demo() {
    const asJson = args.includes('--json');
    if (asJson) tellOnStderr();
    const port = wantedPort();
    // The demo starts with an empty district each time, so its own folder is cleared.
    const name = option('--home') ?? 'demo';
    const before = new Home(name);
    if (!before.running()) {
      before.endOrphans();
      for (const part of ['mariadb', 'redis', 'secrets.json'])
        rmSync(before.file(part), { recursive: true, force: true });
    }
    const platform = new Platform(takeHome(name));
    stopOnSignal(platform);
    const url = await bringUp(platform, port);
    const storyArgs = [
      ...program('cli'),
      'story',
      '--url',
      url,
      '--started',
      String(Date.now() - performance.now() + started),
      ...(asJson ? ['--json'] : []),
      ...(args.includes('--exit') ? [] : ['--stay']),
    ];
    const storyEnv = { ...process.env, ...platform.env };
    const code = await whileAllRun(platform, (signal) => inForeground(process.execPath, storyArgs, storyEnv, signal));
    if (platform.stopping) return new Promise(() => {});
    if (code !== 0) {
      await platform.stop();
      throw new Stop(`The story ended with code ${code}; everything was stopped.`);
    }
    if (args.includes('--exit')) {
      await platform.stop();
      return 0;
    }
    say(`\nThe platform goes on running at ${url}. Ctrl-C stops everything.`);
    return whileAllRun(platform, () => new Promise(() => {}));
  },

  async cli() {
    tellOnStderr();
    const goOn = args[0] === 'openapi';
    const home = ['platform', 'demo'].map((name) => new Home(name)).find((candidate) => candidate.running());
    const state = home?.running();
    if (home && state?.env) {
      await installPackages(home);
      await build(home, { goOn });
      return inForeground(process.execPath, [...program('cli'), ...args], { ...process.env, ...state.env });
    }
    const platform = new Platform(takeHome('platform'));
    stopOnSignal(platform);
    try {
      await platform.prepare({ goOn });
      return await inForeground(process.execPath, [...program('cli'), ...args], { ...process.env, ...platform.env });
    } finally {
      await platform.stop();
    }
  },

  test: () => test(args),

  async screenshots() {
    const folder = join(ROOT, 'var', 'screenshots');
    const code = await test(['test/browser/screens.spec.ts'], { MW_SCREENSHOTS: folder, MW_SCREENS: args.join(',') });
    say(`The pictures are in ${folder}`);
    return code;
  },

  async check() {
    const home = new Home('check');
    await installPackages(home);
    await build(home);
    const tool = (/** @type {string} */ name) => join(ROOT, 'node_modules/.bin', name);
    /** @type {[string, string, string[]][]} */
    const checks = [
      ['Types', tool('tsc'), ['--noEmit', '-p', 'tsconfig.json']],
      ['Types of the pages', tool('tsc'), ['--noEmit', '-p', 'apps/web/tsconfig.json']],
      ['Types of the browser tests', tool('tsc'), ['--noEmit', '-p', 'test/browser/tsconfig.json']],
      ['Lint', tool('oxlint'), ['--deny-warnings']],
      ['Formatting', tool('prettier'), ['--check', '--log-level', 'warn', '.']],
      ['Budget of the first load', process.execPath, ['apps/web/build/budget.mjs']],
      ['Architecture', tool('vitest'), ['run', 'test/architecture.spec.ts', 'libs/api-client']],
    ];
    let failed = 0;
    for (const [name, program, programArgs] of checks) {
      await step(name, async () => {
        if ((await inForeground(program, programArgs)) !== 0) throw new Stop(`${name}: see above`);
      }).catch(() => (failed += 1));
    }
    if (failed > 0) throw new Stop(`${failed} of ${checks.length} checks failed.`);
    return 0;
  },
};

/** Runs tests on temporary servers. @param {string[]} files @param {NodeJS.ProcessEnv} [more] */
async function test(files, more) {
  const home = new Home(`test-${process.pid}`);
  home.databaseFolder = folderInMemory() ?? home.databaseFolder;
  const platform = new Platform(home);
  // A short path, because sockets are also in it.
  const scratch = mkdtempSync(join(tmpdir(), 'mw-test-'));
  process.once('exit', () => {
    for (const folder of [home.path, home.databaseFolder, scratch]) rmSync(folder, { recursive: true, force: true });
  });
  stopOnSignal(platform);
  try {
    home.take();
    await platform.prepare();
    const chromium = await findBrowser(home);
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const env = {
      ...process.env,
      ...platform.env,
      ...more,
      MW_TEST_HOME: home.path,
      TMPDIR: scratch,
      CHROMIUM: chromium,
      SECURE_COOKIES: 'no',
    };
    return await whileAllRun(platform, (signal) =>
      inForeground(process.execPath, [vitest, 'run', ...files], env, signal),
    );
  } finally {
    await platform.stop();
  }
}

/** @param {string} name */
function takeHome(name) {
  const home = new Home(name);
  home.take();
  return home;
}

/** Starts servers and processes; stops everything if that fails. @param {Platform} platform @param {number} port */
async function bringUp(platform, port) {
  try {
    await platform.prepare();
    return await platform.startProcesses(port);
  } catch (error) {
    await platform.stop();
    throw error;
  }
}

const work = COMMANDS[command];
if (!work) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(1);
}
try {
  process.exit(await work());
} catch (error) {
  if (error instanceof Stop) process.stderr.write(`${error.message}\n`);
  else if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOSPC')
    process.stderr.write('The disk is full; free some space and start again.\n');
  else process.stderr.write(`${/** @type {Error} */ (error).stack}\n`);
  process.exit(1);
}
