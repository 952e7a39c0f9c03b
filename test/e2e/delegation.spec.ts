import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, codeOf, decline, formOf, pay, see, sign } from '../support/spending.js';
import { Stage, type Actor } from '../support/stage.js';

const DAY_MS = 86_400_000;
/** A Shanghai day, so many days from today. */
const inDays = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * DAY_MS).toISOString().slice(0, 10);
const year = Number(inDays(0).slice(0, 4));

describe('delegating a signing role', () => {
  let stage: Stage;
  let secretary: Actor;
  let director: Actor;
  let deputy: Actor;
  let town: Actor;
  let worker: Actor;
  let clerk: Actor;

  beforeAll(async () => {
    stage = await Stage.open('delegation');
    await stage.startApi();
    await stage.startWorker();
    secretary = await stage.actor('community_secretary', 'A1');
    director = await stage.actor('community_director', 'A1');
    deputy = await stage.actor('town_officer', 'A');
    town = await stage.actor('town_officer', 'A');
    worker = await stage.actor('grid_worker', 'A1');
    clerk = await stage.actor('finance_clerk', 'A');
    const officer = await stage.actor('district_officer', 'D');
    await officer.api.POST('/api/v1/fund-allotments', {
      body: { unitId: stage.unit('A1').id, year, amountFen: 50_000_000 },
    });
  });
  afterAll(() => stage.close());

  const grantOf = async (person: Actor): Promise<string> =>
    (await stage.rows<{ id: string }>('SELECT id FROM role_grant WHERE person_id = ?', [person.id]))[0]!.id;
  const lend = async (
    by: Actor,
    of: Actor,
    to: Actor,
    days: { fromOn?: string; untilOn?: string } = {},
    key?: string,
  ) =>
    by.api.POST('/api/v1/delegations', {
      body: {
        grantId: await grantOf(of),
        deputyId: to.id,
        fromOn: inDays(0),
        untilOn: inDays(7),
        reason: '外出学习',
        ...days,
      },
      headers: (key ? { 'Idempotency-Key': key } : {}) as never,
    });
  const end = (by: Actor, delegationId: string) =>
    by.api.POST('/api/v1/delegations/{delegationId}/ending', { params: { path: { delegationId } } });
  const request = async (by = worker): Promise<string> => {
    const { data } = await ask(by, await stage.wish({ enteredBy: worker.id }), formOf(26_000));
    return data!.id;
  };
  /** A delegation for the length of a test. */
  const during = async (lent: Awaited<ReturnType<typeof lend>>, work: () => Promise<void>): Promise<void> => {
    expect(lent.error).toBeUndefined();
    await work();
    expect((await end(secretary, lent.data!.id)).error).toBeUndefined();
  };

  it('lets the deputy sign on behalf of the holder, from the first day to the last', async () => {
    const id = await request();
    expect(codeOf(await sign(deputy, id))).toBe('NOT_YOUR_TURN');
    await during(await lend(secretary, secretary, deputy, {}, 'lend-once-please'), async () => {
      expect((await lend(secretary, secretary, deputy, {}, 'lend-once-please')).error).toBeUndefined();
      expect((await see(deputy, id)).turn).toEqual({ behalfOfName: '演员community_secretary' });
      const { data: workQueue } = await deputy.api.GET('/api/v1/work-queue', {});
      expect(JSON.stringify(workQueue)).toContain(id);
      expect((await sign(deputy, id)).error).toBeUndefined();
      const [signer] = (await see(worker, id)).signers;
      expect(signer).toMatchObject({
        role: 'community_secretary',
        name: '演员town_officer',
        behalfOfName: '演员community_secretary',
      });
      // The one who stayed away may still sign herself.
      expect((await sign(secretary, await request())).error).toBeUndefined();
    });
    expect(codeOf(await sign(deputy, await request()))).toBe('NOT_YOUR_TURN');
    for (const days of [
      { from_on: inDays(1), until_on: inDays(3) },
      { from_on: inDays(-3), until_on: inDays(-1) },
    ]) {
      const { data } = await lend(secretary, secretary, deputy);
      await stage.rows('UPDATE delegation SET from_on = ?, until_on = ? WHERE id = ?', [
        days.from_on,
        days.until_on,
        data!.id,
      ]);
      expect(codeOf(await sign(deputy, await request()))).toBe('NOT_YOUR_TURN');
      await end(secretary, data!.id);
    }
  });

  it('counts as participation of both people', async () => {
    await stage.grant(secretary.id, 'finance_clerk', 'A1');
    const grants = await stage.rows<{ id: string }>(
      `SELECT id FROM role_grant WHERE person_id = ? AND role = 'finance_clerk'`,
      [secretary.id],
    );
    const id = await request();
    await during(await lendSigning(), async () => {
      expect((await sign(deputy, id)).error).toBeUndefined();
    });
    await stage.rows('UPDATE spend_request SET accepted_at = NOW(3) WHERE id = ?', [id]);
    expect(codeOf(await pay(secretary, id, 26_000))).toBe('FOUR_EYES');
    expect((await pay(clerk, id, 26_000)).error).toBeUndefined();
    await stage.rows('DELETE FROM role_grant WHERE id = ?', [grants[0]!.id]);
  });
  /** Delegates the signing role of a person who also holds another role. */
  const lendSigning = async () => {
    const [grant] = await stage.rows<{ id: string }>(
      `SELECT id FROM role_grant WHERE person_id = ? AND role = 'community_secretary'`,
      [secretary.id],
    );
    return secretary.api.POST('/api/v1/delegations', {
      body: { grantId: grant!.id, deputyId: deputy.id, fromOn: inDays(0), untilOn: inDays(0), reason: '出差' },
    });
  };

  it('does not let a deputy sign or refuse for the requester', async () => {
    const both = await stage.actor('community_secretary', 'A2');
    await stage.grant(both.id, 'grid_worker', 'A2');
    const wish = await stage.wish({ unit: 'A2', enteredBy: both.id });
    const { data } = await ask(both, wish, formOf(26_000));
    const [grant] = await stage.rows<{ id: string }>(
      `SELECT id FROM role_grant WHERE person_id = ? AND role = 'community_secretary'`,
      [both.id],
    );
    const lent = await both.api.POST('/api/v1/delegations', {
      body: { grantId: grant!.id, deputyId: deputy.id, fromOn: inDays(0), untilOn: inDays(1), reason: '出差' },
    });
    expect(lent.error).toBeUndefined();
    expect(codeOf(await sign(deputy, data!.id))).toBe('FOUR_EYES');
    expect(codeOf(await decline(deputy, data!.id, 'refusal'))).toBe('FOUR_EYES');
  });

  it('does not let one person sign twice, once as holder and once as deputy', async () => {
    const { data } = await ask(worker, await stage.wish({ enteredBy: worker.id }), formOf(500_000));
    expect((await see(worker, data!.id)).signers.map(({ role }) => role)).toEqual([
      'community_secretary',
      'community_director',
    ]);
    await during(await lend(secretary, secretary, director), async () => {
      expect((await sign(director, data!.id)).error).toBeUndefined();
      expect(codeOf(await sign(director, data!.id))).toBe('FOUR_EYES');
    });
  });

  it('needs another signer of the unit or above, for a limited number of days', async () => {
    for (const other of [worker, clerk, secretary, await stage.actor('community_secretary', 'A2')])
      expect(codeOf(await lend(secretary, secretary, other))).toBe('DEPUTY_UNFIT');
    const { data } = await secretary.api.GET('/api/v1/delegations/deputies/{grantId}', {
      params: { path: { grantId: await grantOf(secretary) } },
    });
    const ids = data!.items.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([director.id, deputy.id]));
    expect(ids).not.toContain(secretary.id);
    const faults = async (days: { fromOn?: string; untilOn?: string }) =>
      (await lend(secretary, secretary, deputy, days)).error as { faults?: { field: string }[] };
    expect((await faults({ fromOn: inDays(-1) })).faults).toMatchObject([{ field: 'fromOn' }]);
    expect((await faults({ fromOn: inDays(3), untilOn: inDays(2) })).faults).toMatchObject([{ field: 'untilOn' }]);
    expect((await faults({ untilOn: inDays(92) })).faults).toMatchObject([{ field: 'untilOn' }]);
    expect((await faults({ untilOn: '2026-02-30' })).faults).toMatchObject([{ field: 'untilOn' }]);
  });

  it('allows one deputy a day, also for simultaneous requests', async () => {
    const given = await Promise.all([
      lend(secretary, secretary, deputy, { fromOn: inDays(10), untilOn: inDays(12) }),
      lend(secretary, secretary, director, { fromOn: inDays(12), untilOn: inDays(14) }),
    ]);
    const won = given.filter(({ error }) => !error);
    expect(won).toHaveLength(1);
    expect(given.map(codeOf).filter(Boolean)).toEqual(['DELEGATION_OVERLAPS']);
    await end(secretary, won[0]!.data!.id);
    expect(codeOf(await end(secretary, won[0]!.data!.id))).toBe('DELEGATION_NOT_FOUND');
  });

  it('can be arranged by the town of an ill signer, and not by another town', async () => {
    const stranger = await stage.actor('town_officer', 'B');
    expect((await lend(stranger, secretary, town)).response.status).toBe(404);
    const { data } = await lend(town, secretary, deputy);
    const colleague = await stage.actor('community_director', 'A1');
    const { data: listed } = await colleague.api.GET('/api/v1/delegations', { params: { query: { limit: 10 } } });
    expect(listed!.items).toEqual([]); // neither their own nor of people whom they manage
    const { data: seen } = await secretary.api.GET('/api/v1/delegations', { params: { query: { limit: 10 } } });
    expect(seen!.items[0]).toMatchObject({ id: data!.id, state: 'current', givenBy: town.id, deputyId: deputy.id });
    expect((await end(secretary, data!.id)).error).toBeUndefined();
  });

  it('ends with the role', async () => {
    const leaving = await stage.actor('community_secretary', 'A1');
    expect((await lend(leaving, leaving, deputy)).error).toBeUndefined();
    const [grant] = await stage.rows<{ id: string }>('SELECT id FROM role_grant WHERE person_id = ?', [leaving.id]);
    await town.api.DELETE('/api/v1/people/roles/{grantId}', { params: { path: { grantId: grant!.id } } });
    expect(codeOf(await sign(deputy, await request()))).toBe('NOT_YOUR_TURN');
  });

  it('sends the reminders to the deputy, too', async () => {
    await stage.setDeadlines({ 'spend.decide': 1 });
    await during(await lend(secretary, secretary, deputy), async () => {
      const id = await request();
      const toldOf = (): Promise<{ recipient_id: string }[]> =>
        stage.rows(
          `SELECT n.recipient_id FROM notification n JOIN spend_request r ON r.wish_id = n.wish_id WHERE n.kind = 'spend.decide' AND r.id = ?`,
          [id],
        );
      for (let waited = 0; waited < 100 && (await toldOf()).length === 0; waited += 1)
        await new Promise((resume) => setTimeout(resume, 100));
      const told = (await toldOf()).map(({ recipient_id: recipient }) => recipient);
      expect(told).toEqual(expect.arrayContaining([secretary.id, deputy.id]));
      expect(told).not.toContain(town.id);
    });
  });
});
