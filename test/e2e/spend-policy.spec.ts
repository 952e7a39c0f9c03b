import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schemas } from '#libs/api-client';
import { ask, codeOf, formOf, see } from '../support/spending.js';
import { Stage, type Actor } from '../support/stage.js';

const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();

describe('the policy of spending', () => {
  let stage: Stage;
  let officer: Actor;
  let worker: Actor;

  beforeAll(async () => {
    stage = await Stage.open('policy');
    await stage.startApi();
    officer = await stage.actor('district_officer', 'D');
    worker = await stage.actor('grid_worker', 'A1');
  });
  afterAll(() => stage.close());

  const policies = async (actor = officer) => (await actor.api.GET('/api/v1/policies/spend')).data!;
  const begin = async (): Promise<Schemas['SpendPolicyDraftResponse']> => {
    const { data } = await officer.api.POST('/api/v1/policies/spend/drafts');
    return (await policies()).drafts.find(({ id }) => id === data!.id)!;
  };
  const edit = (draftId: string, body: Schemas['SpendPolicyBody']) =>
    officer.api.PUT('/api/v1/policies/spend/drafts/{draftId}', { params: { path: { draftId } }, body });
  const publish = (actor: Actor, draftId: string) =>
    actor.api.POST('/api/v1/policies/spend/drafts/{draftId}/publication', { params: { path: { draftId } } });

  it('begins as what the platform came with, and is edited in drafts that change nothing', async () => {
    expect(await policies()).toMatchObject({ inForce: 0, isExpired: false, versions: [{ version: 0 }], drafts: [] });
    const draft = await begin();
    expect(draft).toMatchObject({ basedOn: 0, policy: { justifyAboveFen: 100_000 } });
    expect(
      (await edit(draft.id, { ...draft.policy, source: '南财〔2026〕12号', justifyAboveFen: 20_000 })).error,
    ).toBeUndefined();
    expect((await policies()).inForce).toBe(0);
    const auditor = await stage.actor('auditor', 'D');
    expect((await policies(auditor)).drafts).toHaveLength(1);
    expect(codeOf(await publish(auditor, draft.id))).toBe('FORBIDDEN');
    expect((await worker.api.GET('/api/v1/policies/spend')).response.status).toBe(403);
  });

  it('names every rule that makes no sense', async () => {
    const { id, policy } = await begin();
    const [first, ...rest] = policy.tiers;
    const refused = await edit(id, {
      ...policy,
      validFrom: '2026-12-31',
      validUntil: '2026-12-01',
      tiers: [{ ...first!, upToFen: null, signers: ['resident', 'resident'] }, ...rest],
      lists: [...policy.lists, policy.lists[0]!],
    });
    const { faults } = refused.error as unknown as { faults: { field: string }[] };
    expect(faults.map(({ field }) => field)).toEqual([
      'tiers.0.upToFen',
      'tiers.0.signers',
      'tiers.0.signers',
      'validUntil',
      'lists',
    ]);
    const shapes = await edit(id, {
      ...policy,
      urgentUpToFen: -1,
      advancePercent: { goods: 0, service: 0, works: 101 },
    });
    expect((shapes.error as unknown as { faults: { field: string }[] }).faults.map(({ field }) => field)).toEqual([
      'urgentUpToFen',
      'advancePercent.works',
    ]);
    await officer.api.DELETE('/api/v1/policies/spend/drafts/{draftId}', { params: { path: { draftId: id } } });
    expect((await policies()).drafts.map((draft) => draft.id)).not.toContain(id);
  });

  it('tells what a year’s requests would have met under a draft', async () => {
    const asked = async (amountFen: number, more = {}) => {
      const { data, error } = await ask(worker, await stage.wish({ enteredBy: worker.id }), formOf(amountFen, more));
      expect(error).toBeUndefined();
      return data!.id;
    };
    const small = await asked(90_000);
    const large = await asked(150_000);
    const listed = await asked(30_000, { purpose: '老人生日蛋糕' });
    const [draft] = (await policies()).drafts;
    const { policy } = draft!;
    const tiers = policy.tiers.map((tier, at) =>
      at === 0
        ? { ...tier, upToFen: 50_000 }
        : at === 1
          ? { ...tier, notice: { amount: 3, unit: 'workingDay' as const } }
          : tier,
    );
    const lists: typeof policy.lists = [
      ...policy.lists,
      { code: 'cake', effect: 'stop', words: ['蛋糕'], zh: '不得购买蛋糕', en: 'No cakes', source: '测试' },
    ];
    await edit(draft!.id, { ...policy, tiers, lists });
    const { data: replay } = await officer.api.POST('/api/v1/policies/spend/drafts/{draftId}/replays', {
      params: { path: { draftId: draft!.id } },
      body: { year },
    });
    expect(replay).toMatchObject({
      requests: 3,
      changed: 3,
      changes: { moreSigners: 1, notice: 2, refused: 1 },
    });
    expect(replay!.examples.map(({ id, changes }) => [id, changes])).toEqual([
      [small, ['moreSigners', 'notice']],
      [large, ['notice']],
      [listed, ['refused']],
    ]);
    expect((await see(worker, small)).signers).toHaveLength(1); // nothing has changed
  });

  it('is put in force as the next version, which is never changed; requests keep theirs', async () => {
    const [draft] = (await policies()).drafts;
    const late = await begin();
    const before = await ask(worker, await stage.wish({ enteredBy: worker.id }), formOf(90_000));
    expect((await publish(officer, draft!.id)).data).toEqual({ version: 1 });
    expect(codeOf(await publish(officer, late.id))).toBe('POLICY_OUTDATED');
    expect(await policies()).toMatchObject({
      inForce: 1,
      versions: [{ version: 1, source: '南财〔2026〕12号' }, { version: 0 }],
    });
    const after = await ask(worker, await stage.wish({ enteredBy: worker.id }), formOf(90_000));
    expect(await see(worker, before.data!.id)).toMatchObject({ policyVersion: 0, notice: null });
    expect(await see(worker, after.data!.id)).toMatchObject({
      policyVersion: 1,
      notice: { amount: 3, unit: 'workingDay' },
      signers: [{ role: 'community_secretary' }, { role: 'community_director' }],
    });
    const cake = await ask(worker, await stage.wish({ enteredBy: worker.id }), formOf(100, { purpose: '蛋糕' }));
    expect(cake.error).toMatchObject({ faults: [{ field: 'purpose', reason: '不得购买蛋糕（测试）' }] });
    const app = await (await import('mysql2/promise')).createConnection(stage.env.DATABASE_URL!);
    await expect(app.query(`UPDATE policy SET body = '{}'`)).rejects.toThrow(/denied/);
    await app.end();
  });
});
