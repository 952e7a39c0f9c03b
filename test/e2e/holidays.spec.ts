import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schemas } from '#libs/api-client';
import { addDays, shanghaiDay } from '#libs/platform';
import { Stage, type Actor } from '../support/stage.js';

describe('holidays that a district puts in force', () => {
  let stage: Stage;
  let officer: Actor;
  let worker: Actor;

  beforeAll(async () => {
    stage = await Stage.open('holidays');
    await stage.startApi();
    officer = await stage.actor('district_officer', 'D');
    worker = await stage.actor('grid_worker', 'A1');
  });
  afterAll(() => stage.close());

  const today = shanghaiDay(new Date());
  const set = (spans: Schemas['DaySpanBody'][], basedOn: number, who = officer) =>
    who.api.PUT('/api/v1/policies/holidays', { body: { basedOn, spans } });
  const verifiedBy = async (need: string): Promise<string> => {
    const told = await worker.api.POST('/api/v1/wishes', {
      body: {
        unitId: stage.unit('A1').id,
        need,
        kind: 'service',
        urgency: 'normal',
        helpersNeeded: 1,
        estimatedFen: 0,
        peopleHelped: 1,
        beneficiary: { name: '李子梅', phone: '15900007004' },
        consent: { kind: 'spoken', byGuardian: false },
        isDraft: false,
      },
    });
    const [job] = await stage.rows<{ dueAt: Date }>(
      `SELECT due_at AS dueAt FROM job WHERE kind = 'wish.verify' AND subject_id = ?`,
      [told.data!.id],
    );
    return shanghaiDay(job!.dueAt);
  };

  it('move the deadlines that start afterwards, and no other', async () => {
    const before = await verifiedBy('吊扇坏了，想换一台');
    expect(before < addDays(today, 20)).toBe(true);
    const closed = await set([{ from: today, until: addDays(today, 20), kind: 'off' }], 0);
    expect(closed.data).toMatchObject({ version: 1, spans: [{ from: today }] });
    const after = await verifiedBy('门锁坏了，想换一把');
    expect(after > addDays(today, 20)).toBe(true);
  });

  it('are checked, day by day', async () => {
    const refused = await set(
      [
        { from: '2031-02-10', until: '2031-02-05', kind: 'off' },
        { from: '2032-01-01', until: '2032-12-31', kind: 'off' },
        { from: '2031-10-01', until: '2031-10-07', kind: 'off' },
        { from: '2031-10-07', until: '2031-10-08', kind: 'work' },
      ],
      1,
    );
    expect((refused.error as { faults?: { field: string }[] }).faults?.map(({ field }) => field)).toEqual([
      'spans.0.until',
      'spans.1.until',
      'spans.3.until',
    ]);
    const closed = await set(
      [
        { from: '2031-03-01', until: '2031-03-31', kind: 'off' },
        { from: '2031-04-01', until: '2031-04-30', kind: 'off' },
      ],
      1,
    );
    expect((closed.error as { faults?: { field: string }[] }).faults?.map(({ field }) => field)).toEqual([
      'spans.0.until',
    ]);
    expect((await set([], 0)).response.status).toBe(409);
    const town = await stage.actor('town_officer', 'A');
    expect((await set([], 1, town)).response.status).toBe(403);
  });

  it('make a year a known one', async () => {
    const { data: first } = await officer.api.GET('/api/v1/policies/holidays');
    const next = first!.knownUntil + 1;
    const { data } = await set([{ from: `${next}-01-01`, until: `${next}-01-03`, kind: 'off' }], 1);
    expect(data!.knownUntil).toBe(next);
    const deadlines = await officer.api.GET('/api/v1/policies/deadlines');
    expect(deadlines.data!.holidaysKnownUntil).toBe(next);
  });
});
