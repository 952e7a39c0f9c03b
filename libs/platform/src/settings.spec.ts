import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { Config } from './config.js';
import { DataKeys } from './personal-data/data-keys.js';
import { SETTINGS, SettingsFault, isOneSlipAway, readSettings, settingsExample, settingsTable } from './settings.js';

const file = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const NEEDED = {
  DATABASE_URL: 'mysql://a:b@127.0.0.1/c',
  REDIS_URL: 'redis://127.0.0.1',
  DATA_KEYS: '1:none',
};
const faultOf = (more: NodeJS.ProcessEnv): string => {
  try {
    readSettings({ ...NEEDED, ...more });
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsFault);
    return (error as SettingsFault).message;
  }
  return 'none';
};

describe('the settings', () => {
  it('have defaults for all but the servers and the keys', () => {
    const config = new Config(NEEDED);
    expect(config).toMatchObject({
      migrateDatabaseUrl: NEEDED.DATABASE_URL,
      host: '127.0.0.1',
      port: 3000,
      metricsPort: 0,
      publicUrl: 'http://127.0.0.1:3000',
      poolSize: 10,
      trustProxy: false,
      secureCookies: true,
      drainMs: 0,
      filesS3: null,
    });
    expect(config.filesDir).toMatch(/\/var\/files$/);
  });

  it('are read from the environment', () => {
    const config = new Config({
      ...NEEDED,
      HOST: '::1',
      PORT: '0',
      PUBLIC_URL: 'https://town.example.cn/',
      SECURE_COOKIES: 'no',
      FILES_S3_BUCKET: 'files',
      FILES_S3_KEY: 'k',
      FILES_S3_SECRET: 's',
    });
    expect(config).toMatchObject({
      host: '::1',
      port: 0,
      publicUrl: 'https://town.example.cn',
      secureCookies: false,
      filesS3: { bucket: 'files', endpoint: null, region: 'us-east-1', accessKeyId: 'k', secretAccessKey: 's' },
    });
  });

  it('count as not set when they are empty', () => {
    expect(new Config({ ...NEEDED, PORT: '', FILES_S3_BUCKET: '', TRUST_PROXY: '' })).toMatchObject({
      port: 3000,
      filesS3: null,
    });
    expect(faultOf({ REDIS_URL: '' })).toContain('REDIS_URL is not set');
  });

  it('are all listed when they are missing', () => {
    expect(() => readSettings({})).toThrow(
      'Settings: neither DATA_KEYS nor DATA_KEYS_FILE is set; DATABASE_URL is not set; REDIS_URL is not set.',
    );
  });

  it.each([
    ['PORT', 'http', 'a whole number from 0 to 65535, not "http"'],
    ['PORT', '65536', 'a whole number from 0 to 65535, not "65536"'],
    ['PORT', '3e3', 'a whole number'],
    ['PORT', '-1', 'a whole number'],
    ['DATABASE_POOL', '0', 'a whole number from 1 to 500, not "0"'],
    ['SECURE_COOKIES', 'false', '"yes" or "no", not "false"'],
    ['PUBLIC_URL', 'town.example.cn', 'an address that begins with http:// or https://, not'],
    ['PUBLIC_URL', 'javascript:alert(1)', 'an address that begins with'],
    ['DRAIN_MS', '20001', 'a whole number from 0 to 20000'],
  ])('refuse %s=%s', (name, value, reason) => {
    expect(faultOf({ [name]: value })).toContain(`${name} must be ${reason}`);
  });

  it('keep secrets out of the error', () => {
    const fault = faultOf({ DATABASE_URL: 'postgres://app:hunter2@127.0.0.1/c', REDIS_URL: 'hunter3' });
    expect(fault).toContain('DATABASE_URL must be an address that begins with mysql:// or mariadb://');
    expect(fault).not.toMatch(/hunter/);
  });

  it('refuse an incomplete bucket', () => {
    expect(faultOf({ FILES_S3_BUCKET: 'files', FILES_S3_KEY: 'k' })).toContain('FILES_S3_SECRET is not set, but');
    expect(faultOf({ FILES_S3_KEY: 'k' })).toContain('FILES_S3_KEY is set, but FILES_S3_BUCKET is not');
  });

  it.each([
    ['MICRO_WISH_PORT', 'MICRO_WISH_PORT is no setting'],
    ['FILES_S3_BUKET', 'FILES_S3_BUKET is no setting (is FILES_S3_BUCKET meant?)'],
    ['FILES_S3_SECRET_KEY', 'FILES_S3_SECRET_KEY is no setting'],
    ['TRUST_PROXYS', 'is TRUST_PROXY meant?'],
    ['TURST_PROXY', 'is TRUST_PROXY meant?'],
    ['SECURE_COOKIE', 'is SECURE_COOKIES meant?'],
    ['DATA_KEYS_FILES', 'is DATA_KEYS_FILE meant?'],
  ])('refuse %s, which would have no effect', (name, reason) => {
    expect(faultOf({ [name]: '1' })).toContain(reason);
  });

  it('ignore variables of other programs', () => {
    const others = ['PATH', 'POST', 'HOSTS', 'REDIS_PORT', 'DATABASE_PORT', 'REDIS_SERVICE_HOST', 'MW_TEST_HOME'];
    expect(faultOf(Object.fromEntries(others.map((name) => [name, '1'])))).toBe('none');
    expect(faultOf({ REDIS_URI: 'redis://elsewhere' }), 'the setting itself is there').toBe('none');
  });
});

describe('a typing error', () => {
  it('is one wrong letter, or two swapped neighbours', () => {
    for (const slip of ['DRAIN_M', 'DRAIN_MSS', 'DRAIN_MX', 'XDRAIN_MS', 'DARIN_MS', 'DRAIN_SM'])
      expect(isOneSlipAway(slip, 'DRAIN_MS'), slip).toBe(true);
    for (const other of ['DRAIN_MS', 'DRAIN', 'DRAIN_XX', 'RDAINM_S', 'SM_NIARD', ''])
      expect(isOneSlipAway(other, 'DRAIN_MS'), other).toBe(false);
  });
});

describe('the documentation of the settings (otherwise: npm run settings)', () => {
  it('stands in README.md', async () => {
    const readme = readFileSync(file('README.md'), 'utf8');
    const written = readme.replace(
      /(<!-- settings:.*-->\n)[^]*(<!-- end of settings -->)/,
      (_, begin: string, end: string) => `${begin}\n${settingsTable()}\n\n${end}`,
    );
    const options = { ...(await resolveConfig(file('README.md'))), filepath: 'README.md' };
    await expect(await format(written, options)).toMatchFileSnapshot(file('README.md'));
  });

  it('stands in .env.example', async () => {
    await expect(settingsExample()).toMatchFileSnapshot(file('.env.example'));
  });

  it('has an example with valid settings, except for a publicly known key', () => {
    const example = parseEnv(settingsExample());
    expect(Object.keys(example).toSorted()).toEqual(['DATABASE_URL', 'DATA_KEYS', 'REDIS_URL']);
    expect(() => new DataKeys(example.DATA_KEYS!)).toThrow('DATA_KEYS: each entry is');
    const all = parseEnv(settingsExample().replace(/^# (?=[A-Z0-9_]+=)/gm, ''));
    expect(Object.keys(all).toSorted()).toEqual(Object.keys(SETTINGS).toSorted());
    expect(readSettings(all as NodeJS.ProcessEnv)).toMatchObject({ PORT: 3000, FILES_S3_BUCKET: 'micro-wish' });
  });

  it('lists for the containers the variables of the compose file', () => {
    const compose = readFileSync(file('docker/compose.yml'), 'utf8');
    const read = [...compose.matchAll(/\$\{(MW_\w+)/g)].map(([, name]) => name!);
    const example = readFileSync(file('docker/.env.example'), 'utf8');
    const named = [...example.matchAll(/^(?:# )?(MW_\w+)=/gm)].map(([, name]) => name!);
    expect(named.toSorted()).toEqual([...new Set(read)].toSorted());
  });
});
