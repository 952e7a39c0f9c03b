import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSettings, type TrustedProxies, type Values } from './settings.js';

export type { TrustedProxies };

/** S3-compatible storage; without an endpoint it is Amazon S3. */
export interface S3Settings {
  bucket: string;
  endpoint: string | null;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Settings of one process, read once at start; `settings.ts` lists them. Nothing else in the project reads the environment.
 *  Throws SettingsFault. */
export class Config {
  readonly databaseUrl: string;
  readonly migrateDatabaseUrl: string;
  readonly redisUrl: string;
  readonly host: string;
  readonly port: number;
  readonly metricsPort: number;
  readonly publicUrl: string;
  readonly poolSize: number;
  /** `number:base64` pairs. All of them decrypt; the database names the one that encrypts. */
  readonly dataKeys: string;
  readonly secureCookies: boolean;
  readonly trustProxy: TrustedProxies;
  readonly drainMs: number;
  readonly filesDir: string;
  readonly filesS3: S3Settings | null;

  constructor(environment: NodeJS.ProcessEnv = process.env) {
    const values = readSettings(environment);
    this.databaseUrl = values.DATABASE_URL;
    this.migrateDatabaseUrl = values.MIGRATE_DATABASE_URL ?? this.databaseUrl;
    this.redisUrl = values.REDIS_URL;
    this.host = values.HOST;
    this.port = values.PORT;
    this.metricsPort = values.METRICS_PORT;
    this.publicUrl = values.PUBLIC_URL ?? `http://${this.host}:${this.port}`;
    this.poolSize = values.DATABASE_POOL;
    this.secureCookies = values.SECURE_COOKIES;
    this.trustProxy = values.TRUST_PROXY;
    this.drainMs = values.DRAIN_MS;
    this.filesDir = resolve(values.FILES_DIR);
    this.filesS3 = bucketOf(values);
    this.dataKeys = values.DATA_KEYS_FILE ? readFileSync(values.DATA_KEYS_FILE, 'utf8').trim() : values.DATA_KEYS!;
  }
}

function bucketOf(values: Values): S3Settings | null {
  if (!values.FILES_S3_BUCKET) return null;
  return {
    bucket: values.FILES_S3_BUCKET,
    endpoint: values.FILES_S3_ENDPOINT ?? null,
    region: values.FILES_S3_REGION,
    accessKeyId: values.FILES_S3_KEY!,
    secretAccessKey: values.FILES_S3_SECRET!,
  };
}
