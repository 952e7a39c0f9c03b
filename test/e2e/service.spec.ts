import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toToken } from '#libs/volunteers';
import { Stage, inHours, type Actor } from '../support/stage.js';

describe('a volunteer’s service', () => {
  let stage: Stage;
  let volunteer: Actor;
  let worker: Actor;
  let visitor: Actor;
  let secretary: Actor;
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

  beforeAll(async () => {
    stage = await Stage.open('service');
    await stage.startApi();
    volunteer = await stage.actor('volunteer', 'A1');
    worker = await stage.actor('grid_worker', 'A1');
    visitor = await stage.actor('grid_worker', 'A1');
    secretary = await stage.actor('community_secretary', 'A1');
  });
  afterAll(() => stage.close());

  async function fulfil(hours: number): Promise<string> {
    const wishId = await stage.wish({ enteredBy: worker.id });
    const path = { params: { path: { wishId } } };
    const claim = await volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
      ...path,
      body: { promisedAt: inHours(24) },
    });
    await volunteer.api.POST('/api/v1/claims/{claimId}/start', { params: { path: { claimId: claim.data!.id } } });
    const done = await volunteer.api.POST('/api/v1/wishes/{wishId}/fulfilment', {
      ...path,
      body: { what: '修好了', doneOn: today, hours },
    });
    expect(done.response.status).toBe(200);
    return wishId;
  }
  const confirm = (wishId: string, solved: 'yes' | 'no') =>
    visitor.api.POST('/api/v1/wishes/{wishId}/confirmation', {
      params: { path: { wishId } },
      body: { solved, comment: '请再来一次' },
    });
  const record = async () => (await volunteer.api.GET('/api/v1/me/service-record')).data!;

  it('counts only after confirmation by another person', async () => {
    const wishId = await fulfil(1.5);
    expect((await record()).totals).toEqual({ hours: 0, wishes: 0 });
    expect((await confirm(wishId, 'yes')).response.status).toBe(200);
    const { items, totals } = await record();
    expect(totals).toEqual({ hours: 1.5, wishes: 1 });
    expect(items).toMatchObject([{ wishId, hours: 1.5, doneOn: today, reverses: null }]);
  });

  it('does not count when the wish was not solved', async () => {
    await confirm(await fulfil(4), 'no');
    expect((await record()).totals).toEqual({ hours: 1.5, wishes: 1 });
  });

  it('is reversed only by another entry, once, by the responsible office', async () => {
    await confirm(await fulfil(2), 'yes');
    const [newest] = (await record()).items;
    const reverse = (actor: Actor) =>
      actor.api.POST('/api/v1/service-entries/{entryId}/reversal', {
        params: { path: { entryId: newest!.id } },
        body: { reason: '登记有误' },
      });
    expect((await reverse(worker)).response.status).toBe(403);
    expect((await reverse(secretary)).response.status).toBe(200);
    expect((await reverse(secretary)).response.status).toBe(404);
    const seen = await secretary.api.GET('/api/v1/wishes/{wishId}/service-entries', {
      params: { path: { wishId: newest!.wishId } },
    });
    expect(seen.data!.items).toMatchObject([{ personName: '演员volunteer', hours: 2, takenBack: '登记有误' }]);
    const { items, totals } = await record();
    expect(totals).toEqual({ hours: 1.5, wishes: 1 });
    expect(items[0]).toMatchObject({ hours: -2, reverses: newest!.id, reason: '登记有误' });
    const application = await mysql.createConnection(stage.env.DATABASE_URL!);
    await expect(application.query('UPDATE service_entry SET hours = 100')).rejects.toThrow(/denied/);
    await application.end();
  });

  it('can be downloaded by the volunteer, with all other stored data', async () => {
    const answer = await fetch(`${stage.urls[0]}/api/v1/me/data.json`, { headers: { cookie: volunteer.cookie } });
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const data = (await answer.json()) as Record<string, unknown>;
    expect(Object.keys(data).toSorted()).toEqual([
      'claims',
      'contactPoints',
      'deletionRequests',
      'groups',
      'inbox',
      'invitations',
      'knownPlaces',
      'licences',
      'notificationPreferences',
      'person',
      'questions',
      'recoveries',
      'roles',
      'service',
      'sessions',
      'volunteer',
      'wishes',
    ]);
    expect(data.person).toMatchObject({ name: '演员volunteer', phone: volunteer.phone });
    expect(data.service).toHaveLength(3);
    // Nothing of anybody else, and no secret.
    expect(JSON.stringify(data)).not.toMatch(/李子梅|15900007004|token|hash/);
  });

  it('is certified by a PDF whose code can be verified with the public key alone', async () => {
    const answer = await fetch(
      `${stage.urls[0]}/api/v1/me/service-certificate.pdf?fromOn=2026-01-01&untilOn=${today}`,
      {
        headers: { cookie: volunteer.cookie },
      },
    );
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const key = (await (await fetch(`${stage.urls[0]}/api/v1/public/service-certificates/key`)).json()) as JsonWebKey;
    const said = {
      no: 'FW-1',
      name: '演员',
      hours: 1.5,
      wishes: 1,
      fromOn: today,
      untilOn: today,
      issuedOn: today,
      issuer: '南海区',
    };
    const token = toToken(said, (await stage.signingKey('service-certificate')).key);
    const [form, content, signature] = token.split('.');
    const publicKey = createPublicKey({ format: 'jwk', key });
    const isGenuine = (text: string): boolean =>
      verify(null, Buffer.from(text), publicKey, Buffer.from(signature!, 'base64url'));
    expect(isGenuine(`${form}.${content}`)).toBe(true);
    expect(isGenuine(`${form}.${content}x`)).toBe(false);
    const check = async (given: string) =>
      (await volunteer.api.POST('/api/v1/public/service-certificates/checks', { body: { token: given } })).data!
        .certificate;
    expect(await check(token)).toEqual(said);
    const forged = `${form}.${Buffer.from(JSON.stringify({ hours: 1_500 })).toString('base64url')}.${signature}`;
    for (const wrong of [forged, `${token}x`, 'MW1.nonsense.nonsense']) expect(await check(wrong)).toBeNull();
  });
});
