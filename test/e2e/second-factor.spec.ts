import { TOTP } from 'otpauth';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, createApiClient } from '#libs/api-client';
import { PASSWORD, administrators, register as registerPerson, type Offices } from '../support/people.js';
import { codeOf } from '../support/spending.js';
import { Stage, clientWith, type Actor } from '../support/stage.js';

const maskedOf = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`;

describe('a second factor', () => {
  let stage: Stage;
  let admin: Actor;
  let offices: Offices;

  beforeAll(async () => {
    stage = await Stage.open('second_factor');
    await stage.startApi();
    offices = await administrators(stage);
    admin = offices.proposes;
  });
  afterAll(() => stage.close());

  let phones = 13_700_000_000;
  /** Somebody whom two administrators have appointed, with a role in a unit. */
  const register = (role: 'community_secretary' | 'grid_worker', unit = 'A1') => {
    phones += 1;
    return registerPerson(stage, offices, { role, unit, phone: String(phones), name: '何书记' });
  };
  const signIn = (phone: string, code?: string, password = PASSWORD) =>
    supertest(stage.urls[0]!).post('/api/v1/sessions').send({ phone, password, code });
  const open = async (phone: string, code?: string) => {
    // It keeps its cookie itself, also when that changes.
    const api = createApiClient(stage.urls[0]!, { attempts: 1 });
    await answer(api.POST('/api/v1/sessions', { body: { phone, password: PASSWORD, code } }));
    return { api };
  };
  /** Time does not pass in a test, and a step is good once: the last step used is forgotten. */
  const waitForNextCode = (id: string) =>
    stage.rows('UPDATE second_factor SET last_step = 0 WHERE person_id = ?', [id]);
  /** A person with a second factor: authenticator, recovery codes, and the session in which it was set up. */
  const enrolled = async (role: 'community_secretary' | 'grid_worker' = 'community_secretary') => {
    const person = await register(role);
    const session = await open(person.phone);
    const { data } = await session.api.POST('/api/v1/me/second-factor', { body: { password: PASSWORD } });
    const app = new TOTP({ secret: data!.secret });
    const { data: confirmed } = await session.api.PUT('/api/v1/me/second-factor', { body: { code: app.generate() } });
    return { ...person, ...session, app, recoveryCodes: confirmed!.recoveryCodes };
  };

  it('is required from people who sign, pay or manage accounts, and from no others', async () => {
    const secretary = await open((await register('community_secretary')).phone);
    const { data: state } = await secretary.api.GET('/api/v1/session');
    expect(state!.lacksSecondFactor).toBe(true);
    // Reading is not restricted.
    expect((await secretary.api.GET('/api/v1/people')).response.status).toBe(200);
    const refused = [
      await secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/approval', {
        params: { path: { spendRequestId: admin.id } },
      }),
      await secretary.api.POST('/api/v1/people/{personId}/disabling', { params: { path: { personId: admin.id } } }),
    ];
    for (const { response, error } of refused) {
      expect(response.status).toBe(403);
      expect(error).toMatchObject({ code: 'SECOND_FACTOR_NEEDED' });
    }
    const worker = await open((await register('grid_worker')).phone);
    expect((await worker.api.GET('/api/v1/session')).data!.lacksSecondFactor).toBe(false);
    expect((await worker.api.GET('/api/v1/me/second-factor')).data).toEqual({
      isNeeded: false,
      setAt: null,
      recoveryCodesLeft: 0,
    });
  });

  it('is set up with the password and the first code, and enables these permissions', async () => {
    const person = await register('community_secretary');
    const { api } = await open(person.phone);
    const elsewhere = await open(person.phone);
    expect((await api.POST('/api/v1/me/second-factor', { body: { password: 'a wrong one' } })).error).toMatchObject({
      code: 'WRONG_PASSWORD',
    });
    const { data: secret } = await api.POST('/api/v1/me/second-factor', { body: { password: PASSWORD } });
    expect(secret!.uri).toMatch(/^otpauth:\/\/totp\/.*issuer=.*secret=/);
    expect(secret!.uri).not.toContain(person.phone);
    const app = new TOTP({ secret: secret!.secret });
    const wrong = String((Number(app.generate()) + 1) % 1_000_000).padStart(6, '0');
    expect((await api.PUT('/api/v1/me/second-factor', { body: { code: wrong } })).error).toMatchObject({
      code: 'SECOND_FACTOR_WRONG',
    });
    // Nothing counts until the first code was right.
    await signIn(person.phone).expect(201);
    const { data } = await api.PUT('/api/v1/me/second-factor', { body: { code: app.generate() } });
    expect(new Set(data!.recoveryCodes).size).toBe(10);
    expect((await api.GET('/api/v1/session')).data!.lacksSecondFactor).toBe(false);
    expect((await elsewhere.api.GET('/api/v1/me')).response.status).toBe(401);
    const absent = await api.POST('/api/v1/spend-requests/{spendRequestId}/approval', {
      params: { path: { spendRequestId: admin.id } },
    });
    expect(absent.response.status).toBe(404);
  });

  it('rotates the session token when it is set up', async () => {
    const { phone } = await register('community_secretary');
    const before = String((await signIn(phone).expect(201)).headers['set-cookie']).split(';')[0]!;
    const api = clientWith(stage.urls[0]!, before);
    const { data } = await api.POST('/api/v1/me/second-factor', { body: { password: PASSWORD } });
    const code = new TOTP({ secret: data!.secret }).generate();
    const confirmed = await api.PUT('/api/v1/me/second-factor', { body: { code } });
    const [after] = confirmed.response.headers.getSetCookie().map((line) => line.split(';')[0]!);
    expect(after).not.toBe(before);
    expect((await api.GET('/api/v1/me')).response.status).toBe(401);
    const { data: state } = await clientWith(stage.urls[0]!, after!).GET('/api/v1/session');
    expect(state).toMatchObject({ person: { phone: maskedOf(phone) }, lacksSecondFactor: false });
  });

  it('is asked for at sign-in; a code is valid once, and the password is checked first', async () => {
    const { id, phone, app } = await enrolled();
    await waitForNextCode(id);
    expect((await signIn(phone).expect(401)).body.code).toBe('SECOND_FACTOR_REQUIRED');
    expect((await signIn(phone, app.generate(), 'a wrong password').expect(401)).body.code).toBe('SIGN_IN_FAILED');
    const code = app.generate();
    await signIn(phone, code).expect(201);
    expect((await signIn(phone, code).expect(401)).body.code).toBe('SECOND_FACTOR_WRONG');
    // A code of five minutes ago, or of five minutes hence.
    await waitForNextCode(id);
    for (const minutes of [-5, 5]) {
      const stale = app.generate({ timestamp: Date.now() + minutes * 60_000 });
      if (stale !== app.generate()) await signIn(phone, stale).expect(401);
    }
  });

  it('accepts one of four simultaneous sign-ins with the same code', async () => {
    const { id, phone, recoveryCodes } = await enrolled();
    await waitForNextCode(id);
    const answers = await Promise.all(Array.from({ length: 4 }, () => signIn(phone, recoveryCodes[0])));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 401, 401, 401]);
  });

  it('blocks after ten wrong codes, from all networks and in all forms together', async () => {
    const { id, phone, api } = await enrolled();
    await waitForNextCode(id);
    const code = '000000';
    const guesses = [
      async () => String((await signIn(phone, code)).body.code),
      async () => codeOf(await api.PUT('/api/v1/me/second-factor', { body: { code } })),
      async () => codeOf(await api.POST('/api/v1/me/erasure', { body: { password: PASSWORD, code } })),
    ];
    const codes: (string | undefined)[] = [];
    for (let at = 0; at < 12; at += 1) {
      // Each failure from another address counts for the person all the same.
      await stage.rows('DELETE FROM sign_in_attempt WHERE key_hash NOT IN (SELECT UNHEX(SHA2(?, 256)))', [
        `second-factor|${id}`,
      ]);
      codes.push(await guesses[at % guesses.length]!());
    }
    expect(codes).toEqual([...Array<string>(10).fill('SECOND_FACTOR_WRONG'), 'TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS']);
  });

  it('has ten recovery codes, each valid once, in any spelling', async () => {
    const { id, phone, api, recoveryCodes } = await enrolled();
    const [first, second] = recoveryCodes as [string, string];
    await open(phone, ` ${first.toUpperCase().replaceAll('-', ' ')} `);
    await signIn(phone, first).expect(401);
    expect((await api.GET('/api/v1/me/second-factor')).data!.recoveryCodesLeft).toBe(9);
    const { data } = await api.POST('/api/v1/me/second-factor/recovery-codes');
    expect(data!.recoveryCodes).toHaveLength(10);
    await signIn(phone, second).expect(401);
    await signIn(phone, data!.recoveryCodes[0]).expect(201);
    const stored = JSON.stringify(await stage.rows('SELECT * FROM recovery_code WHERE person_id = ?', [id]));
    expect(stored).not.toContain(data!.recoveryCodes[1]);
  });

  it('cannot be replaced in a session that was not verified with it', async () => {
    const { id, api } = await enrolled();
    await stage.rows('UPDATE session SET proven_at = NULL WHERE person_id = ?', [id]);
    expect((await api.POST('/api/v1/me/second-factor', { body: { password: PASSWORD } })).error).toMatchObject({
      code: 'SECOND_FACTOR_NEEDED',
    });
    expect((await api.POST('/api/v1/me/second-factor/recovery-codes')).error).toMatchObject({
      code: 'SECOND_FACTOR_NEEDED',
    });
  });

  it('is removed by the office above when phone and codes are lost, never by oneself', async () => {
    const { id, phone, api } = await enrolled();
    const path = { params: { path: { personId: id } } };
    expect((await api.DELETE('/api/v1/people/{personId}/second-factor', path)).error).toMatchObject({
      code: 'OWN_AUTHORITY',
    });
    const stranger = await stage.actor('town_officer', 'B');
    expect((await stranger.api.DELETE('/api/v1/people/{personId}/second-factor', path)).response.status).toBe(404);
    const town = await stage.actor('town_officer', 'A');
    expect((await town.api.DELETE('/api/v1/people/{personId}/second-factor', path)).response.status).toBe(200);
    expect((await api.GET('/api/v1/me')).response.status).toBe(401);
    const again = await open(phone);
    expect((await again.api.GET('/api/v1/session')).data!.lacksSecondFactor).toBe(true);
    const events = await stage.rows<{ name: string }>(
      'SELECT name FROM event WHERE subject_id = ? AND name LIKE ? ORDER BY id',
      [id, 'SecondFactor%'],
    );
    expect(events.map(({ name }) => name)).toEqual(['SecondFactorSet', 'SecondFactorForgotten']);
  });

  it('is removed by the operator for an administrator at the top', async () => {
    const { phone } = await enrolled();
    const { code, out } = await stage.cli(['people', 'forget-second-factor', '--phone', phone]);
    expect({ code, out }).toMatchObject({ code: 0 });
    await signIn(phone).expect(201);
  });

  it('stores its secret only encrypted', async () => {
    const person = await register('community_secretary');
    const { api } = await open(person.phone);
    const { data } = await api.POST('/api/v1/me/second-factor', {
      body: { password: PASSWORD },
      headers: { 'Idempotency-Key': 'tell-me-twice' } as never,
    });
    const kept = [
      ...(await stage.rows('SELECT * FROM second_factor WHERE person_id = ?', [person.id])),
      ...(await stage.rows('SELECT * FROM idempotency_key WHERE person_id = ?', [person.id])),
    ];
    expect(kept).toHaveLength(1);
    expect(Buffer.from(JSON.stringify(kept)).includes(data!.secret)).toBe(false);
    const [{ pending }] = (await stage.rows('SELECT pending FROM second_factor WHERE person_id = ?', [person.id])) as [
      { pending: Buffer },
    ];
    expect(pending.includes(data!.secret)).toBe(false);
  });
});
