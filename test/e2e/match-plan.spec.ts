import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schemas } from '#libs/api-client';
import { Stage, until, type Actor } from '../support/stage.js';

describe('a matching plan', () => {
  let stage: Stage;
  let officer: Actor;
  let secretary: Actor;
  let worker: Actor;
  let electrician: Actor;
  let neighbour: Actor;

  beforeAll(async () => {
    stage = await Stage.open('matchplan');
    await stage.setDeadlines({ 'invitation.answer': 600 });
    await stage.startApi();
    await stage.startWorker();
    officer = await stage.actor('town_officer', 'A');
    secretary = await stage.actor('community_secretary', 'A1');
    worker = await stage.actor('grid_worker', 'A1');
    electrician = await stage.actor('volunteer', 'A1');
    neighbour = await stage.actor('volunteer', 'A2');
    for (const [volunteer, skills] of [
      [electrician, ['electrical']],
      [neighbour, []],
    ] as const) {
      const told = await volunteer.api.PUT('/api/v1/volunteers/me', {
        body: { skills: [...skills], maxOpenClaims: 3, licences: [], reach: 'town' },
      });
      expect(told.response.status).toBe(200);
    }
  });
  afterAll(() => stage.close());

  async function plan(by: Actor, unit: string): Promise<Schemas['PlanResponse']> {
    const asked = await by.api.POST('/api/v1/match-plans', { body: { unitId: stage.unit(unit).id } });
    expect(asked.response.status).toBe(202);
    return computed(by, asked.data!.id);
  }
  async function computed(by: Actor, planId: string, status = 'ready'): Promise<Schemas['PlanResponse']> {
    let answer: Schemas['PlanResponse'] | undefined;
    await until(`the plan is ${status}`, 20_000, async () => {
      answer = (await by.api.GET('/api/v1/match-plans/{planId}', { params: { path: { planId } } })).data;
      return answer?.status === status;
    });
    return answer!;
  }
  const wishesOf = async (by: Actor, planId: string): Promise<Schemas['PlannedWishResponse'][]> =>
    (await by.api.GET('/api/v1/match-plans/{planId}/wishes', { params: { path: { planId } } })).data!.items;
  const invitations = async (of: Actor): Promise<Schemas['InvitationResponse'][]> =>
    (await of.api.GET('/api/v1/me/invitations')).data!.items;
  const send = async (by: Actor, { id, version }: Schemas['PlanResponse']): Promise<void> => {
    const sent = await by.api.POST('/api/v1/match-plans/{planId}/sending', {
      params: { path: { planId: id } },
      body: { basedOn: version },
    });
    expect(sent.response.status).toBe(202);
    await computed(by, id, 'sent');
  };
  const forget = () =>
    stage.db.query(
      `UPDATE wish SET status = 'cancelled' WHERE status = 'open'; UPDATE job SET status = 'cancelled' WHERE status = 'scheduled';
       UPDATE invitation SET status = 'withdrawn' WHERE status = 'open'`,
    );

  it('is computed by the worker, gives reasons, and becomes claims', async () => {
    const wishId = await stage.wish({ enteredBy: worker.id });
    await stage.db.query(`UPDATE wish SET skill = 'electrical' WHERE id = ?`, [wishId]);
    const ready = await plan(officer, 'A');
    expect(ready).toMatchObject({ wishes: 1, volunteers: 2, places: 1, filled: 1, sentAt: null });
    const [planned] = await wishesOf(officer, ready.id);
    expect(planned!.pairs.map(({ id }) => id)).toEqual([electrician.id]);
    expect(planned!.pairs[0]!.reasons.map(({ signal }) => signal)).toEqual(['skill', 'distance']);
    expect(planned!.others.map(({ id }) => id)).toEqual([neighbour.id]);

    await send(officer, ready);
    const [invited] = await invitations(electrician);
    expect(invited!.wish.id).toBe(wishId);
    const accepted = await electrician.api.POST('/api/v1/invitations/{invitationId}/acceptance', {
      params: { path: { invitationId: invited!.id } },
      body: {},
    });
    expect(accepted.response.status).toBe(200);
    const claims = await electrician.api.GET('/api/v1/me/claims');
    expect(claims.data!.items.map(({ id, wish }) => [id, wish.id])).toEqual([[accepted.data!.claimId, wishId]]);
    expect((await computed(officer, ready.id, 'sent')).invitations).toMatchObject({ accepted: 1, open: 0 });
    await until('the volunteer was notified', 10_000, async () => {
      const inbox = await electrician.api.GET('/api/v1/inbox');
      return inbox.data!.items.some(({ kind }) => kind === 'VolunteerInvited');
    });
  });

  it('invites the next candidate after a refusal or no answer, and escalates to the secretary after the last', async () => {
    await forget();
    const wishId = await stage.wish({ enteredBy: worker.id });
    const ready = await plan(officer, 'A');
    await send(officer, ready);
    const [first] = await invitations(electrician);
    await electrician.api.POST('/api/v1/invitations/{invitationId}/decline', {
      params: { path: { invitationId: first!.id } },
    });
    expect(await invitations(electrician)).toEqual([]);
    const [second] = await invitations(neighbour);
    expect(second!.wish.id).toBe(wishId);
    await stage.db.query(
      `UPDATE job SET due_at = UTC_TIMESTAMP(3), gen = gen + 1, queued_at = NULL WHERE subject_id = ?`,
      [second!.id],
    );
    await until('the secretary is notified that no candidate is left', 15_000, async () => {
      const told = await secretary.api.GET('/api/v1/inbox');
      return told.data!.items.some(({ kind }) => kind === 'InvitationsExhausted');
    });
    const late = await neighbour.api.POST('/api/v1/invitations/{invitationId}/acceptance', {
      params: { path: { invitationId: second!.id } },
      body: {},
    });
    expect(late.response.status).toBe(409);
    expect((late.error as { code?: string }).code).toBe('INVITATION_ENDED');
  });

  it('lets an invited volunteer of another community accept, see and fulfil the wish', async () => {
    await forget();
    const wishId = await stage.wish({ enteredBy: worker.id });
    const ready = await plan(officer, 'A');
    const edited = await officer.api.PUT('/api/v1/match-plans/{planId}/wishes/{wishId}', {
      params: { path: { planId: ready.id, wishId } },
      body: { basedOn: ready.version, volunteerIds: [neighbour.id] },
    });
    expect(edited.response.status).toBe(200);
    const [planned] = await wishesOf(officer, ready.id);
    expect(planned!.pairs).toMatchObject([{ id: neighbour.id, isChosenByHand: true, betterElsewhere: 1 }]);
    await send(officer, { ...ready, version: edited.data!.version });
    const [invited] = await invitations(neighbour);
    const accepted = await neighbour.api.POST('/api/v1/invitations/{invitationId}/acceptance', {
      params: { path: { invitationId: invited!.id } },
      body: {},
    });
    expect(accepted.response.status).toBe(200);
    const path = { params: { path: { wishId } } };
    expect((await neighbour.api.GET('/api/v1/wishes/{wishId}', path)).response.status).toBe(200);
    const contact = await neighbour.api.POST('/api/v1/wishes/{wishId}/contact-views', {
      ...path,
      body: { reason: '联系' },
    });
    expect(contact.response.status).toBe(200);
    await neighbour.api.POST('/api/v1/claims/{claimId}/start', {
      params: { path: { claimId: accepted.data!.claimId } },
    });
    const done = await neighbour.api.POST('/api/v1/wishes/{wishId}/fulfilment', {
      ...path,
      body: { what: '修好了', doneOn: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10), hours: 1 },
    });
    expect(done.response.status).toBe(200);
  });

  it('is not sent from an outdated screen, and exceeds no maximum number of claims', async () => {
    await forget();
    const wishes = [await stage.wish({ enteredBy: worker.id }), await stage.wish({ enteredBy: worker.id })];
    await stage.db.query('UPDATE volunteer SET max_open_claims = 1 WHERE person_id = ?', [neighbour.id]);
    await stage.db.query(`UPDATE claim_load SET open_claims = 0`);
    const ready = await plan(officer, 'A');
    const edit = (wishId: string, basedOn: number) =>
      officer.api.PUT('/api/v1/match-plans/{planId}/wishes/{wishId}', {
        params: { path: { planId: ready.id, wishId } },
        body: { basedOn, volunteerIds: [neighbour.id] },
      });
    const planned = await wishesOf(officer, ready.id);
    const given = planned.find(({ pairs }) => pairs[0]?.id === neighbour.id);
    const [mine, other] = given
      ? [given.wish.id, wishes.find((id) => id !== given.wish.id)!]
      : [wishes[0]!, wishes[1]!];
    expect((await edit(mine, ready.version)).response.status).toBe(200);
    expect((await edit(mine, ready.version)).response.status).toBe(409);
    const tooMuch = await edit(other, ready.version + 1);
    expect((tooMuch.error as { code?: string }).code).toBe('VOLUNTEER_TAKEN');
    const outdated = await officer.api.POST('/api/v1/match-plans/{planId}/sending', {
      params: { path: { planId: ready.id } },
      body: { basedOn: ready.version },
    });
    expect((outdated.error as { code?: string }).code).toBe('MATCH_PLAN_OUTDATED');
  });

  it('withdraws invitations when the wish is no longer open', async () => {
    await forget();
    await stage.db.query('UPDATE volunteer SET max_open_claims = 3');
    const wishId = await stage.wish({ enteredBy: worker.id });
    await send(officer, await plan(officer, 'A'));
    const [invited] = await invitations(electrician);
    expect(invited).toBeDefined();
    const claimed = await (
      await stage.actor('volunteer', 'A1')
    ).api.POST('/api/v1/wishes/{wishId}/claims', {
      params: { path: { wishId } },
      body: { promisedAt: new Date(Date.now() + 86_400_000).toISOString() },
    });
    expect(claimed.response.status).toBe(201);
    await until('the invitation is gone', 15_000, async () => {
      const [row] = await stage.rows<{ status: string }>('SELECT status FROM invitation WHERE id = ?', [invited!.id]);
      return row?.status === 'withdrawn';
    });
  });

  it('can be cancelled, and only one a unit is computed at a time', async () => {
    await stage.db.query(
      `INSERT INTO match_plan (id, unit_id, unit_path, status, policy, asked_by, asked_at) VALUES (UUID(),?,?,'computing','{}',?,NOW(3))`,
      [stage.unit('A1').id, stage.unit('A1').path, secretary.id],
    );
    const second = await secretary.api.POST('/api/v1/match-plans', { body: { unitId: stage.unit('A1').id } });
    expect((second.error as { code?: string }).code).toBe('MATCH_PLAN_UNDER_WAY');
    const { data } = await secretary.api.GET('/api/v1/match-plans');
    const path = { params: { path: { planId: data!.items[0]!.id } } };
    expect((await secretary.api.POST('/api/v1/match-plans/{planId}/cancellation', path)).response.status).toBe(200);
    expect((await secretary.api.POST('/api/v1/match-plans/{planId}/cancellation', path)).response.status).toBe(409);
    const ready = await plan(secretary, 'A1');
    expect(ready.status).toBe('ready');
    const volunteer = await electrician.api.GET('/api/v1/match-plans/{planId}', {
      params: { path: { planId: ready.id } },
    });
    expect(volunteer.response.status).toBe(403);
  });

  it('comes with a scan for common needs of many wishes', async () => {
    await forget();
    const texts = [
      '卫生间想装扶手',
      '洗手间扶手松了，怕摔',
      '阳台想加一根扶手',
      '楼道扶手断了一截',
      '孩子想学画画',
      '台灯坏了',
    ];
    const ids: string[] = [];
    for (const text of texts) {
      const id = await stage.wish({ enteredBy: worker.id, unit: ids.length === 0 ? 'A2' : 'A1' });
      await stage.db.query('UPDATE wish SET public_text = ? WHERE id = ?', [text, id]);
      ids.push(id);
    }
    const path = { params: { path: { unitId: stage.unit('A').id } } };
    const view = async () => (await officer.api.GET('/api/v1/units/{unitId}/need-radar', path)).data!;
    expect(await view()).toEqual({ scannedAt: null, isScanning: false, needs: [] });
    expect((await officer.api.POST('/api/v1/units/{unitId}/need-radar/scan', path)).response.status).toBe(202);
    await until('the radar has looked', 20_000, async () => (await view()).scannedAt !== null);
    const { needs } = await view();
    expect(needs.map(({ words, communities, wishes }) => [words[0], communities, wishes.map(({ id }) => id)])).toEqual([
      ['扶手', 2, ids.slice(0, 4)],
    ]);
    expect((await electrician.api.GET('/api/v1/units/{unitId}/need-radar', path)).response.status).toBe(403);
  });

  it('continues without a volunteer who leaves, and so do their claimed wishes', async () => {
    await forget();
    const leaver = await stage.actor('volunteer', 'A1');
    await leaver.api.PUT('/api/v1/volunteers/me', {
      body: { skills: ['electrical'], maxOpenClaims: 3, licences: [], reach: 'town' },
    });
    const claimed = await stage.wish({ enteredBy: worker.id });
    await leaver.api.POST('/api/v1/wishes/{wishId}/claims', {
      params: { path: { wishId: claimed } },
      body: { promisedAt: new Date(Date.now() + 86_400_000).toISOString() },
    });
    const wishId = await stage.wish({ enteredBy: worker.id });
    const ready = await plan(officer, 'A');
    const edited = await officer.api.PUT('/api/v1/match-plans/{planId}/wishes/{wishId}', {
      params: { path: { planId: ready.id, wishId } },
      body: { basedOn: ready.version, volunteerIds: [leaver.id] },
    });
    await send(officer, { ...ready, version: edited.data!.version });
    expect(await invitations(leaver)).toHaveLength(1);
    const { data: cancels } = await leaver.api.GET('/api/v1/volunteers/me/leaving');
    expect(cancels).toEqual({ claims: 1, invitations: 1 });
    expect((await leaver.api.POST('/api/v1/volunteers/me/leaving')).response.status).toBe(200);
    expect((await leaver.api.GET('/api/v1/volunteers/me')).response.status).toBe(403);
    await until('the claim is released', 15_000, async () => {
      const [wish] = await stage.rows<{ status: string }>('SELECT status FROM wish WHERE id = ?', [claimed]);
      return wish?.status === 'open';
    });
    await until('another is invited', 15_000, async () =>
      (await Promise.all([electrician, neighbour].map(invitations))).flat().some(({ wish }) => wish.id === wishId),
    );
  });

  it('respects language and times of a wish', async () => {
    await forget();
    const [saturday, sunday] = [6, 7].map((weekday) => ({ weekday, fromMin: 480, untilMin: 720 }));
    const told = await worker.api.POST('/api/v1/wishes', {
      body: {
        unitId: stage.unit('A1').id,
        need: '想有人陪我去复诊，只会说客家话',
        kind: 'service',
        language: 'hakka',
        windows: [saturday!],
        beneficiary: { name: '李子梅', phone: '15900007004', age: 70 },
        consent: { kind: 'spoken', byGuardian: false },
        isDraft: false,
      },
    });
    expect(told.response.status).toBe(201);
    const wishId = told.data!.id;
    await stage.db.query(`UPDATE wish SET status = 'open', opened_at = UTC_TIMESTAMP(3), skill = NULL WHERE id = ?`, [
      wishId,
    ]);
    const wants = async (volunteer: Actor, languages: ['hakka'] | [], windows: Schemas['WeeklyWindowBody'][]) =>
      volunteer.api.PUT('/api/v1/volunteers/me', {
        body: { skills: [], maxOpenClaims: 9, licences: [], reach: 'town', languages, windows },
      });
    await wants(electrician, [], [sunday!]);
    await wants(neighbour, ['hakka'], [saturday!, sunday!]);
    const ready = await plan(officer, 'A');
    const planned = (await wishesOf(officer, ready.id)).find(({ wish }) => wish.id === wishId)!;
    expect(planned.pairs.map(({ id }) => id)).toEqual([neighbour.id]);
    expect(planned.pairs[0]!.reasons.map(({ signal }) => signal)).toEqual(['language', 'time', 'distance']);
    expect(planned.others.map(({ id }) => id)).not.toContain(electrician.id);
  });

  it('keeps its invariants', async () => {
    const { out } = await stage.cli(['verify']);
    for (const law of ['invitation.claim', 'invitation.deadline', 'plan.places']) expect(out).toContain(`✓ ${law}`);
  });
});
