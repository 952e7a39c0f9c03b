import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accept, ask, codeOf, decline, formOf, paperOf, pay, see, sign, threeQuotes } from '../support/spending.js';
import { Stage, until, type Actor } from '../support/stage.js';

const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
type Role = 'secretary' | 'director' | 'town' | 'district';

describe('signatures', () => {
  let stage: Stage;
  let worker: Actor;
  let clerk: Actor;
  const signers = {} as Record<Role, Actor>;

  beforeAll(async () => {
    stage = await Stage.open('signatures');
    await Promise.all([stage.startApi(), stage.startApi()]);
    worker = await stage.actor('grid_worker', 'A1');
    clerk = await stage.actor('finance_clerk', 'A');
    signers.secretary = await stage.actor('community_secretary', 'A1');
    signers.director = await stage.actor('community_director', 'A1');
    signers.town = await stage.actor('town_officer', 'A');
    signers.district = await stage.actor('district_officer', 'D');
    await signers.district.api.POST('/api/v1/fund-allotments', {
      body: { unitId: stage.unit('A1').id, year, amountFen: 50_000_000 },
    });
  });
  afterAll(() => stage.close());

  const askFor = async (actor: Actor, amountFen: number): Promise<string> => {
    const wishId = await stage.wish({ enteredBy: worker.id });
    const minutesIds = amountFen > 1_000_000 ? [await paperOf(stage, actor, 'minutes')] : [];
    const { data, error } = await ask(actor, wishId, formOf(amountFen, { quotes: threeQuotes(amountFen), minutesIds }));
    expect(error).toBeUndefined();
    return data!.id;
  };
  const workQueueOf = async (actor: Actor): Promise<string[]> =>
    (await actor.api.GET('/api/v1/work-queue')).data!.items.flatMap(({ kind, spendRequestId }) =>
      kind === 'spend.decide' && spendRequestId ? [spendRequestId] : [],
    );

  it.each<[number, Role[]]>([
    [100_000, ['secretary']],
    [100_001, ['secretary', 'director']],
    [5_000_000, ['secretary', 'director']],
    [5_000_001, ['secretary', 'director', 'town']],
    [10_000_001, ['secretary', 'director', 'town', 'district']],
  ])('%i fen need the signatures of their tier in order, and the last one reserves', async (fen, order) => {
    const id = await askFor(worker, fen);
    for (const [at, role] of order.entries()) {
      for (const other of Object.keys(signers) as Role[])
        expect((await workQueueOf(signers[other])).includes(id)).toBe(other === role);
      for (const other of (Object.keys(signers) as Role[]).filter((one) => one !== role))
        expect(codeOf(await sign(signers[other], id))).toBe('NOT_YOUR_TURN');
      expect((await see(clerk, id)).status).toBe('submitted');
      expect((await sign(signers[role], id)).response.status).toBe(200);
      const seen = await see(clerk, id);
      expect(seen.signers.filter((one) => one.at !== null)).toHaveLength(at + 1);
      expect(seen.status).toBe(at < order.length - 1 ? 'submitted' : fen > 1_000_000 ? 'on_notice' : 'approved');
    }
    expect(await stage.rows(`SELECT amount_fen FROM fund_transfer WHERE op_key = ?`, [`reserve-${id}`])).toEqual([
      { amount_fen: fen },
    ]);
  });

  it('are accepted once for one place when two people sign at once', async () => {
    const id = await askFor(worker, 200_000);
    const second = await stage.actor('community_secretary', 'A1', { url: stage.urls[1] });
    const answers = await Promise.all([sign(signers.secretary, id), sign(second, id)]);
    expect(answers.map(({ response }) => response.status).toSorted()).not.toEqual([200, 200]);
    expect(answers.filter(({ response }) => response.ok)).toHaveLength(1);
    expect((await see(clerk, id)).nextRole).toBe('community_director');
  });

  it('are limited to one part in a request per person, regardless of roles', async () => {
    const many = await stage.actor('community_director', 'A1');
    const other = await stage.actor('grid_worker', 'A1');
    for (const role of ['community_secretary', 'finance_clerk']) await stage.grant(many.id, role, 'A1');
    const own = await askFor(many, 50_000);
    expect(codeOf(await sign(many, own))).toBe('FOUR_EYES'); // asks and signs
    await sign(signers.secretary, own);
    await accept(other, own);
    expect(codeOf(await pay(many, own, 100))).toBe('FOUR_EYES'); // asks and pays

    const twice = await askFor(worker, 200_000);
    expect((await sign(many, twice)).response.status).toBe(200);
    expect(codeOf(await sign(many, twice))).toBe('FOUR_EYES'); // signs as secretary and as director
    expect((await sign(signers.director, twice)).response.status).toBe(200);
    await accept(other, twice);
    expect(codeOf(await pay(many, twice, 100))).toBe('FOUR_EYES'); // signs and pays
    expect((await pay(clerk, twice, 100, { isLast: false })).response.status).toBe(201);
    expect((await pay(clerk, twice, 100)).response.status).toBe(201); // in parts, the same payer
  });

  it('can be replaced by a refusal only by the signer whose turn it is', async () => {
    const id = await askFor(worker, 200_000);
    const refuse = (actor: Actor) => decline(actor, id, 'refusal');
    await sign(signers.secretary, id);
    expect(codeOf(await refuse(signers.secretary))).toBe('NOT_YOUR_TURN');
    expect((await refuse(signers.director)).response.status).toBe(200);
    expect(await see(clerk, id)).toMatchObject({ status: 'refused', nextRole: null });
    expect(codeOf(await sign(signers.director, id))).toBe('SPEND_REQUEST_STATE');
  });

  it('cause reminders only to the signer whose turn it is', async () => {
    const id = await askFor(worker, 200_000);
    await sign(signers.secretary, id);
    await stage.startWorker();
    await stage.db.query(
      `UPDATE job SET due_at = UTC_TIMESTAMP(3), gen = gen + 1, queued_at = NULL WHERE kind = 'spend.decide' AND subject_id = ?`,
      [id],
    );
    const told = () =>
      stage.rows<{ who: string }>(
        `SELECT n.recipient_id who FROM notification n JOIN spend_request r ON r.wish_id = n.wish_id
         WHERE n.kind = 'spend.decide' AND r.id = ?`,
        [id],
      );
    await until('somebody is reminded', 20_000, async () => (await told()).length > 0);
    const directors = await stage.rows<{ who: string }>(
      `SELECT person_id who FROM role_grant WHERE role = 'community_director' AND unit_id = ?`,
      [stage.unit('A1').id],
    );
    const sorted = (rows: { who: string }[]): string[] => rows.map(({ who }) => who).toSorted();
    expect(sorted(await told())).toEqual(sorted(directors));
  });

  it('keep the invariants', async () => {
    const { out } = await stage.cli(['funds', 'verify', '--json']);
    expect(JSON.parse(out)).toMatchObject({ broken: 0 });
  });
});
