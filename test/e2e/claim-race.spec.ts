import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/platform';
import { Stage, clientWith, inHours, type Actor } from '../support/stage.js';

const WISHES = 100;
const VOLUNTEERS = 50;

describe('claiming a wish', () => {
  let stage: Stage;
  let worker: Actor;

  beforeAll(async () => {
    stage = await Stage.open('claim_race');
    await Promise.all([stage.startApi(), stage.startApi()]);
    worker = await stage.actor('grid_worker', 'A1');
  });
  afterAll(() => stage.close());

  it(`gives each of ${WISHES} wishes to one of ${VOLUNTEERS} racing volunteers, on two processes`, async () => {
    const volunteers: Actor[] = [];
    for (let at = 0; at < VOLUNTEERS; at += 1) volunteers.push(await stage.actor('volunteer', 'A'));
    const wide = JSON.stringify([]);
    for (const { id } of volunteers) {
      await stage.db.query(
        'INSERT INTO volunteer (person_id, skills, max_open_claims, updated_at) VALUES (?,?,?,NOW(3))',
        [id, wide, 200],
      );
    }
    const results = { 201: 0, 409: 0 } as Record<number, number>;
    for (let race = 0; race < WISHES; race += 1) {
      const wishId = await stage.wish({ enteredBy: worker.id });
      const statuses = await Promise.all(
        volunteers.map(async ({ cookie }, at) => {
          const api = clientWith(stage.urls[at % 2]!, cookie);
          const { response, error } = await api.POST('/api/v1/wishes/{wishId}/claims', {
            params: { path: { wishId } },
            body: { promisedAt: inHours(24) },
          });
          if (response.status === 409) expect((error as { code: string }).code).toBe('WISH_NOT_OPEN');
          return response.status;
        }),
      );
      expect(statuses.filter((status) => status === 201)).toHaveLength(1);
      for (const status of statuses) results[status] = (results[status] ?? 0) + 1;
    }
    expect(results).toEqual({ 201: WISHES, 409: WISHES * (VOLUNTEERS - 1) });
    const claims = await stage.rows('SELECT wish_id FROM claim GROUP BY wish_id HAVING COUNT(*) <> 1');
    expect(claims).toEqual([]);
  });

  it('fills a team’s places with different people and no more, and ends the wait for volunteers', async () => {
    const wishId = await stage.wish({ enteredBy: worker.id, helpersNeeded: 3 });
    await stage.db.query(
      `INSERT INTO job (id, kind, lane, subject_id, due_at, status) VALUES (?,'wish.unclaimed','deadline',?,NOW(3) + INTERVAL 7 DAY,'scheduled')`,
      [newId(), wishId],
    );
    const volunteers = await Promise.all(Array.from({ length: 10 }, () => stage.actor('volunteer', 'A')));
    const answers = await Promise.all(
      volunteers.map(({ api }) =>
        api.POST('/api/v1/wishes/{wishId}/claims', { params: { path: { wishId } }, body: { promisedAt: inHours(24) } }),
      ),
    );
    expect(answers.filter(({ response }) => response.status === 201)).toHaveLength(3);
    const places = await stage.rows<{ place_no: number }>(
      'SELECT place_no FROM claim WHERE wish_id = ? ORDER BY place_no',
      [wishId],
    );
    expect(places.map(({ place_no }) => place_no)).toEqual([1, 2, 3]);
    const deadlines = await stage.rows('SELECT status FROM job WHERE subject_id = ?', [wishId]);
    expect(deadlines).toEqual([{ status: 'cancelled' }]);
  });

  it('enforces the maximum number of claims, also for simultaneous claims', async () => {
    const volunteer = await stage.actor('volunteer', 'A');
    const wishes = await Promise.all(Array.from({ length: 8 }, () => stage.wish({ enteredBy: worker.id })));
    const answers = await Promise.all(
      wishes.map((wishId) =>
        volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
          params: { path: { wishId } },
          body: { promisedAt: inHours(24) },
        }),
      ),
    );
    expect(answers.filter(({ response }) => response.status === 201)).toHaveLength(3);
    expect((answers.find(({ response }) => response.status !== 201)!.error as { code: string }).code).toBe(
      'CLAIM_NOT_ALLOWED',
    );
  });

  it('requires a licence where the law requires one', async () => {
    const wishId = await stage.wish({ enteredBy: worker.id, licence: 'electrician' });
    const volunteer = await stage.actor('volunteer', 'A');
    const claim = () =>
      volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
        params: { path: { wishId } },
        body: { promisedAt: inHours(24) },
      });
    const refused = await claim();
    expect(refused.response.status).toBe(409);
    expect((refused.error as unknown as { reasons: { rule: string }[] }).reasons.map(({ rule }) => rule)).toEqual([
      'licence',
    ]);
    const secretary = await stage.actor('community_secretary', 'A1');
    await secretary.api.POST('/api/v1/volunteers/{personId}/licences', {
      params: { path: { personId: volunteer.id } },
      body: { kind: 'electrician', validUntil: '2099-12-31', unitId: stage.unit('A1').id },
    });
    expect((await claim()).response.status).toBe(201);
  });

  it('frees the place when the volunteer releases it, with the reason on the timeline', async () => {
    const wishId = await stage.wish({ enteredBy: worker.id });
    const [first, second] = [await stage.actor('volunteer', 'A'), await stage.actor('volunteer', 'A')];
    const body = { promisedAt: inHours(24) };
    const claim = await first.api.POST('/api/v1/wishes/{wishId}/claims', { params: { path: { wishId } }, body });
    await first.api.POST('/api/v1/claims/{claimId}/release', {
      params: { path: { claimId: claim.data!.id } },
      body: { reason: '出差' },
    });
    expect(
      (await second.api.POST('/api/v1/wishes/{wishId}/claims', { params: { path: { wishId } }, body })).response.status,
    ).toBe(201);
    const { data } = await worker.api.GET('/api/v1/wishes/{wishId}/events', { params: { path: { wishId } } });
    expect(data!.items.map(({ name }) => name)).toEqual(['WishClaimed', 'ClaimReleased', 'WishClaimed']);
  });

  it('shows contact details to the claimer while the claim lasts, and records each view', async () => {
    const wishId = await stage.wish({ enteredBy: worker.id });
    const volunteer = await stage.actor('volunteer', 'A');
    const look = () =>
      volunteer.api.POST('/api/v1/wishes/{wishId}/contact-views', {
        params: { path: { wishId } },
        body: { reason: '约时间' },
      });
    expect((await look()).response.status).toBe(403);
    const claim = await volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
      params: { path: { wishId } },
      body: { promisedAt: inHours(24) },
    });
    expect((await look()).data).toEqual({ name: '李子梅', phone: '15900007004', address: null });
    await volunteer.api.POST('/api/v1/claims/{claimId}/release', {
      params: { path: { claimId: claim.data!.id } },
      body: { reason: '出差' },
    });
    expect((await look()).response.status).toBe(403);
    const { data } = await worker.api.GET('/api/v1/wishes/{wishId}/contact-views', { params: { path: { wishId } } });
    expect(data!.items.map(({ viewerId, reason }) => ({ viewerId, reason }))).toEqual([
      { viewerId: volunteer.id, reason: '约时间' },
    ]);
  });
});
