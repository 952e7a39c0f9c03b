import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** S3-compatible storage; without an endpoint it is Amazon's own. */
export interface S3Settings {
  bucket: string;
  endpoint: string | null;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Which proxies may say where a request comes from: none, so many in a row before the api, or those at these addresses. */
export type TrustedProxies = false | number | string[];

/** Settings of one process, read once at start. Nothing else in the project reads the environment. */
export class Config {
  readonly databaseUrl: string;
  readonly migrateDatabaseUrl: string;
  readonly redisUrl: string;
  readonly host: string;
  readonly port: number;
  readonly metricsPort: number;
  /** Where people find the platform; links in messages lead there. */
  readonly publicUrl: string;
  readonly poolSize: number;
  /** `number:base64` pairs: all of them open; the database names the one that seals. */
  readonly dataKeys: string;
  readonly secureCookies: boolean;
  readonly trustProxy: TrustedProxies;
  /** Milliseconds that readiness answers 503 before the listener closes, so that a balancer can look away. */
  readonly drainMs: number;
  /** Where photos and exports lie, sealed, unless a bucket is named. */
  readonly filesDir: string;
  readonly filesS3: S3Settings | null;

  constructor(environment: NodeJS.ProcessEnv = process.env) {
    const faults: string[] = [];
    const text = (name: string, fallback?: string): string => {
      const value = environment[name] ?? fallback;
      if (value === undefined || value === '') faults.push(`${name} is not set`);
      return value ?? '';
    };
    const integer = (name: string, fallback: number): number => {
      const value = Number(environment[name] ?? fallback);
      if (!Number.isInteger(value) || value < 0)
        faults.push(`${name} must be a whole number, not "${environment[name]}"`);
      return value;
    };
    this.databaseUrl = text('DATABASE_URL');
    this.migrateDatabaseUrl = text('MIGRATE_DATABASE_URL', this.databaseUrl);
    this.redisUrl = text('REDIS_URL');
    this.host = text('HOST', '127.0.0.1');
    this.port = integer('PORT', 3000);
    this.metricsPort = integer('METRICS_PORT', 0);
    this.publicUrl = text('PUBLIC_URL', `http://${this.host}:${this.port}`).replace(/\/$/, '');
    this.poolSize = integer('DATABASE_POOL', 10);
    this.secureCookies = text('SECURE_COOKIES', 'yes') !== 'no';
    this.trustProxy = readTrustedProxies(text('TRUST_PROXY', 'no'), faults);
    this.drainMs = integer('DRAIN_MS', 0);
    this.filesDir = resolve(text('FILES_DIR', 'var/files'));
    const bucket = environment.FILES_S3_BUCKET;
    this.filesS3 = bucket
      ? {
          bucket,
          endpoint: environment.FILES_S3_ENDPOINT ?? null,
          region: text('FILES_S3_REGION', 'us-east-1'),
          accessKeyId: text('FILES_S3_KEY'),
          secretAccessKey: text('FILES_S3_SECRET'),
        }
      : null;
    const keyFile = environment.DATA_KEYS_FILE;
    this.dataKeys = keyFile ? readFileSync(keyFile, 'utf8').trim() : text('DATA_KEYS');
    if (faults.length > 0) throw new Error(`Settings: ${faults.join('; ')}. See "Run it for real" in README.md.`);
  }
}

const MOST_HOPS = 10;
const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/');
  const width = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  const isPrefix = bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= width);
  return width > 0 && isPrefix && more.length === 0;
};

/** A number of hops counts from the api outwards; a client's own X-Forwarded-For lies beyond them and is not believed.
 *  To trust every proxy, however many there are, would mean to believe what a client writes: that is refused. */
function readTrustedProxies(text: string, faults: string[]): TrustedProxies {
  if (text === 'no' || text === '0') return false;
  if (/^\d+$/.test(text) && Number(text) <= MOST_HOPS) return Number(text);
  const networks = text.split(',').map((part) => part.trim());
  if (networks.every(isNetwork)) return networks;
  faults.push(
    `TRUST_PROXY must be "no", the number of proxies before the api (1 to ${MOST_HOPS}) or their addresses (10.0.0.5,10.1.0.0/16), not "${text}"`,
  );
  return false;
}
