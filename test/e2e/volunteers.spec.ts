import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schemas } from '#libs/api-client';
import { Stage, type Actor } from '../support/stage.js';

type Body = Schemas['DescribeVolunteerBody'];

describe('a volunteer', () => {
  let stage: Stage;
  let worker: Actor;
  let volunteer: Actor;

  beforeAll(async () => {
    stage = await Stage.open('volunteers');
    await stage.startApi();
    worker = await stage.actor('grid_worker', 'A1');
    volunteer = await stage.actor('volunteer', 'A1');
  });
  afterAll(() => stage.close());

  const describeMe = (body: Partial<Body> = {}) =>
    volunteer.api.PUT('/api/v1/volunteers/me', {
      body: { skills: ['electrical'], maxOpenClaims: 2, licences: [], ...body },
    });
  const faultsOf = (error: unknown): string[] =>
    ((error as { faults?: { field: string }[] }).faults ?? []).map(({ field }) => field);
  const match = (who: Actor, wishId: string) =>
    who.api.GET('/api/v1/matches/wishes/{wishId}', { params: { path: { wishId } } });

  it('without a profile is available in the town at any time', async () => {
    const { data } = await volunteer.api.GET('/api/v1/volunteers/me');
    expect(data).toEqual({
      personId: volunteer.id,
      skills: [],
      licences: [],
      pendingLicences: [],
      maxOpenClaims: 3,
      languages: [],
      reach: 'town',
      windows: [],
      liked: [],
      disliked: [],
      awayUntil: null,
      groups: [],
    });
  });

  it('sets times, distance and skills; omitted fields stay unchanged', async () => {
    const said = {
      languages: ['cantonese', 'sign'],
      reach: 'community',
      windows: [{ weekday: 6, fromMin: 540, untilMin: 660 }],
      liked: ['repairs'],
      disliked: ['legal'],
      awayUntil: '2027-02-20',
    } satisfies Partial<Body>;
    expect((await describeMe(said)).data).toMatchObject({ skills: ['electrical'], maxOpenClaims: 2, ...said });
    expect((await describeMe({ skills: ['plumbing'], reach: 'grid' })).data).toMatchObject({
      ...said,
      skills: ['plumbing'],
      reach: 'grid',
    });
    expect((await describeMe({ awayUntil: null })).data).toMatchObject({ awayUntil: null, liked: ['repairs'] });
  });

  it('gets errors for contradictory values, without any change', async () => {
    const { data: before } = await volunteer.api.GET('/api/v1/volunteers/me');
    for (const [body, field] of [
      [{ windows: [{ weekday: 6, fromMin: 660, untilMin: 540 }] }, 'windows.0.untilMin'],
      [{ windows: [{ weekday: 8, fromMin: 540, untilMin: 660 }] }, 'windows.0.weekday'],
      [{ liked: ['school'], disliked: ['school'] }, 'disliked'],
      [{ disliked: ['repairs'] }, 'disliked'],
      [{ reach: 'moon' as never }, 'reach'],
      [{ awayUntil: '2027-02-30' }, 'awayUntil'],
      [{ languages: ['klingon' as never] }, 'languages'],
    ] as [Partial<Body>, string][])
      expect(faultsOf((await describeMe(body)).error), field).toContain(field);
    expect((await volunteer.api.GET('/api/v1/volunteers/me')).data).toEqual(before);
  });

  it('sees the reasons for a match in words, not in points', async () => {
    const wishId = await stage.wish({ enteredBy: worker.id });
    await stage.db.query(
      `UPDATE wish SET skill = 'electrical', urgency = 'urgent', opened_at = UTC_TIMESTAMP(3) - INTERVAL 50 HOUR WHERE id = ?`,
      [wishId],
    );
    await describeMe({ reach: 'town', liked: ['repairs'], windows: [] });
    expect((await match(volunteer, wishId)).data).toEqual({
      reasons: [
        { signal: 'skill', speaksFor: true, fact: 'electrical' },
        { signal: 'urgent', speaksFor: true },
        { signal: 'distance', speaksFor: true, fact: 'community' },
        { signal: 'liked', speaksFor: true, fact: 'repairs' },
        { signal: 'waiting', speaksFor: true, fact: 2 },
      ],
      blockers: [],
    });
    await describeMe({ skills: [], liked: [], disliked: ['repairs'], reach: 'grid', awayUntil: '2099-01-01' });
    const { data: weighed } = await match(volunteer, wishId);
    expect(weighed!.reasons).toContainEqual({ signal: 'disliked', speaksFor: false, fact: 'repairs' });
    expect(weighed!.blockers).toEqual(['reach', 'away']);
  });

  it('needs a verified licence where the law requires one', async () => {
    const wishId = await stage.wish({ enteredBy: worker.id, licence: 'electrician' });
    await describeMe({ reach: 'town', awayUntil: null, licences: [{ kind: 'electrician', validUntil: '2099-12-31' }] });
    expect((await match(volunteer, wishId)).data!.blockers).toEqual(['licence']);
    const secretary = await stage.actor('community_secretary', 'A1');
    await secretary.api.POST('/api/v1/volunteers/{personId}/licences', {
      params: { path: { personId: volunteer.id } },
      body: { kind: 'electrician', validUntil: '2099-12-31', unitId: stage.unit('A1').id },
    });
    const { data } = await match(volunteer, wishId);
    expect(data!.blockers).toEqual([]);
    expect(data!.reasons).toContainEqual({ signal: 'licence', speaksFor: true, fact: 'electrician' });
  });

  it('sees no wish that is not open or out of reach', async () => {
    const taken = await stage.wish({ enteredBy: worker.id, status: 'in_progress' });
    expect((await match(volunteer, taken)).response.status).toBe(404);
    const stranger = await stage.actor('volunteer', 'B1');
    const open = await stage.wish({ enteredBy: worker.id });
    expect((await match(stranger, open)).response.status).toBe(404);
  });

  it('can be explained to an operator, component by component', async () => {
    const wishId = await stage.wish({ enteredBy: worker.id });
    const { code, out } = await stage.cli(['match', 'explain', wishId, volunteer.id, '--json']);
    expect(code).toBe(0);
    const { points, components } = JSON.parse(out) as {
      points: number;
      components: { signal: string; points: number }[];
    };
    expect(points).toBe(1_000 + components.reduce((sum, component) => sum + component.points, 0));
    expect(components.map(({ signal }) => signal)).toEqual(['disliked', 'distance']);
    expect((await stage.cli(['match', 'explain', volunteer.id, wishId])).code).toBe(1);
  });
});
