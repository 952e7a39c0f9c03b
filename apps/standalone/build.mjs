import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './home.mjs';
import { run } from './processes.mjs';
import { step } from './steps.mjs';

/** @typedef {import('./home.mjs').Home} Home */

/** Installs the packages of the lock file, unless they are already installed. @param {Home} home */
export async function installPackages(home) {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).update(process.version).digest('hex');
  const mark = join(ROOT, 'node_modules', '.micro-wish-lock');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  await step('Install packages', () =>
    // `npm ci` refuses a lock file without other systems' optional packages; `npm install` follows the lock file.
    run('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'], {
      log: home.file('logs', 'install.log'),
      cwd: ROOT,
      what: 'npm install',
    }),
  );
  writeFileSync(mark, wanted);
}

/** What is built, and from which sources. */
const PARTS = [
  { name: 'server', from: ['apps', 'libs'], without: ['apps/web', 'apps/standalone'] },
  { name: 'web', from: ['apps/web', 'libs/api-client'], without: [] },
];

/**
 * Builds the server, the pages or both: what has changed sources since its last build. `goOn`: writes the output in spite of
 * type errors, which is enough to describe a changed api before its callers are adapted.
 * @param {Home} home
 * @param {{ goOn?: boolean }} [options]
 */
export async function build(home, { goOn = false } = {}) {
  for (const { name, from, without } of PARTS) {
    const stamp = stampOf(from, without);
    const mark = join(ROOT, 'dist', `.${name}-sources`);
    if (existsSync(mark) && readFileSync(mark, 'utf8') === stamp) continue;
    const what = `the build of ${name}`;
    const compile = () =>
      run('npm', ['run', '-s', `build:${name}`], { log: home.file('logs', 'build.log'), cwd: ROOT, what });
    if (goOn) await step(`Build ${name}`, compile).catch(() => undefined);
    else {
      await step(`Build ${name}`, compile);
      writeFileSync(mark, stamp);
    }
  }
}

/** @param {string[]} from @param {string[]} without */
function stampOf(from, without) {
  const hash = createHash('sha256').update(process.version);
  const walk = (/** @type {string} */ folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => a.name.localeCompare(b.name))) {
      const path = join(folder, entry.name);
      if (without.includes(relative(ROOT, path))) continue;
      if (entry.isDirectory()) walk(path);
      else hash.update(`${path}:${statSync(path).size}:${statSync(path).mtimeMs}\n`);
    }
  };
  for (const folder of from) walk(join(ROOT, folder));
  for (const file of [
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'nest-cli.json',
    'rolldown.config.ts',
  ])
    hash.update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}
