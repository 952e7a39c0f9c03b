import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wishesContract } from '#libs/wishes';
import {
  accept,
  ask,
  codeOf,
  decline,
  decideReversal,
  formOf,
  pay,
  proposeReversal,
  revise,
  see,
  sign,
} from '../support/spending.js';
import { Stage, until, type Actor } from '../support/stage.js';

const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();

describe('one spend request for several wishes', () => {
  let stage: Stage;
  let worker: Actor;
  let secretary: Actor;
  let leader: Actor;
  let clerk: Actor;

  beforeAll(async () => {
    stage = await Stage.open('shared_spend');
    await stage.startApi();
    await stage.startWorker();
    worker = await stage.actor('grid_worker', 'A1');
    secretary = await stage.actor('community_secretary', 'A1');
    leader = await stage.actor('grid_leader', 'A1');
    clerk = await stage.actor('finance_clerk', 'A');
    const officer = await stage.actor('district_officer', 'D');
    await officer.api.POST('/api/v1/fund-allotments', {
      body: { unitId: stage.unit('A1').id, year, amountFen: 50_000_000 },
    });
  });
  afterAll(() => stage.close());

  const wishes = (count: number): Promise<string[]> =>
    Promise.all(Array.from({ length: count }, () => stage.wish({ enteredBy: worker.id })));
  const askFor = ([first, ...alsoFor]: string[], amountFen = 30_000) =>
    ask(worker, first!, formOf(amountFen, { alsoFor }));
  const cancel = (wishId: string) =>
    secretary.api.POST('/api/v1/wishes/{wishId}/cancellation', {
      params: { path: { wishId } },
      body: { reason: '家属已自行解决' },
    });
  const availableFen = async (): Promise<number> =>
    (
      await secretary.api.GET('/api/v1/units/{unitId}/fund', {
        params: { path: { unitId: stage.unit('A1').id }, query: { year } },
      })
    ).data!.availableFen;
  const toldOf = async (wishId: string): Promise<string[]> =>
    (await secretary.api.GET('/api/v1/wishes/{wishId}/events', { params: { path: { wishId } } })).data!.items.map(
      ({ name }) => name,
    );
  const companions = async (wishId: string, query: { q?: string; spendRequestId?: string } = {}) =>
    (
      await worker.api.GET('/api/v1/wishes/{wishId}/spend-companions', { params: { path: { wishId }, query } })
    ).data!.items.map(({ id }) => id);

  it('holds all of them, appears on every timeline, and notifies the requester once', async () => {
    const three = await wishes(3);
    const { data } = await askFor(three);
    const { id } = data!;
    for (const wishId of three) {
      expect(codeOf(await askFor([wishId]))).toBe('SPEND_REQUEST_OPEN');
      const { data: listed } = await secretary.api.GET('/api/v1/spend-requests', {
        params: { query: { limit: 20, wishId } },
      });
      expect(listed!.items.map((request) => request.id)).toEqual([id]);
    }
    expect((await see(secretary, id)).wishIds).toEqual(three);
    const { data: shown } = await secretary.api.GET('/api/v1/wishes', {
      params: { query: { limit: 30, spendRequestId: id } },
    });
    expect(shown!.items.map((wish) => wish.id).toSorted()).toEqual(three.toSorted());
    expect((await sign(secretary, id)).error).toBeUndefined();
    for (const wishId of three) expect(await toldOf(wishId)).toEqual(['SpendRequested', 'SpendApproved']);
    const inbox = () =>
      stage.rows(`SELECT id FROM notification WHERE recipient_id = ? AND kind = 'SpendApproved'`, [worker.id]);
    await until('the requester is notified', 20_000, async () => (await inbox()).length > 0);
    await until('all events went out', 20_000, async () => {
      const waiting = await stage.rows(
        `SELECT 1 FROM event WHERE seq IS NULL
         UNION ALL SELECT 1 FROM job WHERE status IN ('scheduled','running') AND due_at <= UTC_TIMESTAMP(3)`,
      );
      return waiting.length === 0;
    });
    expect(await inbox()).toHaveLength(1);

    expect((await accept(leader, id)).error).toBeUndefined();
    expect((await pay(clerk, id, 30_000)).error).toBeUndefined();
    const { data: breakdown } = await secretary.api.GET('/api/v1/units/{unitId}/fund/breakdown', {
      params: { path: { unitId: stage.unit('A1').id }, query: { year } },
    });
    expect(breakdown!.wishes).toEqual([
      { wishId: three[0], wishCount: 3, purpose: '扶手', requests: 1, paidFen: 30_000 },
    ]);
    const { data: paid } = await secretary.api.GET('/api/v1/public/payments', {
      params: { query: { limit: 5, unitId: stage.unit('A1').id } },
    });
    expect(paid!.items[0]).toMatchObject({ amountFen: 30_000, wishCount: 3 });
    // It is over: each of them may be asked for again.
    expect((await askFor([three[1]!])).error).toBeUndefined();
  });

  it('refuses a wish of another community, an ended wish, and a wish of another request', async () => {
    const [mine, ended, held] = await wishes(3);
    await cancel(ended!);
    expect((await askFor([held!])).error).toBeUndefined();
    const foreign = await stage.wish({ enteredBy: worker.id, unit: 'A2' });
    const faultsOf = async (other: string): Promise<unknown> => {
      const { error } = await askFor([mine!, other]);
      return (error as { faults?: { field: string }[] }).faults?.map(({ field }) => field);
    };
    expect(await faultsOf(foreign)).toEqual(['alsoFor']);
    expect(await faultsOf(ended!)).toEqual(['alsoFor']);
    expect(codeOf(await askFor([mine!, held!]))).toBe('SPEND_REQUEST_OPEN');
    const beside = await companions(mine!);
    expect(beside).not.toContain(foreign);
    expect(beside).not.toContain(ended);
    expect(beside).not.toContain(held);
    expect(codeOf(await askFor([mine!, mine!]))).toBeUndefined();
  });

  it('accepts one of several simultaneous requests', async () => {
    const shared = (await wishes(1))[0]!;
    const others = await wishes(6);
    const answers = await Promise.all(
      others.map((other, at) => askFor(at % 2 === 0 ? [other, shared] : [shared, other])),
    );
    expect(answers.filter(({ data }) => data)).toHaveLength(1);
    expect(new Set(answers.filter(({ error }) => error).map(codeOf))).toEqual(new Set(['SPEND_REQUEST_OPEN']));
    await expect(
      stage.db.query(
        `INSERT INTO spend_wish (spend_request_id, wish_id, place, is_held)
         SELECT spend_request_id, ?, 29, TRUE FROM spend_wish WHERE wish_id <> ? LIMIT 1`,
        [shared, shared],
      ),
    ).rejects.toThrow(/uq_spend_wish_held/);
  });

  it('adds and removes wishes in a new version', async () => {
    const [first, goes, comes, stays] = (await wishes(4)) as [string, string, string, string];
    const { id } = (await askFor([first, goes, stays])).data!;
    await decline(secretary, id, 'return');
    const before = await companions(first, { spendRequestId: id });
    expect(before.slice(0, 2).toSorted()).toEqual([goes, stays].toSorted());
    expect(before).toContain(comes);
    expect((await revise(worker, id, formOf(40_000, { alsoFor: [stays, comes] }))).error).toBeUndefined();
    expect((await see(secretary, id)).wishIds).toEqual([first, stays, comes]);
    expect(await toldOf(goes)).toEqual(['SpendRequested', 'SpendReturned', 'SpendNarrowed']);
    expect((await askFor([goes])).error).toBeUndefined();
    // What is not said stays; what was let go cannot be taken back while another holds it.
    await decline(secretary, id, 'return');
    expect((await revise(worker, id, formOf(40_000))).error).toBeUndefined();
    expect((await see(secretary, id)).wishIds).toEqual([first, stays, comes]);
    await decline(secretary, id, 'return');
    expect(codeOf(await revise(worker, id, formOf(40_000, { alsoFor: [goes] })))).toBe('SPEND_REQUEST_OPEN');
    expect((await see(secretary, id)).wishIds).toEqual([first, stays, comes]);
  });

  it('continues for the remaining wishes when one ends, and releases the money with the last', async () => {
    const [first, second, third] = (await wishes(3)) as [string, string, string];
    const { id } = (await askFor([first, second, third])).data!;
    const before = await availableFen();
    expect((await cancel(first)).error).toBeUndefined();
    const narrowed = await see(secretary, id);
    expect(narrowed).toMatchObject({ wishIds: [second, third], status: 'submitted' });
    expect(narrowed.checks.find(({ code }) => code === 'wishesEnded')?.facts).toEqual({ ended: 1, left: 2 });
    expect((await sign(secretary, id)).error).toBeUndefined();
    expect(await availableFen()).toBe(before - 30_000);
    expect((await toldOf(first)).at(-1)).toBe('SpendNarrowed');
    expect(await toldOf(second)).toEqual(['SpendRequested', 'SpendApproved']);
    await cancel(third);
    expect(await availableFen()).toBe(before - 30_000);
    await cancel(second);
    expect(await availableFen()).toBe(before);
    expect(await see(secretary, id)).toMatchObject({ status: 'cancelled', releasedFen: 30_000, wishIds: [second] });
  });

  it('releases at once what a reversal returns for ended wishes', async () => {
    const two = await wishes(2);
    const { id } = (await askFor(two)).data!;
    await sign(secretary, id);
    await accept(leader, id);
    await pay(clerk, id, 30_000);
    const before = await availableFen();
    for (const wishId of two) await cancel(wishId);
    const [payment] = (await see(secretary, id)).payments;
    const { data } = await proposeReversal(clerk, payment!.id);
    const town = await stage.actor('town_officer', 'A');
    expect((await decideReversal(town, data!.id, true)).error).toBeUndefined();
    expect(await see(secretary, id)).toMatchObject({ status: 'cancelled', paidFen: 0, releasedFen: 30_000 });
    expect(await availableFen()).toBe(before + 30_000);
  });

  it('keeps the invariants', async () => {
    const { out } = await stage.cli(['funds', 'verify', '--json']);
    expect(JSON.parse(out)).toMatchObject({ broken: 0 });
    const law = wishesContract.invariants.find(({ name }) => name === 'wish.money')!;
    expect(await stage.rows(law.sql)).toEqual([]);
  });
});
