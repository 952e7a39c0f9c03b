import { describe, expect, it } from 'vitest';
import { Config, type ApiReply, type ApiRequest, type Transactions } from '#libs/platform';
import { KnownPlaces } from './known-places.js';
import { ROLES } from '../roles/roles.js';
import { LONGEST_LIFETIME, STAFF_LIFETIME, lifetimeOf } from './session-lifetime.js';
import { Sessions } from './sessions.js';

describe('the life of a session', () => {
  it('is short for all roles but those of residents and volunteers', () => {
    const long = ROLES.filter((role) => lifetimeOf([{ role }]) === LONGEST_LIFETIME);
    expect(long).toEqual(['resident', 'volunteer']);
    expect(lifetimeOf([])).toBe(LONGEST_LIFETIME);
  });

  it('is short when one of several roles is a staff role', () => {
    expect(lifetimeOf([{ role: 'volunteer' }, { role: 'grid_worker' }, { role: 'resident' }])).toBe(STAFF_LIFETIME);
  });

  it('is that of staff for an unknown role', () => {
    expect(lifetimeOf([{ role: 'mayor' }])).toBe(STAFF_LIFETIME);
  });

  it('ends for staff after half an hour without a request and within a day of work', () => {
    expect(STAFF_LIFETIME.idleMinutes).toBeLessThanOrEqual(30);
    expect(STAFF_LIFETIME.hours).toBeLessThanOrEqual(12);
    expect(LONGEST_LIFETIME.idleMinutes / 60).toBeLessThan(LONGEST_LIFETIME.hours);
  });
});

const NEEDED = { DATABASE_URL: 'mysql://a:b@127.0.0.1/c', REDIS_URL: 'redis://127.0.0.1', DATA_KEYS: 'none' };
const withTls = new Config(NEEDED);
const withoutTls = new Config({ ...NEEDED, SECURE_COOKIES: 'no' });
/** A reply that remembers its cookies and headers. */
function replyOf() {
  const set: Record<string, Record<string, unknown>> = {};
  const headers: Record<string, string> = {};
  const reply = {
    setCookie: (name: string, value: string, options: object) => (set[name] = { value, ...options }),
    clearCookie: (name: string, options: object) => (set[name] = { value: '', ...options }),
    header: (name: string, value: string) => (headers[name] = value),
  };
  return { reply: reply as unknown as ApiReply, set, headers };
}
/** Asked only when a token was sent that may be one. */
const noDatabase = {
  row: () => {
    throw new Error('the database was asked');
  },
} as unknown as Transactions;

describe('the cookie of a session', () => {
  it('is bound to this host, sent over TLS only, and hidden from scripts and other sites', () => {
    const { reply, set } = replyOf();
    new Sessions(noDatabase, withTls).setCookie(reply, 'token');
    expect(set).toEqual({
      '__Host-sid': { value: 'token', path: '/', httpOnly: true, sameSite: 'lax', secure: true, maxAge: 90 * 86_400 },
    });
  });

  it('has another name without TLS, so that the two cannot be confused', () => {
    const { reply, set } = replyOf();
    new Sessions(noDatabase, withoutTls).setCookie(reply, 'token');
    expect(set.sid).toMatchObject({ secure: false, httpOnly: true });
  });

  it('is removed with the other data of the platform in the browser', () => {
    const { reply, set, headers } = replyOf();
    new Sessions(noDatabase, withTls).clearCookie(reply);
    expect(set['__Host-sid']).toMatchObject({ value: '', path: '/', secure: true });
    expect(headers['clear-site-data']).toBe('"storage"');
  });

  it('opens nothing when it is missing, empty, too long or of another name', async () => {
    const sessions = new Sessions(noDatabase, withTls);
    for (const cookies of [undefined, {}, { '__Host-sid': '' }, { '__Host-sid': 'x'.repeat(101) }, { sid: 'token' }])
      expect(await sessions.actorOf({ cookies } as unknown as ApiRequest, 'zh')).toBeUndefined();
  });
});

describe('the cookie of a known browser', () => {
  const places = (config = withTls): KnownPlaces => new KnownPlaces(undefined as never, config);
  const sent = (device?: string): ApiRequest =>
    ({ cookies: device === undefined ? {} : { '__Host-device': device } }) as unknown as ApiRequest;

  it('stays the same while it is well-formed, and is replaced by a random one otherwise', () => {
    const device = places().deviceOf(sent());
    expect(device).toMatch(/^[\w-]{43}$/);
    expect(places().deviceOf(sent(device))).toBe(device);
    for (const wrong of ['', device.slice(1), `${device}x`, `${device.slice(1)}|`, `${device.slice(1)}\n`]) {
      expect(places().deviceOf(sent(wrong)), wrong).not.toBe(wrong);
      expect(places().deviceOf(sent(wrong))).toMatch(/^[\w-]{43}$/);
    }
  });
});
