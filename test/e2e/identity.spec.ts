import { createHash } from 'node:crypto';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, administrators, register as registerPerson, type Offices } from '../support/people.js';
import { Stage, type Actor } from '../support/stage.js';

/** The directives of an answer's content policy. */
const policyOf = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    headers['content-security-policy']!.split(';').map((directive) => {
      const [name, ...sources] = directive.trim().split(' ');
      return [name, sources.join(' ')];
    }),
  );

describe('signing in', () => {
  let stage: Stage;
  let admin: Actor;
  let offices: Offices;
  const http = () => supertest(stage.urls[0]!);

  beforeAll(async () => {
    stage = await Stage.open('identity');
    await stage.startApi();
    offices = await administrators(stage);
    admin = offices.proposes;
  });
  afterAll(() => stage.close());

  const register = async (phone: string): Promise<string> =>
    (await registerPerson(stage, offices, { role: 'volunteer', unit: 'A', phone })).id;

  it('opens a session in a cookie that scripts cannot read, and ends it', async () => {
    await register('13900000001');
    const signedIn = await http()
      .post('/api/v1/sessions')
      .send({ phone: '13900000001', password: PASSWORD })
      .expect(201);
    const cookie = String(signedIn.headers['set-cookie']);
    expect(cookie).toMatch(/^sid=.{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax/);
    const sid = cookie.split(';')[0]!;
    const me = await http().get('/api/v1/me').set('cookie', sid).expect(200);
    expect(me.body).toMatchObject({ name: '陈志愿', phone: '139****0001' });
    const list = await http().get('/api/v1/sessions').set('cookie', sid).expect(200);
    expect(list.body.items).toHaveLength(1);
    await http().delete('/api/v1/sessions/current').set('cookie', sid).expect(204);
    await http().get('/api/v1/me').set('cookie', sid).expect(401);
    const token = sid.slice(4);
    const stored = await stage.rows<{ token_hash: Buffer }>('SELECT token_hash FROM session WHERE person_id = ?', [
      me.body.id,
    ]);
    expect(stored[0]!.token_hash.equals(createHash('sha256').update(token).digest())).toBe(true);
  });

  it('gives the same answer to a wrong password and an unknown phone', async () => {
    await register('13900000002');
    const wrong = await http()
      .post('/api/v1/sessions')
      .send({ phone: '13900000002', password: 'wrong password' })
      .expect(401);
    const unknown = await http()
      .post('/api/v1/sessions')
      .send({ phone: '13900000999', password: 'wrong password' })
      .expect(401);
    expect(wrong.body).toEqual(unknown.body);
    expect(wrong.body.code).toBe('SIGN_IN_FAILED');
  });

  it('is blocked after five failures, also simultaneous ones', async () => {
    await register('13900000003');
    const guesses = await Promise.all(
      Array.from({ length: 20 }, () =>
        http().post('/api/v1/sessions').send({ phone: '13900000003', password: 'guess' }),
      ),
    );
    expect(guesses.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5);
    const blocked = await http()
      .post('/api/v1/sessions')
      .send({ phone: '13900000003', password: PASSWORD })
      .expect(429);
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('applies changed roles and disabled accounts from the next request on', async () => {
    const person = await stage.actor('community_secretary', 'A1');
    await supertest(stage.urls[0]!).get('/api/v1/people').set('cookie', person.cookie).expect(200);
    await admin.api.POST('/api/v1/people/{personId}/disabling', { params: { path: { personId: person.id } } });
    await supertest(stage.urls[0]!).get('/api/v1/people').set('cookie', person.cookie).expect(401);
  });

  it('leaves the roles of the district to administrators', async () => {
    const secretary = await stage.actor('community_secretary', 'A1');
    const body = (role: 'auditor' | 'grid_worker', phone: string) => ({
      name: '王',
      phone,
      roles: [{ role, unitId: stage.unit('A1').id }],
    });
    expect((await secretary.api.POST('/api/v1/people', { body: body('auditor', '13900000011') })).error).toMatchObject({
      code: 'ROLE_RESERVED',
    });
    expect(
      (await secretary.api.POST('/api/v1/people', { body: body('grid_worker', '13900000012') })).response.status,
    ).toBe(201);
    expect(
      (await secretary.api.POST('/api/v1/people', { body: body('grid_worker', '13900000012') })).error,
    ).toMatchObject({ code: 'PHONE_TAKEN' });
  });

  it('finds the holders of a role in one’s units', async () => {
    const secretary = await stage.actor('community_secretary', 'A1');
    const worker = await stage.actor('grid_worker', 'A1');
    const listed = async (role?: 'grid_worker' | 'auditor') => {
      const { data } = await secretary.api.GET('/api/v1/people', { params: { query: { limit: 100, role } } });
      return data!.items.map(({ id, roles }) => ({ id, roles: roles.map((one) => one.role) }));
    };
    const workers = await listed('grid_worker');
    expect(workers.map(({ id }) => id)).toContain(worker.id);
    expect(workers.every(({ roles }) => roles.includes('grid_worker'))).toBe(true);
    expect((await listed()).length).toBeGreaterThan(workers.length);
    expect(await listed('auditor')).toEqual([]);
  });

  it('reports all errors of a body at once, with field and reason, in the reader’s language', async () => {
    const body = { name: '', phone: '12', password: 'a first password', roles: [], admin: true };
    const zh = await http().post('/api/v1/people').set('cookie', admin.cookie).send(body).expect(422);
    expect(zh.headers['content-type']).toMatch(/^application\/problem\+json/);
    const fields = (zh.body.faults as { field: string; reason: string }[]).map(({ field }) => field);
    expect(new Set(fields)).toEqual(new Set(['admin', 'name', 'phone', 'password', 'roles']));
    expect(zh.body.faults).toContainEqual({ field: 'phone', reason: '应为 11 位手机号码' });
    const en = await http()
      .post('/api/v1/people')
      .set('cookie', admin.cookie)
      .set('accept-language', 'en')
      .send(body)
      .expect(422);
    expect(en.body.faults).toContainEqual({ field: 'phone', reason: 'must be a mobile number of 11 digits' });
  });

  it('refuses cross-site writes, unsupported types, huge bodies and prototype pollution', async () => {
    const post = () => http().post('/api/v1/sessions');
    expect((await post().set('sec-fetch-site', 'cross-site').send({})).body.code).toBe('CROSS_SITE');
    expect((await post().set('origin', 'https://evil.example').send({})).body.code).toBe('CROSS_SITE');
    expect((await post().set('content-type', 'text/plain').send('phone=1')).status).toBe(415);
    expect((await post().set('content-type', 'application/json').send('{"phone":')).status).toBe(400);
    expect((await post().set('content-type', 'application/json').send('{"__proto__":{"x":1}}')).status).toBe(400);
    expect((await post().send({ phone: 'x'.repeat(400_000) })).status).toBe(413);
  });

  it('sends security headers with every response', async () => {
    for (const path of ['/api/v1/me', '/api/v1/nowhere', '/api/health/live']) {
      const { headers } = await http().get(path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(policyOf(headers)).toMatchObject({
        'default-src': `'self'`,
        'object-src': `'none'`,
        'base-uri': `'none'`,
        'frame-ancestors': `'none'`,
      });
    }
    expect((await http().get('/api/v1/me')).headers['cache-control']).toBe('no-store');
  });

  it('restricts pages to content of the platform and pictures just taken', async () => {
    const page = await http().get('/').expect(200);
    expect(policyOf(page.headers)).toEqual({
      'default-src': `'self'`,
      'script-src': `'self'`,
      'style-src': `'self'`,
      'img-src': `'self' data: blob:`,
      'object-src': `'none'`,
      'base-uri': `'none'`,
      'form-action': `'self'`,
      'frame-ancestors': `'none'`,
    });
    expect(page.headers['permissions-policy']).toBe('camera=(self), microphone=(self), geolocation=()');
    expect(policyOf((await http().get('/api/docs')).headers)).toMatchObject({
      'default-src': `'self'`,
      'style-src': `'self' 'unsafe-inline'`,
      'frame-ancestors': `'none'`,
    });
  });

  it('answers in the preferred one of the two languages', async () => {
    const titleFor = async (languages: string): Promise<string> =>
      (await http().get('/api/v1/me').set('accept-language', languages)).body.title as string;
    for (const languages of ['en-GB', 'en;q=0.9, zh;q=0.5', 'fr, en;q=0.7'])
      expect([languages, await titleFor(languages)]).toEqual([languages, 'Please sign in first.']);
    for (const languages of ['', '*', 'fr', 'zh-CN,zh;q=0.9,en;q=0.8', 'en;q=0.1, zh', ',,,'])
      expect([languages, await titleFor(languages)]).toEqual([languages, '请先登录。']);
  });
});
