import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stop } from './steps.mjs';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A new MariaDB takes about 200 MB. */
const NEEDED_MB = 400;

/**
 * @typedef {{ root: string, app: string, migrate: string, redis: string, dataKeys: string }} Secrets
 * @typedef {{ pid: number, url?: string, env?: Record<string, string>, processes?: { pid: number, since: string }[] }} RunState
 */

/** A folder under var/ for one installation: data, secrets, logs, and the record of the running launcher. */
export class Home {
  /** @param {string} name */
  constructor(name) {
    this.path = join(ROOT, 'var', name);
    /** Where the private MariaDB keeps its data. */
    this.databaseFolder = this.file('mariadb');
    mkdirSync(join(this.path, 'logs'), { recursive: true, mode: 0o700 });
  }

  /** @param {...string} parts */
  file(...parts) {
    return join(this.path, ...parts);
  }

  /** Created once; only the owner can read the file. @returns {Secrets} */
  secrets() {
    const file = this.file('secrets.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    const secret = () => randomBytes(24).toString('base64url');
    const secrets = {
      root: secret(),
      app: secret(),
      migrate: secret(),
      redis: secret(),
      dataKeys: `1:${randomBytes(32).toString('base64')}`,
    };
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600, flag: 'wx' });
    return secrets;
  }

  /** @returns {RunState | undefined} the state of a launcher that is alive */
  running() {
    try {
      const state = JSON.parse(readFileSync(this.file('run.json'), 'utf8'));
      return isOurs(state.pid, 'standalone') ? state : undefined;
    } catch {
      return undefined;
    }
  }

  /** Claims the folder; throws a Stop if another launcher has it. Ends servers that a killed launcher left running. */
  take() {
    const other = this.running();
    if (other)
      throw new Stop(
        `The platform is running already (process ${other.pid}${other.url ? `, ${other.url}` : ''}). Stop it first, or use that one.`,
      );
    this.endOrphans();
    rmSync(this.file('run.json'), { force: true });
    try {
      writeFileSync(this.file('run.json'), JSON.stringify({ pid: process.pid }), { flag: 'wx', mode: 0o600 });
    } catch {
      throw new Stop('The platform is being started by another process at this moment.');
    }
  }

  /** Replaces the file atomically, because others read it at the same time. @param {Omit<RunState, 'pid'>} state */
  tell(state) {
    const written = this.file('run.json.new');
    writeFileSync(written, JSON.stringify({ pid: process.pid, ...state }), { mode: 0o600 });
    renameSync(written, this.file('run.json'));
  }

  release() {
    rmSync(this.file('run.json'), { force: true });
  }

  /** Throws a Stop if the disk has no space for databases and their logs. */
  assertRoom() {
    const { bavail, bsize } = statfsSync(this.path);
    const freeMb = Math.floor((bavail * bsize) / 1_048_576);
    if (freeMb < NEEDED_MB)
      throw new Stop(
        `The disk is full: ${freeMb} MB are free under ${this.path}, at least ${NEEDED_MB} MB are needed.`,
      );
  }

  endOrphans() {
    /** @type {{ pid: number, since: string }[]} */
    let left = [];
    try {
      left = JSON.parse(readFileSync(this.file('run.json'), 'utf8')).processes ?? [];
    } catch {
      return;
    }
    const alive = () => left.filter(({ pid, since }) => since !== '' && startOf(pid) === since);
    for (const { pid } of alive()) process.kill(pid, 'SIGTERM');
    for (const until = Date.now() + 8_000; Date.now() < until && alive().length > 0;) sleepSync(100);
    for (const { pid } of alive()) process.kill(pid, 'SIGKILL');
  }
}

const MEMORY = '/dev/shm';
const IN_MEMORY = 'micro-wish-test-';
/** A whole run of the tests writes about 3 GB. */
const ROOM_GB = 8;

/** A folder in memory for the databases of a test run, whose many small commits need not reach a disk: they are thrown away.
 *  Undefined where there is no room. Removes what killed runs have left. */
export function folderInMemory() {
  if (!existsSync(MEMORY)) return undefined;
  for (const name of readdirSync(MEMORY)) {
    const pid = name.startsWith(IN_MEMORY) ? Number(name.slice(IN_MEMORY.length)) : 0;
    if (pid && !isOurs(pid, 'standalone') && statSync(join(MEMORY, name)).uid === process.getuid?.())
      rmSync(join(MEMORY, name), { recursive: true, force: true });
  }
  const { bavail, bsize } = statfsSync(MEMORY);
  return Math.min(bavail * bsize, freemem()) < ROOM_GB * 2 ** 30 ? undefined : join(MEMORY, IN_MEMORY + process.pid);
}

/** @param {number} ms */
const sleepSync = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** The start time of a process in kernel ticks; together with the pid it identifies the process for ever. Empty if the
 *  process is gone or the system does not report it. @param {number} pid */
export function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
}

/** Whether the process is alive and its command line contains the mark. @param {number} pid @param {string} mark */
function isOurs(pid, mark) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark);
  } catch {
    try {
      process.kill(pid, 0);
      return !existsSync('/proc/self');
    } catch {
      return false;
    }
  }
}
