import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accept, ask, codeOf, formOf, pay, sign } from '../support/spending.js';
import { Stage, type Actor } from '../support/stage.js';

const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();

describe('the spending plan of a year', () => {
  let stage: Stage;
  let secretary: Actor;
  let director: Actor;

  beforeAll(async () => {
    stage = await Stage.open('fund_plan');
    await stage.startApi();
    secretary = await stage.actor('community_secretary', 'A1');
    director = await stage.actor('community_director', 'A1');
    const officer = await stage.actor('district_officer', 'D');
    await officer.api.POST('/api/v1/fund-allotments', {
      body: { unitId: stage.unit('A').id, year, amountFen: 50_000_000 },
    });
  });
  afterAll(() => stage.close());

  const plan = (who: Actor, unit: string, basedOn: number, lines: { category: string; plannedFen: number }[]) =>
    who.api.PUT('/api/v1/units/{unitId}/fund/plan', {
      params: { path: { unitId: stage.unit(unit).id } },
      body: { year, basedOn, lines },
    });
  const breakdown = async (who: Actor, unit: string) =>
    (
      await who.api.GET('/api/v1/units/{unitId}/fund/breakdown', {
        params: { path: { unitId: stage.unit(unit).id }, query: { year } },
      })
    ).data!;

  it('is compared with approved and paid amounts by category, up to the town', async () => {
    const first = [
      { category: 'home_safety', plannedFen: 10_000_000 },
      { category: 'repairs', plannedFen: 5_000_000 },
      { category: 'festival', plannedFen: 0 },
    ];
    expect((await plan(secretary, 'A1', 0, first)).data).toEqual({ version: 1 });
    const other = await stage.actor('community_secretary', 'A2');
    expect((await plan(other, 'A2', 0, [{ category: 'repairs', plannedFen: 1_000_000 }])).data).toEqual({ version: 1 });
    const worker = await stage.actor('grid_worker', 'A1');
    const { data } = await ask(worker, await stage.wish({ enteredBy: worker.id }), formOf(26_000));
    for (const done of [
      await sign(secretary, data!.id),
      await accept(await stage.actor('grid_leader', 'A1'), data!.id),
      await pay(await stage.actor('finance_clerk', 'A'), data!.id, 25_000),
    ])
      expect(done.error).toBeUndefined();
    expect(await breakdown(secretary, 'A1')).toMatchObject({
      planVersion: 1,
      categories: [
        { category: 'repairs', plannedFen: 5_000_000, requests: 1, approvedFen: 25_000, paidFen: 25_000 },
        { category: 'home_safety', plannedFen: 10_000_000, requests: 0, approvedFen: 0, paidFen: 0 },
      ],
    });
    const town = await breakdown(await stage.actor('town_officer', 'A'), 'A');
    expect(town).toMatchObject({ planVersion: 0 });
    expect(town.categories[0]).toMatchObject({ category: 'repairs', plannedFen: 6_000_000 });
  });

  it('refuses concurrent changes, and keeps every version', async () => {
    const lines = [{ category: 'health', plannedFen: 2_000_000 }];
    const both = await Promise.all([plan(secretary, 'A1', 1, lines), plan(director, 'A1', 1, lines)]);
    expect(both.map(codeOf).filter(Boolean)).toEqual(['PLAN_OUTDATED']);
    expect((await breakdown(secretary, 'A1')).categories.map(({ category }) => category)).toEqual([
      'repairs',
      'health',
    ]);
    const versions = await stage.rows('SELECT version FROM fund_plan WHERE unit_id = ?', [stage.unit('A1').id]);
    expect(versions).toHaveLength(2);
  });

  it('is refused with field and reason for invalid values, for a town, and from other units', async () => {
    const faults = async (line: { category: string; plannedFen: number }) =>
      ((await plan(secretary, 'A1', 2, [line])).error as { faults: { field: string }[] }).faults.map(
        ({ field }) => field,
      );
    expect(await faults({ category: 'repairs', plannedFen: -1 })).toEqual(['lines.0.plannedFen']);
    expect(await faults({ category: 'repairs', plannedFen: 0.5 })).toEqual(['lines.0.plannedFen']);
    expect(await faults({ category: 'repairs', plannedFen: 1e15 })).toEqual(['lines.0.plannedFen']);
    expect(await faults({ category: '修 理', plannedFen: 1 })).toEqual(['lines.0.category']);
    const twice = [
      { category: 'repairs', plannedFen: 1 },
      { category: 'repairs', plannedFen: 2 },
    ];
    expect((await plan(secretary, 'A1', 2, twice)).response.status).toBe(422);
    expect((await plan(secretary, 'A2', 1, [])).response.status).toBe(404);
    const clerk = await stage.actor('finance_clerk', 'A1');
    expect((await plan(clerk, 'A1', 2, [])).response.status).toBe(403);
  });
});
