import { isIP } from 'node:net';

/** Proxies that may say where a request comes from: none, this many in a row before the api, or those at these addresses. */
export type TrustedProxies = false | number | string[];

/** How the text of a setting is parsed; undefined when it is invalid. */
interface Kind<T> {
  /** Completes "must be …". */
  says: string;
  read(text: string): T | undefined;
}

/** One setting of a process: an environment variable. */
interface Setting<T> {
  kind: Kind<T>;
  /** What it is for, in one or two sentences. */
  meaning: string;
  /** The default when it is not set. */
  preset?: string;
  /** What happens when it is not set and has no preset: an error, or another setting's value. */
  unset?: 'error' | { from: string };
  /** What `.env.example` shows where there is no preset. */
  example?: string;
  /** Its value never appears in an error. */
  isSecret?: true;
}

const text: Kind<string> = { says: 'a text', read: (value) => value };
const integer = (least: number, most: number): Kind<number> => ({
  says: `a whole number from ${least} to ${most}`,
  read: (value) => (/^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most ? +value : undefined),
});
const yesOrNo: Kind<boolean> = {
  says: '"yes" or "no"',
  read: (value) => (value === 'yes' ? true : value === 'no' ? false : undefined),
};
const address = (...schemes: string[]): Kind<string> => ({
  says: `an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  read: (value) => {
    if (!URL.canParse(value)) return undefined;
    return schemes.includes(new URL(value).protocol.slice(0, -1)) ? value.replace(/\/$/, '') : undefined;
  },
});

const MOST_HOPS = 10;
const isNetwork = (value: string): boolean => {
  const [ip = '', bits, ...more] = value.split('/');
  const width = { 0: 0, 4: 32, 6: 128 }[isIP(ip)] ?? 0;
  const isPrefix = bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= width);
  return width > 0 && isPrefix && more.length === 0;
};
/** A number of hops counts from the api outwards; entries of a client's own X-Forwarded-For beyond them are not believed.
 *  Trusting every proxy, regardless of their number, would mean believing what a client writes: that is refused. */
const proxies: Kind<TrustedProxies> = {
  says: `"no", the number of proxies before the api (1 to ${MOST_HOPS}) or their addresses (10.0.0.5,10.1.0.0/16)`,
  read: (value) => {
    if (value === 'no' || value === '0') return false;
    if (/^\d+$/.test(value)) return Number(value) <= MOST_HOPS ? Number(value) : undefined;
    const networks = value.split(',').map((part) => part.trim());
    return networks.every(isNetwork) ? networks : undefined;
  },
};

/** Every setting of api, worker and cli. `npm run settings` writes `.env.example` and the table in README.md from it.
 *  A setting that is not listed here does not exist. */
export const SETTINGS = {
  DATABASE_URL: {
    kind: address('mysql', 'mariadb'),
    meaning: 'The database, with the account of the application.',
    unset: 'error',
    example: 'mysql://mw_app:password@127.0.0.1:3306/micro_wish',
    isSecret: true,
  },
  MIGRATE_DATABASE_URL: {
    kind: address('mysql', 'mariadb'),
    meaning: 'The same database, with the account for migrations; for the cli.',
    unset: { from: 'DATABASE_URL' },
    example: 'mysql://mw_migrate:password@127.0.0.1:3306/micro_wish',
    isSecret: true,
  },
  DATABASE_POOL: { kind: integer(1, 500), meaning: 'Connections of one process to the database.', preset: '10' },
  REDIS_URL: {
    kind: address('redis', 'rediss'),
    meaning: 'Redis, which wakes the worker.',
    unset: 'error',
    example: 'redis://:password@127.0.0.1:6379/0',
    isSecret: true,
  },
  DATA_KEYS: {
    kind: text,
    meaning:
      'Keys that encrypt personal data, `number:32 random bytes in base64` each, separated by commas. ' +
      'The database names the one that encrypts; `libs/platform/keys.md` says how keys are changed.',
    unset: { from: 'DATA_KEYS_FILE' },
    example: '1:replace-by-what-openssl-rand-base64-32-prints',
    isSecret: true,
  },
  DATA_KEYS_FILE: {
    kind: text,
    meaning: 'A file with the data keys; it takes precedence over `DATA_KEYS`. One of the two is needed.',
    example: '/run/secrets/data-keys',
  },
  HOST: { kind: text, meaning: 'The address to listen on.', preset: '127.0.0.1' },
  PORT: { kind: integer(0, 65_535), meaning: 'The port of the api, or of the worker’s health.', preset: '3000' },
  METRICS_PORT: { kind: integer(0, 65_535), meaning: 'The port of `/metrics` on loopback; 0: none.', preset: '0' },
  PUBLIC_URL: {
    kind: address('http', 'https'),
    meaning: 'The public address of the platform, for links in messages.',
    unset: { from: 'HOST and PORT' },
    example: 'https://town.example.cn',
  },
  TRUST_PROXY: {
    kind: proxies,
    meaning:
      '`no`; or how many proxies stand before the api, which must not be reachable past them; or their addresses and ' +
      'networks. Each adds the address that it saw to X-Forwarded-For.',
    preset: 'no',
  },
  SECURE_COOKIES: { kind: yesOrNo, meaning: '`no` only without TLS.', preset: 'yes' },
  DRAIN_MS: {
    kind: integer(0, 20_000),
    meaning:
      'Milliseconds during which readiness is 503 before the listener closes, so that a load balancer can react.',
    preset: '0',
  },
  FILES_DIR: {
    kind: text,
    meaning: 'The folder for photos and exports, encrypted, unless a bucket is set; api and worker share it.',
    preset: 'var/files',
  },
  FILES_S3_BUCKET: {
    kind: text,
    meaning: 'A bucket for photos and exports instead of the folder.',
    example: 'micro-wish',
  },
  FILES_S3_ENDPOINT: {
    kind: address('http', 'https'),
    meaning: 'The address of the storage with the bucket. Not set: Amazon S3.',
    example: 'https://storage.example.cn',
  },
  FILES_S3_REGION: { kind: text, meaning: 'The region of the bucket.', preset: 'us-east-1' },
  FILES_S3_KEY: { kind: text, meaning: 'The account of the bucket; needed with a bucket.', example: 'key' },
  FILES_S3_SECRET: {
    kind: text,
    meaning: 'The secret of that account; needed with a bucket.',
    example: 'secret',
    isSecret: true,
  },
} satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof SETTINGS;
type Value<N extends SettingName> = (typeof SETTINGS)[N] extends Setting<infer T> ? T : never;
type Given<N extends SettingName> = (typeof SETTINGS)[N] extends { preset: string } | { unset: 'error' }
  ? Value<N>
  : Value<N> | undefined;
export type Values = { readonly [N in SettingName]: Given<N> };

/** The settings of the process cannot be used; the message is one line for the operator and holds no secret. */
export class SettingsFault extends Error {
  constructor(faults: readonly string[]) {
    super(`Settings: ${faults.join('; ')}. README.md lists them all.`);
    this.name = 'SettingsFault';
  }
}

/** Reads every setting; an empty one counts as not set. Throws SettingsFault, which names each setting that is missing,
 *  invalid or unknown. */
export function readSettings(environment: NodeJS.ProcessEnv): Values {
  const faults = [...unknownSettings(environment), ...lonelySettings(environment)];
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of NAMES) {
    const setting: Setting<unknown> = SETTINGS[name];
    const given = environment[name] || setting.preset;
    if (given === undefined) {
      if (setting.unset === 'error') faults.push(`${name} is not set`);
      continue;
    }
    values[name] = setting.kind.read(given);
    if (values[name] === undefined)
      faults.push(`${name} must be ${setting.kind.says}${setting.isSecret ? '' : `, not "${given}"`}`);
  }
  if (faults.length > 0) throw new SettingsFault(faults);
  return values as Values;
}

const NAMES = Object.keys(SETTINGS) as SettingName[];

/** Settings that depend on another setting: missing beside it, or set without it. */
function lonelySettings(environment: NodeJS.ProcessEnv): string[] {
  const faults: string[] = [];
  if (!environment.DATA_KEYS && !environment.DATA_KEYS_FILE) faults.push('neither DATA_KEYS nor DATA_KEYS_FILE is set');
  for (const name of ['FILES_S3_KEY', 'FILES_S3_SECRET'] as const) {
    if (environment.FILES_S3_BUCKET && !environment[name]) faults.push(`${name} is not set, but FILES_S3_BUCKET is`);
    if (!environment.FILES_S3_BUCKET && environment[name]) faults.push(`${name} is set, but FILES_S3_BUCKET is not`);
  }
  return faults;
}

/** Prefixes that only our settings use. */
const OWN_NAMES = /^(?:MICRO_WISH_|FILES_S3_|DATA_KEYS_)/;
/** Shorter names are one slip away from names of other programs. */
const SHORTEST = 8;

/** Names that were surely meant for us but are no setting: they would silently have no effect. */
function unknownSettings(environment: NodeJS.ProcessEnv): string[] {
  return Object.keys(environment)
    .filter((name) => !(name in SETTINGS))
    .flatMap((name) => {
      const meant = NAMES.find((one) => one.length >= SHORTEST && !environment[one] && isOneSlipAway(name, one));
      if (!meant && !OWN_NAMES.test(name)) return [];
      return [`${name} is no setting${meant ? ` (is ${meant} meant?)` : ''}`];
    });
}

/** One letter more, less or different, or two neighbouring letters swapped. */
export function isOneSlipAway(name: string, other: string): boolean {
  const shorter = Math.min(name.length, other.length);
  let start = 0;
  while (start < shorter && name[start] === other[start]) start += 1;
  let end = 0;
  while (end < shorter - start && name.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [rest, otherRest] = [name.slice(start, name.length - end), other.slice(start, other.length - end)];
  const isTurned = rest.length === 2 && rest === `${otherRest[1]}${otherRest[0]}` && otherRest.length === 2;
  return isTurned || (rest.length <= 1 && otherRest.length <= 1 && name !== other);
}

/** The default of a setting, in words. */
function defaultOf({ preset, unset }: Setting<unknown>): string {
  if (preset !== undefined) return `\`${preset}\``;
  if (unset === 'error') return 'needed';
  return unset ? `from ${unset.from}` : 'none';
}

const listed = (): [string, Setting<unknown>][] => Object.entries(SETTINGS);

/** The settings as a table in Markdown. */
export function settingsTable(): string {
  const rows = listed().map(
    ([name, setting]) => `| \`${name}\` | ${setting.kind.says} | ${defaultOf(setting)} | ${setting.meaning} |`,
  );
  return ['| setting | is | default | what it is for |', '|---|---|---|---|', ...rows].join('\n');
}

/** The settings as a file to copy: required ones with an example, the others as comments. */
export function settingsExample(): string {
  const blocks = listed().map(([name, setting]) => {
    const line = `${name}=${setting.preset ?? setting.example ?? ''}`;
    const isNeeded = setting.unset === 'error' || name === 'DATA_KEYS';
    return `# ${setting.meaning}\n# ${setting.kind.says}; default: ${defaultOf(setting)}\n${isNeeded ? line : `# ${line}`}\n`;
  });
  return [
    '# Settings of api, worker and cli. Copy this file to .env, replace what is needed, and start a process with\n' +
      '# node --env-file=.env dist/server/api.js\n' +
      '# Written by `npm run settings` from libs/platform/src/settings.ts.\n',
    ...blocks,
  ].join('\n');
}
