import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage, inHours, type Actor } from '../support/stage.js';

describe('an unclaimed wish', () => {
  let stage: Stage;
  let worker: Actor;
  /** Of another community of the town, and of another town. */
  let neighbour: Actor;
  let farOff: Actor;

  beforeAll(async () => {
    stage = await Stage.open('visibility');
    await stage.startApi();
    worker = await stage.actor('grid_worker', 'A1');
    neighbour = await stage.actor('volunteer', 'A2');
    farOff = await stage.actor('volunteer', 'B1');
    await goes(neighbour, 'town');
    await goes(farOff, 'district');
  });
  afterAll(() => stage.close());

  const goes = async (volunteer: Actor, reach: 'grid' | 'community' | 'town' | 'district'): Promise<void> => {
    const told = await volunteer.api.PUT('/api/v1/volunteers/me', {
      body: { skills: [], maxOpenClaims: 3, licences: [], reach },
    });
    expect(told.response.status).toBe(200);
  };
  const waitsFor = async (days: number): Promise<string> => {
    const id = await stage.wish({ enteredBy: worker.id });
    await stage.db.query('UPDATE wish SET opened_at = UTC_TIMESTAMP(3) - INTERVAL ? DAY WHERE id = ?', [days, id]);
    return id;
  };
  const sees = async (volunteer: Actor, id: string): Promise<boolean[]> => {
    const feed = await volunteer.api.GET('/api/v1/open-wishes', { params: { query: { limit: 50 } } });
    const detail = await volunteer.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId: id } } });
    const match = await volunteer.api.GET('/api/v1/matches/wishes/{wishId}', { params: { path: { wishId: id } } });
    return [feed.data!.items.some((wish) => wish.id === id), detail.response.ok, match.response.ok];
  };
  const ALL = [true, true, true];
  const NOTHING = [false, false, false];

  it('is shown in the town after three days and in the district after seven', async () => {
    const fresh = await waitsFor(1);
    const older = await waitsFor(4);
    const old = await waitsFor(8);
    expect(await sees(neighbour, fresh)).toEqual(NOTHING);
    expect(await sees(neighbour, older)).toEqual(ALL);
    expect(await sees(farOff, older)).toEqual(NOTHING);
    expect(await sees(farOff, old)).toEqual(ALL);
  });

  it('is shown to a wider area at once on the secretary’s request, and never to a smaller one again', async () => {
    const secretary = await stage.actor('community_secretary', 'A1');
    const widen = (who: Actor, id: string, to: 'community' | 'town' | 'district') =>
      who.api.POST('/api/v1/wishes/{wishId}/widening', { params: { path: { wishId: id } }, body: { to } });
    const fresh = await waitsFor(0);
    expect((await widen(neighbour, fresh, 'town')).response.status).toBe(403);
    expect((await widen(secretary, fresh, 'town')).response.status).toBe(200);
    expect([await sees(neighbour, fresh), await sees(farOff, fresh)]).toEqual([ALL, NOTHING]);
    expect((await widen(secretary, fresh, 'community')).response.status).toBe(422);
    const path = { wishId: fresh };
    const rescue = await secretary.api.GET('/api/v1/wishes/{wishId}/rescue', { params: { path } });
    expect(rescue.data!.wider).toEqual({ area: 'district', inDays: 7 });
    expect((await widen(secretary, fresh, 'district')).response.status).toBe(200);
    expect(await sees(farOff, fresh)).toEqual(ALL);
    const claimed = await farOff.api.POST('/api/v1/wishes/{wishId}/claims', {
      params: { path },
      body: { promisedAt: inHours(48) },
    });
    expect(claimed.response.status).toBe(201);
    expect((await widen(secretary, fresh, 'district')).response.status).toBe(409);
  });

  it('becomes a team wish when more helpers are needed', async () => {
    const secretary = await stage.actor('community_secretary', 'A1');
    const id = await waitsFor(0);
    const ask = (helpersNeeded: number) =>
      secretary.api.POST('/api/v1/wishes/{wishId}/team', { params: { path: { wishId: id } }, body: { helpersNeeded } });
    expect((await ask(3)).response.status).toBe(200);
    expect((await ask(2)).response.status).toBe(422);
    const { data } = await secretary.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId: id } } });
    expect(data!.helpersNeeded).toBe(3);
  });

  it('is not shown to volunteers who do not go that far', async () => {
    const old = await waitsFor(8);
    await goes(farOff, 'town');
    expect(await sees(farOff, old)).toEqual(NOTHING);
    await goes(farOff, 'district');
    expect(await sees(farOff, old)).toEqual(ALL);
  });

  it('can be claimed only by volunteers to whom it is shown', async () => {
    const older = await waitsFor(4);
    const claim = (volunteer: Actor) =>
      volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
        params: { path: { wishId: older } },
        body: { promisedAt: inHours(48) },
      });
    expect((await claim(farOff)).response.status).toBe(404);
    expect((await claim(neighbour)).response.status).toBe(201);
    // The claimer keeps it, although it is no longer shown to others.
    expect((await sees(neighbour, older)).slice(1, 2)).toEqual([true]);
  });

  it('is in the secretary’s work queue before its deadline, with options', async () => {
    const secretary = await stage.actor('community_secretary', 'A1');
    const id = await waitsFor(2);
    const helper = await stage.actor('volunteer', 'A1');
    await goes(helper, 'town');
    const path = { params: { path: { wishId: id } } };
    const rescue = await secretary.api.GET('/api/v1/wishes/{wishId}/rescue', path);
    expect(rescue.data).toEqual({
      daysOpen: 2,
      suitable: 1,
      lookedAt: 1,
      blocked: [],
      helpersNeeded: 1,
      invited: 0,
      wider: { area: 'town', inDays: 1 },
      availableFen: 0,
    });
    expect((await helper.api.GET('/api/v1/wishes/{wishId}/rescue', path)).response.status).toBe(403);
    await stage.db.query(
      `INSERT INTO job (id, kind, subject_id, due_at, status) VALUES (UUID(),'wish.cold',?,UTC_TIMESTAMP(3),'done'),
         (UUID(),'wish.unclaimed',?,UTC_TIMESTAMP(3) + INTERVAL 3 DAY,'scheduled')`,
      [id, id],
    );
    const workQueue = async () =>
      (await secretary.api.GET('/api/v1/work-queue'))
        .data!.items.filter(({ wishId }) => wishId === id)
        .map(({ kind }) => kind);
    expect(await workQueue()).toEqual(['wish.cold']);
    await stage.db.query(
      `UPDATE job SET due_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE kind = 'wish.unclaimed' AND subject_id = ?`,
      [id],
    );
    expect(await workQueue()).toEqual(['wish.unclaimed']);
  });

  it('uses the days published by the district', async () => {
    const officer = await stage.actor('district_officer', 'D');
    const { data: rules } = await officer.api.GET('/api/v1/policies/matching');
    const put = (visibility: Record<string, unknown>) =>
      officer.api.PUT('/api/v1/policies/matching', {
        body: { basedOn: rules!.version, weights: { ...rules!.weights }, visibility },
      });
    const wrong = await put({ community: 1.5, town: 0 });
    expect((wrong.error as { faults?: { field: string }[] }).faults?.map(({ field }) => field)).toEqual([
      'visibility.community',
      'visibility.district',
    ]);
    expect((await put({ community: 0, town: 0, district: 400 })).response.status).toBe(422);
    expect((await put({ community: 0, town: 0, district: 30 })).response.status).toBe(200);
    expect((await put({ community: 0, town: 0, district: 30 })).response.status).toBe(409);
    expect(await sees(neighbour, await waitsFor(0))).toEqual(ALL);
    expect(await sees(farOff, await waitsFor(8))).toEqual(NOTHING);
  });
});
