import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, register } from '../support/people.js';
import { Stage, type Actor } from '../support/stage.js';

describe('guessing', () => {
  let stage: Stage;
  let admin: Actor;
  let phone = 13_700_000_000;

  beforeAll(async () => {
    stage = await Stage.open('guessing', { env: { TRUST_PROXY: '1' } });
    await stage.startApi();
    admin = await stage.actor('administrator', 'D');
  });
  afterAll(() => stage.close());

  /** A request as it arrives through one proxy that adds the address which it saw to what the client wrote itself. */
  const from = (seen: string, written?: string) => (method: 'post' | 'put', path: string) => {
    const http = supertest(stage.urls[0]!);
    const request = method === 'post' ? http.post(`/api/v1${path}`) : http.put(`/api/v1${path}`);
    return request.set('x-forwarded-for', written ? `${written}, ${seen}` : seen);
  };
  const signIn = (address: string, account: string, password: string, written?: string) =>
    from(address, written)('post', '/sessions').send({ phone: account, password });

  async function volunteer(): Promise<string> {
    phone += 1;
    await register(stage, { proposes: admin, confirms: admin }, { role: 'volunteer', unit: 'A', phone: String(phone) });
    return String(phone);
  }

  it('gains nothing by writing other addresses in front of the one that the proxy saw', async () => {
    const account = await volunteer();
    const statuses: number[] = [];
    for (let n = 1; n <= 20; n += 1)
      statuses.push((await signIn('203.0.113.9', account, 'wrong password', `198.51.100.${n}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 5 }, () => 401), ...Array.from({ length: 15 }, () => 429)]);
  });

  it('gains nothing by moving within an IPv6 network', async () => {
    const account = await volunteer();
    const statuses: number[] = [];
    for (let n = 1; n <= 6; n += 1)
      statuses.push((await signIn(`2001:db8:1:2::${n}`, account, 'wrong password')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('from everywhere makes the door heavy, keeps nobody out of a network where they signed in before, and ends by itself', async () => {
    const account = await volunteer();
    await signIn('192.0.2.1', account, PASSWORD).expect(201);
    const statuses: number[] = [];
    for (let n = 1; n <= 25; n += 1) statuses.push((await signIn(`198.51.100.${n}`, account, 'wrong password')).status);
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
    expect(statuses.slice(20)).toEqual(Array.from({ length: 5 }, () => 429));

    await signIn('192.0.2.1', account, PASSWORD).expect(201);
    const elsewhere = await signIn('192.0.2.2', account, PASSWORD).expect(429);
    expect(Number(elsewhere.headers['retry-after'])).toBeLessThanOrEqual(10);
    // The wait passes, whatever was tried meanwhile: refused tries do not prolong it.
    await stage.db.query('UPDATE sign_in_attempt SET attempted_at = attempted_at - INTERVAL 11 SECOND');
    await signIn('192.0.2.2', account, PASSWORD).expect(201);
  });

  it('answers alike about a telephone that nobody has', async () => {
    const statuses: number[] = [];
    for (let n = 1; n <= 21; n += 1)
      statuses.push((await signIn(`198.51.100.${n}`, '13799999999', 'wrong password')).status);
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), 429]);
  });

  it('of the present password in an open session ends after five, in both places that ask for it', async () => {
    const account = await volunteer();
    const opened = await signIn('192.0.2.7', account, PASSWORD).expect(201);
    const sid = String(opened.headers['set-cookie']).split(';')[0]!;
    const change = (present: string, password = 'another long sentence') =>
      from('192.0.2.7')('put', '/me/password').set('cookie', sid).send({ present, password });
    for (let n = 1; n <= 5; n += 1) expect((await change('wrong password')).body.code).toBe('WRONG_PASSWORD');
    expect((await change(PASSWORD)).body.code).toBe('TOO_MANY_REQUESTS');
    await from('192.0.2.7')('post', '/me/second-factor').set('cookie', sid).send({ password: PASSWORD }).expect(429);
    await stage.db.query('UPDATE sign_in_attempt SET attempted_at = attempted_at - INTERVAL 16 MINUTE');
    await change(PASSWORD).expect(200);
  });

  it('does not make those wait who change their password six times and know it', async () => {
    const account = await volunteer();
    const opened = await signIn('192.0.2.8', account, PASSWORD).expect(201);
    const sid = String(opened.headers['set-cookie']).split(';')[0]!;
    let present = PASSWORD;
    for (let n = 1; n <= 6; n += 1) {
      const password = `another long sentence ${n}`;
      await from('192.0.2.8')('put', '/me/password').set('cookie', sid).send({ present, password }).expect(200);
      present = password;
    }
  });
});
