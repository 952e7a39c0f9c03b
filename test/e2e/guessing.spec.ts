import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, register } from '../support/people.js';
import { Stage, type Actor } from '../support/stage.js';

describe('password guessing', () => {
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
  const later = (seconds: number) =>
    stage.db.query('UPDATE sign_in_attempt SET attempted_at = attempted_at - INTERVAL ? SECOND', [seconds]);
  const cookieOf = (response: supertest.Response, name: string): string =>
    [response.headers['set-cookie']]
      .flat()
      .find((line) => line?.startsWith(`${name}=`))!
      .split(';')[0]!;

  /** One wrong password from each of so many networks. */
  async function knock(account: string, times: number): Promise<number[]> {
    const statuses: number[] = [];
    for (let n = 1; n <= times; n += 1)
      statuses.push((await signIn(`198.51.100.${n}`, account, 'wrong password')).status);
    return statuses;
  }

  async function volunteer(): Promise<string> {
    phone += 1;
    await register(stage, { proposes: admin, confirms: admin }, { role: 'volunteer', unit: 'A', phone: String(phone) });
    return String(phone);
  }

  it('gains nothing by forged addresses in the forwarding header', async () => {
    const account = await volunteer();
    const statuses: number[] = [];
    for (let n = 1; n <= 20; n += 1)
      statuses.push((await signIn('203.0.113.9', account, 'wrong password', `198.51.100.${n}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 5 }, () => 401), ...Array.from({ length: 15 }, () => 429)]);
  });

  it('gains nothing by other addresses of one IPv6 network', async () => {
    const account = await volunteer();
    const statuses: number[] = [];
    for (let n = 1; n <= 6; n += 1)
      statuses.push((await signIn(`2001:db8:1:2::${n}`, account, 'wrong password')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('from many networks slows sign-in, does not lock people out of known networks, and ends by itself', async () => {
    const account = await volunteer();
    await signIn('192.0.2.1', account, PASSWORD).expect(201);
    expect(await knock(account, 31)).toEqual([...Array.from({ length: 30 }, () => 401), 429]);

    await signIn('192.0.2.1', account, PASSWORD).expect(201);
    const elsewhere = await signIn('192.0.2.2', account, PASSWORD).expect(429);
    expect(Number(elsewhere.headers['retry-after'])).toBeLessThanOrEqual(3_600);
    // The wait passes, whatever was tried meanwhile: refused tries do not prolong it.
    await later(3_600);
    await signIn('192.0.2.2', account, PASSWORD).expect(201);
  });

  it('by two persistent networks leaves attempts to a network that has not tried yet', async () => {
    const account = await volunteer();
    await knock(account, 20);
    await later(3_600);
    let guesses = 0;
    for (let round = 1; round <= 24; round += 1) {
      for (const stranger of ['203.0.113.50', '203.0.113.51'])
        if ((await signIn(stranger, account, 'wrong password')).status === 401) guesses += 1;
      const own = `192.0.2.${100 + round}`;
      if (round % 8 === 0) {
        await signIn(own, account, 'mistyped').expect(401);
        await signIn(own, account, PASSWORD).expect(201);
      }
      await later(301);
    }
    // Two hours, in which strangers had half of the turns at most.
    expect(guesses).toBeLessThanOrEqual(2 * 15 + 2);
  });

  it('does not lock people out of a known browser, on any network', async () => {
    const account = await volunteer();
    const first = await signIn('192.0.2.11', account, PASSWORD).expect(201);
    const device = cookieOf(first, 'device');
    expect(String(first.headers['set-cookie'])).toMatch(
      /device=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax/,
    );
    await knock(account, 31);
    await signIn('192.0.2.12', account, PASSWORD).expect(429);
    const again = await signIn('192.0.2.12', account, PASSWORD).set('cookie', device).expect(201);
    expect(cookieOf(again, 'device')).toBe(device);
    // It gives five tries in a quarter of an hour, from wherever; and stays when its person signs out.
    const out = await supertest(stage.urls[0]!)
      .delete('/api/v1/sessions/current')
      .set('cookie', cookieOf(again, 'sid'))
      .expect(204);
    expect(String(out.headers['set-cookie'])).not.toContain('device=');
    expect(out.headers['clear-site-data']).not.toContain('cookies');
    const statuses: number[] = [];
    for (let n = 1; n <= 6; n += 1)
      statuses.push((await signIn(`192.0.2.${20 + n}`, account, 'wrong password').set('cookie', device)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('gains nothing by the cookie of another person, nor by a forged one', async () => {
    const [account, stranger] = [await volunteer(), await volunteer()];
    const own = cookieOf(await signIn('203.0.113.70', stranger, PASSWORD).expect(201), 'device');
    await knock(account, 31);
    for (const cookie of [own, `device=${'A'.repeat(43)}`, 'device=x'])
      await signIn('203.0.113.71', account, 'wrong password').set('cookie', cookie).expect(429);
  });

  it('does not lock out a new officer in the browser in which the password was chosen', async () => {
    phone += 1;
    const account = String(phone);
    const { data } = await admin.api.POST('/api/v1/people', {
      body: { name: '新人', phone: account, roles: [{ role: 'volunteer', unitId: stage.unit('A').id }] },
    });
    const { data: given } = await admin.api.POST('/api/v1/people/{personId}/activation-code', {
      params: { path: { personId: data!.id } },
    });
    const started = await from('192.0.2.31')('post', '/passwords')
      .send({ phone: account, code: given!.code, password: PASSWORD })
      .expect(200);
    await knock(account, 31);
    await signIn('192.0.2.32', account, PASSWORD).expect(429);
    await signIn('192.0.2.31', account, PASSWORD).expect(201);
    await signIn('192.0.2.33', account, PASSWORD).set('cookie', cookieOf(started, 'device')).expect(201);
  });

  it('gives the same answer for an unknown telephone', async () => {
    expect(await knock('13799999999', 31)).toEqual([...Array.from({ length: 30 }, () => 401), 429]);
  });

  it('of the current password in an open session ends after five attempts, in both forms that ask for it', async () => {
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

  it('does not delay people who change their password six times correctly', async () => {
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
