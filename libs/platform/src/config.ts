import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** S3-compatible storage; without an endpoint it is Amazon's own. */
export interface S3Settings {
  bucket: string;
  endpoint: string | null;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

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
  readonly trustProxy: boolean;
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
    this.trustProxy = text('TRUST_PROXY', 'no') === 'yes';
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
