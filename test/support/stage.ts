import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes, randomInt, type KeyObject } from 'node:crypto';
import { createServer } from 'node:net';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { hash } from '@node-rs/argon2';
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { createApiClient, type ApiClient } from '#libs/api-client';
import { BlindIndex, Config, Transactions, FieldEncryption, newId, openDatabase, registerKeys } from '#libs/platform';
import { SCHEMAS } from '../../apps/libraries.js';
import { copyDatabase, createDatabase, databaseAt } from './databases.js';

/** The hash of an unknown password: planted people use prepared sessions. */
const unknownPassword = hash(randomBytes(16));

const ROOT = join(new URL('.', import.meta.url).pathname, '../..');

/** Below the ports that the system gives to outgoing connections: none of those takes it before a server listens there. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer()
        .once('error', () => resolve(false))
        .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

export async function until(what: string, limitMs: number, holds: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(50)) if (await holds()) return;
  throw new Error(`${what}: not within ${limitMs} ms`);
}

export interface Unit {
  id: string;
  code: string;
  path: string;
}
export interface Actor {
  id: string;
  phone: string;
  api: ApiClient;
  cookie: string;
}

/** What the machine may take to start a process while other files run beside this one. */
const START_MS = 120_000;
/** Redis has sixteen databases; the first one says which of the others are taken. */
const REDIS_NUMBERS = 15;
/** So long at most a stage keeps its number when it is not closed. */
const REDIS_LEASE_S = 6 * 3_600;

/** An empty Redis database that no other stage uses until this one has given it back, so that queues do not meet. What a stage
 *  that was not closed has left running keeps its number, and its jobs, for itself. */
async function takeRedis(url: string, stage: string): Promise<{ url: string; giveBack: () => Promise<void> }> {
  const at = (number: number): string => url.replace(/\/\d*$/, `/${number}`);
  const redis = new Redis(at(0));
  try {
    for (let number = 1; number <= REDIS_NUMBERS; number += 1) {
      const key = `stage:${number}`;
      if ((await redis.set(key, stage, 'EX', REDIS_LEASE_S, 'NX')) !== 'OK') continue;
      await redis.select(number);
      await redis.flushdb();
      const giveBack = async (): Promise<void> => {
        const again = new Redis(at(0));
        await again.del(key).finally(() => again.disconnect());
      };
      return { url: at(number), giveBack };
    }
  } finally {
    redis.disconnect();
  }
  throw new Error(`All ${REDIS_NUMBERS} Redis databases for tests are taken by stages that were not closed.`);
}

const databaseOf = (stage: string): string => `micro_wish_${stage}`;

/** A statement that the server gives up for another's sake (1213) is sent again, as the product's own transactions are: a
 *  stage writes beside an api and a worker at work. */
async function connect(uri: string): Promise<Connection> {
  const connection = await mysql.createConnection({ uri, timezone: 'Z', multipleStatements: true });
  const send = connection.query.bind(connection) as (sql: string, values?: unknown) => Promise<unknown>;
  const query = async (sql: string, values?: unknown): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await send(sql, values);
      } catch (error) {
        if ((error as { errno?: number }).errno !== 1213 || attempt === 4) throw error;
      }
  };
  return Object.assign(connection, { query: query as Connection['query'] });
}

/** A database of its own with the real schema and rights, and real processes on it: what an end-to-end test plays on. */
export class Stage {
  readonly urls: string[] = [];
  readonly processes: ChildProcess[] = [];
  /** What they wrote on their outputs. */
  readonly logs: string[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'mw-stage-'));
  readonly units = new Map<string, Unit>();
  private readonly database: string;
  private nextPhone = 18_000_000_000 + Math.floor(Math.random() * 900_000) * 100;

  private constructor(
    readonly name: string,
    readonly db: Connection,
    readonly env: Record<string, string>,
    readonly encryption: FieldEncryption,
    /** As it was when the stage was opened. */
    readonly index: BlindIndex,
    private readonly giveRedisBack: () => Promise<void>,
  ) {
    this.database = databaseOf(name);
  }

  static async open(name: string, settings: { env?: Record<string, string> } = {}): Promise<Stage> {
    const { DATABASE_URL, MIGRATE_DATABASE_URL, REDIS_URL, DATA_KEYS } = process.env;
    if (!DATABASE_URL || !MIGRATE_DATABASE_URL || !REDIS_URL || !DATA_KEYS)
      throw new Error('Tests run by `npm test`, which brings servers.');
    const database = databaseOf(name);
    await createDatabase(database, MIGRATE_DATABASE_URL, DATABASE_URL);
    const at = (url: string): string => databaseAt(url, database);
    const source = await openDatabase({ url: at(MIGRATE_DATABASE_URL), poolSize: 1, patient: true });
    const db = await connect(at(MIGRATE_DATABASE_URL));
    const redis = await takeRedis(REDIS_URL, name);
    const env = {
      DATABASE_URL: at(DATABASE_URL),
      MIGRATE_DATABASE_URL: at(MIGRATE_DATABASE_URL),
      REDIS_URL: redis.url,
      DATA_KEYS,
      SECURE_COOKIES: 'no',
      ...settings.env,
    };
    const config = new Config({ ...process.env, ...env });
    const transactions = new Transactions(source);
    await registerKeys(transactions, config, SCHEMAS);
    const encryption = await FieldEncryption.open(config, transactions);
    const stage = new Stage(name, db, env, encryption, await encryption.blindIndex(transactions), redis.giveBack);
    await source.destroy();
    await stage.plantUnits();
    return stage;
  }

  async startApi(env: Record<string, string> = {}): Promise<string> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    await this.launch('api', { ...env, PORT: String(port) }, `${url}/api/health/live`);
    this.urls.push(url);
    return url;
  }

  async startWorker(env: Record<string, string> = {}): Promise<ChildProcess> {
    const port = await freePort();
    return this.launch('worker', { ...env, PORT: String(port) }, `http://127.0.0.1:${port}/ready`);
  }

  /** Starts a process that is expected to end by itself, and gives its exit code and last words. */
  async startRefused(
    app: 'api' | 'worker',
    env: Record<string, string>,
  ): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, ['--enable-source-maps', join(ROOT, `dist/server/${app}.js`)], {
      env: { ...process.env, ...this.env, ...env, PORT: String(await freePort()) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.processes.push(child);
    let said = '';
    child.stderr.on('data', (part: Buffer) => (said += part.toString()));
    await until(`the ${app} ends`, START_MS, () => child.exitCode !== null || child.signalCode !== null);
    return { code: child.exitCode, said };
  }

  /** Resolves when the process answers at `readyUrl`. If it ends before that, the error contains its output. */
  private async launch(app: 'api' | 'worker', env: Record<string, string>, readyUrl: string): Promise<ChildProcess> {
    const path = join(this.folder, `${app}-${this.logs.length}.log`);
    this.logs.push(path);
    const log = openSync(path, 'a');
    const child = spawn(process.execPath, ['--enable-source-maps', join(ROOT, `dist/server/${app}.js`)], {
      env: { ...process.env, ...this.env, ...env },
      stdio: ['ignore', log, log],
    });
    this.processes.push(child);
    await until(`the ${app} is ready`, START_MS, async () => {
      if (child.exitCode !== null)
        throw new Error(`The ${app} ended with code ${child.exitCode}: ${readFileSync(path, 'utf8').slice(-400)}`);
      return fetch(readyUrl).then(
        (answer) => answer.ok,
        () => false,
      );
    });
    return child;
  }

  /** A person with a role in a unit and an open session, second factor shown; made in the database, so that a hundred take no time. */
  async actor(role: string, unitCode: string, settings: { url?: string; phone?: string } = {}): Promise<Actor> {
    const id = newId();
    this.nextPhone += 1;
    const phone = settings.phone ?? String(this.nextPhone);
    await this.db.query(
      'INSERT INTO person (id, name, phone, phone_hash, password_hash, created_at) VALUES (?,?,?,?,?,NOW(3))',
      [
        id,
        this.encryption.encrypt('person.name', id, `演员${role}`),
        this.encryption.encrypt('person.phone', id, phone),
        this.index.hash('phone', phone),
        await unknownPassword,
      ],
    );
    await this.grant(id, role, unitCode);
    return this.signedIn(id, { ...settings, phone });
  }

  /** Somebody who is registered already, with an open session, second factor shown. */
  async signedIn(id: string, settings: { phone: string; url?: string }): Promise<Actor> {
    const token = randomBytes(32).toString('base64url');
    await this.db.query(
      `INSERT INTO session (id, token_hash, person_id, device, created_at, seen_at, idle_minutes, expires_at, proven_at)
       VALUES (?,?,?,'test',UTC_TIMESTAMP(3),UTC_TIMESTAMP(3),600,UTC_TIMESTAMP(3) + INTERVAL 1 DAY,UTC_TIMESTAMP(3))`,
      [newId(), createHash('sha256').update(token).digest(), id],
    );
    const cookie = `sid=${token}`;
    const api = clientWith(settings.url ?? this.urls[0] ?? 'http://127.0.0.1:1', cookie);
    return { id, phone: settings.phone, cookie, api };
  }

  /** One more role of a person, in force as if it had been given on the server. */
  async grant(personId: string, role: string, unitCode: string): Promise<string> {
    const id = newId();
    await this.db.query(
      `INSERT INTO role_grant (id, person_id, unit_id, unit_level, role, granted_by, granted_at, origin, confirmed_at)
       SELECT ?, ?, id, level, ?, ?, NOW(3), 'server', NOW(3) FROM unit WHERE id = ?`,
      [id, personId, role, personId, this.unit(unitCode).id],
    );
    return id;
  }

  /** What the link in a message about a recovery carries. */
  stopToken(recoveryId: string): string {
    return `${recoveryId}.${this.index.hash('recovery-stop', recoveryId).toString('base64url')}`;
  }

  /** The key that signs for a purpose at this moment. */
  signingKey(purpose: string): Promise<{ id: number; key: KeyObject }> {
    return this.withReader((reader) => this.encryption.signingKey(reader, purpose));
  }

  /** Reads as the platform's own code reads. */
  async withReader<T>(work: (reader: Transactions) => Promise<T>): Promise<T> {
    const source = await openDatabase({ url: this.env.MIGRATE_DATABASE_URL!, poolSize: 1, patient: true });
    try {
      return await work(new Transactions(source));
    } finally {
      await source.destroy();
    }
  }

  unit(code: string): Unit {
    const unit = this.units.get(code);
    if (!unit) throw new Error(`no unit ${code}`);
    return unit;
  }

  /** A wish that stands where the test begins; written straight into the database. */
  async wish(values: {
    unit?: string;
    status?: string;
    enteredBy: string;
    helpersNeeded?: number;
    phone?: string;
    age?: number;
    licence?: string;
  }) {
    const id = newId();
    const beneficiaryId = newId();
    const unit = this.unit(values.unit ?? 'A1');
    const phone = values.phone ?? '15900007004';
    await this.db.query(
      'INSERT INTO beneficiary (id, unit_id, identity_hash, name, phone, phone_hash, age) VALUES (?,?,?,?,?,?,?)',
      [
        beneficiaryId,
        unit.id,
        randomBytes(32),
        this.encryption.encrypt('beneficiary.name', beneficiaryId, '李子梅'),
        this.encryption.encrypt('beneficiary.phone', beneficiaryId, phone),
        this.index.hash('phone', phone),
        values.age ?? 70,
      ],
    );
    const status = values.status ?? 'open';
    const isOpened = !['draft', 'submitted', 'returned', 'verified', 'rejected'].includes(status);
    await this.db.query(
      `INSERT INTO wish (id, code, unit_id, unit_path, status, outcome, source, entered_by, beneficiary_id, need, need_hash, public_text, category,
         kind, helpers_needed, licence, consent_kind, consent_recorded_by, consented_at, created_at, opened_at, closed_at)
       VALUES (?,?,?,?,?,?,'grid_worker',?,?,?,?,?,'repairs','service',?,?,'spoken',?,NOW(3),NOW(3),?,?)`,
      [
        id,
        `MW-${randomBytes(6).toString('hex')}`,
        unit.id,
        unit.path,
        status,
        status === 'closed' ? 'full' : null,
        values.enteredBy,
        beneficiaryId,
        this.encryption.encrypt('wish.need', id, '家里的吊扇坏了，想请人换一台'),
        randomBytes(32),
        '家里的吊扇坏了，想请人换一台',
        values.helpersNeeded ?? 1,
        values.licence ?? null,
        values.enteredBy,
        isOpened ? new Date() : null,
        status === 'closed' ? new Date() : null,
      ],
    );
    return id;
  }

  async rows<T = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> {
    const [rows] = await this.db.query<RowDataPacket[]>(sql, values);
    return rows as T[];
  }

  /** Times of all deadlines, in seconds. */
  async setDeadlines(seconds: Record<string, number>): Promise<void> {
    const deadlines = Object.fromEntries(
      Object.entries(seconds).map(([name, amount]) => [name, { amount, unit: 'second' }]),
    );
    await this.db.query(
      `INSERT INTO policy (name, version, body, set_by, created_at) SELECT 'deadlines', COALESCE(MAX(version), 0) + 1, ?, ?, NOW(3) FROM policy`,
      [JSON.stringify({ deadlines, quietHours: null }), newId()],
    );
  }

  /** Runs the administration tool on this stage; `node`: options for Node.js itself. */
  cli(args: string[], node: string[] = []): Promise<{ code: number; out: string }> {
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [...node, join(ROOT, 'dist/server/cli.js'), ...args],
        { env: { ...process.env, ...this.env } },
        (error, out, faults) => resolve({ code: error ? Number(error.code ?? 1) : 0, out: error ? out + faults : out }),
      );
    });
  }

  /** Remembers what the database holds; nothing may write to it meanwhile. */
  keep(): Promise<void> {
    return copyDatabase(this.database, `${this.database}_kept`, this.env.MIGRATE_DATABASE_URL!);
  }

  /** Puts the database, with its tables and indexes, back to what `keep` has remembered; no worker may run. */
  restore(): Promise<void> {
    return copyDatabase(`${this.database}_kept`, this.database, this.env.MIGRATE_DATABASE_URL!);
  }

  async close(): Promise<void> {
    for (const child of this.processes) child.kill('SIGTERM');
    await Promise.all(
      this.processes.map((child) =>
        child.exitCode === null && child.signalCode === null
          ? Promise.race([
              new Promise((resume) => child.once('exit', resume)),
              sleep(8_000).then(() => child.kill('SIGKILL')),
            ])
          : undefined,
      ),
    );
    await this.db.end();
    await this.giveRedisBack();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** One more unit, known to the test by its key; without `parent` a district beside the others. */
  async plantUnit(
    key: string,
    { code, level, parent, name = `单位${code}` }: { code: string; level: string; parent?: string; name?: string },
  ): Promise<Unit> {
    const above = parent ? this.unit(parent) : undefined;
    const unit = { id: newId(), code, path: `${above?.path ?? '/'}${code}/` };
    await this.db.query('INSERT INTO unit (id, code, name, level, kind, parent_id, path) VALUES (?,?,?,?,?,?,?)', [
      unit.id,
      code,
      name,
      level,
      'community',
      above?.id ?? null,
      unit.path,
    ]);
    this.units.set(key, unit);
    return unit;
  }

  /** D – a district with towns A and B, and communities A1, A2, B1. */
  private async plantUnits(): Promise<void> {
    const plan: [string, string, string, string?][] = [
      ['D', '440605', 'district'],
      ['A', '440605125', 'town', 'D'],
      ['B', '440605121', 'town', 'D'],
      ['A1', '440605125001', 'community', 'A'],
      ['A2', '440605125002', 'community', 'A'],
      ['B1', '440605121001', 'community', 'B'],
    ];
    const names: Record<string, string> = {
      D: '南海区',
      A: '大沥镇',
      B: '九江镇',
      A1: '沥苑社区居委会',
      A2: '沥南社区居委会',
      B1: '江滨社区居委会',
    };
    for (const [key, code, level, parent] of plan) await this.plantUnit(key, { code, level, parent, name: names[key] });
  }
}

/** An option for Node.js with which a program believes that it is so many days later. The database keeps the true time. */
export const daysAhead = (days: number): string => {
  const ahead = `const Real = Date, by = ${days} * 86400000;
    globalThis.Date = class extends Real {
      constructor(...parts) { if (parts.length > 0) super(...parts); else super(Real.now() + by); }
      static now() { return Real.now() + by; }
    };`;
  return `--import=data:text/javascript,${encodeURIComponent(ahead)}`;
};

/** A client that is signed in from the start and tells every 503 instead of trying again. */
export function clientWith(url: string, cookie: string): ApiClient {
  const client = createApiClient(url, { attempts: 1 });
  client.use({
    onRequest({ request }) {
      request.headers.set('cookie', cookie);
      return request;
    },
  });
  return client;
}

export const fixture = (name: string): Buffer => readFileSync(join(ROOT, 'test/fixtures', name));
export const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
