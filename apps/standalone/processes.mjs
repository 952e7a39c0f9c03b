import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { Stop } from './steps.mjs';

/**
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null }} End
 * @typedef {{ name: string, child: import('node:child_process').ChildProcess, log: string, exited: Promise<End> }} Running
 */

/**
 * Starts a program and writes its output to a file.
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 * @param {{ log: string, env?: NodeJS.ProcessEnv, cwd?: string }} options
 * @returns {Running}
 */
export function start(name, command, args, { log, env, cwd }) {
  const output = openSync(log, 'a', 0o600);
  // Its own process group: Ctrl-C reaches only the launcher, which then stops everything in order.
  const child = spawn(command, args, { stdio: ['ignore', output, output], env, cwd, detached: true });
  closeSync(output);
  const exited = new Promise((/** @type {(end: End) => void} */ resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: -1, signal: null }));
  });
  return { name, child, log, exited };
}

/**
 * Waits until the check succeeds; stops waiting if the program ends.
 * @param {Running} running
 * @param {() => Promise<boolean>} isReady
 * @param {number} limitMs
 */
export async function ready(running, isReady, limitMs) {
  let ended = false;
  void running.exited.then(() => (ended = true));
  for (const until = Date.now() + limitMs; Date.now() < until;) {
    if (ended) throw new Stop(`${running.name} ended while it was starting: ${reasonIn(running.log)} (${running.log})`);
    if (await isReady().catch(() => false)) return;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Stop(`${running.name} was not ready within ${limitMs / 1000} s: ${reasonIn(running.log)} (${running.log})`);
}

const LAST_LINES = 8;
const LINE_LENGTH = 400;

/** What ended, how, and the last lines of its log. @param {Running} running @param {End} end */
export function describeEnd({ name, log }, { code, signal }) {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-LAST_LINES);
  const how = signal ? `was killed by ${signal}` : `ended with code ${code}`;
  return [`${name} ${how}. The last lines of ${log}:`, ...lines.map((line) => `  ${line.slice(0, LINE_LENGTH)}`)].join(
    '\n',
  );
}

/** @param {string} log */
function reasonIn(log) {
  const lines = readFileSync(log, 'utf8').trim().split('\n').slice(-200);
  const telling =
    lines.findLast((line) => /no space left|errno: 28|disk full/i.test(line)) ??
    lines.findLast((line) => /error|fatal|cannot|failed/i.test(line) && !/aborting/i.test(line));
  const line = (telling ?? lines.at(-1) ?? '').slice(0, 300);
  return /no space left|errno: 28|disk full/i.test(line) ? `the disk is full; free some space and start again` : line;
}

/**
 * Sends SIGTERM to a program, and SIGKILL after `patienceMs`.
 * @param {Running | undefined} running
 * @param {number} [patienceMs]
 */
export async function stop(running, patienceMs = 6_000) {
  if (!running || running.child.exitCode !== null || running.child.signalCode !== null) return;
  running.child.kill('SIGTERM');
  const insist = setTimeout(() => running.child.kill('SIGKILL'), patienceMs);
  await running.exited;
  clearTimeout(insist);
}

/** Finds a free port on loopback. @returns {Promise<number>} */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

/** @param {number} port */
export const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/**
 * Runs a program to its end; throws a Stop with the reason from its log if it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ log: string, cwd?: string, env?: NodeJS.ProcessEnv, what: string }} options
 */
export async function run(command, args, { log, cwd, env, what }) {
  const running = start(what, command, args, { log, cwd, env });
  const { code } = await running.exited;
  if (code !== 0) throw new Stop(`${what} failed: ${reasonIn(log)} (${log})`);
}
