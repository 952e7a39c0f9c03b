import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, type Schemas } from '#libs/api-client';
import * as by from '../support/spending.js';
import { accept, ask, codeOf, formOf, pay, see, shop, sign } from '../support/spending.js';
import { Stage, type Actor } from '../support/stage.js';

const FEN = 90_000;
const LARGE_FEN = 300_000;
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const fine = (answered: { error?: unknown }): void => expect(answered.error).toBeUndefined();

describe('payments need three independent people and match what was signed', () => {
  let stage: Stage;
  let secretary: Actor;
  let colleague: Actor;
  let worker: Actor;
  let leader: Actor;
  let clerk: Actor;
  let town: Actor;
  let otherTown: Actor;
  let committee: Actor;

  beforeAll(async () => {
    stage = await Stage.open('three_people');
    await stage.startApi();
    const officer = await stage.actor('district_officer', 'D');
    secretary = await stage.actor('community_secretary', 'A1');
    colleague = await stage.actor('community_secretary', 'A1');
    worker = await stage.actor('grid_worker', 'A1');
    leader = await stage.actor('grid_leader', 'A1');
    clerk = await stage.actor('finance_clerk', 'A1');
    town = await stage.actor('town_officer', 'A');
    otherTown = await stage.actor('town_officer', 'A');
    committee = await stage.actor('supervision_committee', 'A1');
    const unitId = stage.unit('A1').id;
    const year = Number(today.slice(0, 4));
    await answer(officer.api.POST('/api/v1/fund-allotments', { body: { unitId, year, amountFen: 50_000_000 } }));
    const notice = { amount: 5, unit: 'workingDay' };
    const tiers = [
      { upToFen: 100_000, signers: ['community_secretary'], notice, needsMinutes: false },
      { upToFen: null, signers: ['community_secretary', 'town_officer'], notice: null, needsMinutes: false },
    ];
    await stage.db.query(
      `INSERT INTO policy (name, version, body, set_by, created_at) VALUES ('spend', 1, ?, ?, NOW(3))`,
      [JSON.stringify({ tiers }), officer.id],
    );
  });
  afterAll(() => stage.close());

  const request = async (asker: Actor, fen = FEN, more: Partial<Schemas['SpendFormBody']> = {}): Promise<string> =>
    (await answer(ask(asker, await stage.wish({ enteredBy: worker.id }), formOf(fen, more)))).id;
  const endNotice = (id: string) =>
    stage.rows(`UPDATE spend_request SET status = 'approved', notice_until = NULL, notice_left = NULL WHERE id = ?`, [
      id,
    ]);
  /** Those whose accounts one person made lately count as that person. */
  const madeBy = async (maker: Actor, ...roles: string[]): Promise<Actor[]> => {
    const made: Actor[] = [];
    for (const role of roles) made.push(await stage.actor(role, 'A1'));
    await stage.rows(`UPDATE role_grant SET origin = 'office', granted_by = ? WHERE person_id IN (?)`, [
      maker.id,
      made.map(({ id }) => id),
    ]);
    return made;
  };
  const grantOf = async (person: Actor): Promise<string> =>
    (await stage.rows<{ id: string }>('SELECT id FROM role_grant WHERE person_id = ?', [person.id]))[0]!.id;
  const lend = async (giver: Actor, of: Actor, deputy: Actor) =>
    giver.api.POST('/api/v1/delegations', {
      body: { grantId: await grantOf(of), deputyId: deputy.id, fromOn: today, untilOn: today, reason: '外出' },
    });
  const end = (delegationId: string) =>
    answer(secretary.api.POST('/api/v1/delegations/{delegationId}/ending', { params: { path: { delegationId } } }));
  /** Approved, accepted, ready to be paid. */
  const ready = async (fen = FEN, more: Partial<Schemas['SpendFormBody']> = {}): Promise<string> => {
    const id = await request(worker, fen, more);
    fine(await sign(secretary, id));
    if (fen > 100_000) fine(await sign(town, id));
    else await endNotice(id);
    fine(await accept(leader, id));
    return id;
  };

  describe('no third person for a payment is', () => {
    let asker: Actor;
    let accepter: Actor;
    beforeAll(async () => {
      [asker, accepter] = (await madeBy(secretary, 'grid_worker', 'grid_leader')) as [Actor, Actor];
    });
    const settle = async (id: string): Promise<string | undefined> => {
      await endNotice(id);
      fine(await accept(accepter, id));
      return codeOf(await pay(clerk, id, FEN));
    };

    it('a signer of a version that was sent back', async () => {
      const id = await request(asker, LARGE_FEN);
      fine(await sign(colleague, id));
      fine(await by.decline(town, id, 'return'));
      fine(await by.revise(asker, id, formOf(FEN)));
      fine(await sign(secretary, id));
      expect(await settle(id)).toBe('PEOPLE_DEPENDENT');
    });

    it('a supervisor who answered the objection of an invented resident', async () => {
      const [resident] = (await madeBy(secretary, 'resident')) as [Actor];
      const id = await request(asker);
      fine(await sign(secretary, id));
      const { id: objectionId } = await answer(by.object(resident, id));
      fine(await by.reply(committee, objectionId, false));
      expect(await settle(id)).toBe('PEOPLE_DEPENDENT');
    });

    it('a neighbour who placed the order', async () => {
      const id = await request(asker);
      fine(await sign(secretary, id));
      await endNotice(id);
      fine(await by.commit(leader, id, { amountFen: FEN }));
      expect(await settle(id)).toBe('PEOPLE_DEPENDENT');
    });

    it('the absent secretary for whom a deputy signed', async () => {
      const [second, third] = (await madeBy(town, 'grid_worker', 'grid_leader')) as [Actor, Actor];
      const { id: delegationId } = await answer(lend(secretary, secretary, town));
      const id = await request(second);
      fine(await sign(town, id));
      await endNotice(id);
      fine(await accept(third, id));
      expect(codeOf(await pay(clerk, id, FEN))).toBe('PEOPLE_DEPENDENT');
      await end(delegationId);
    });

    it('a town officer who would stand in for a secretary by an order of their own', async () => {
      expect(codeOf(await lend(town, secretary, town))).toBe('DEPUTY_UNFIT');
      const path = { grantId: await grantOf(secretary) };
      const { items } = await answer(town.api.GET('/api/v1/delegations/deputies/{grantId}', { params: { path } }));
      const ids = items.map(({ id }) => id);
      expect(ids).toContain(otherTown.id);
      expect(ids).not.toContain(town.id);
    });

    it('missing when three independent people act, a deputy included', async () => {
      const id = await ready();
      fine(await pay(clerk, id, FEN));
      const { id: delegationId } = await answer(lend(town, secretary, otherTown));
      const other = await request(worker);
      fine(await sign(otherTown, other));
      await endNotice(other);
      fine(await accept(leader, other));
      fine(await pay(clerk, other, FEN));
      await end(delegationId);
    });
  });

  describe('the signed payee', () => {
    const correct = (
      actor: Actor,
      payeeId: string,
      body: Partial<Schemas['CorrectPayeeBody']> & { kind: 'organisation' | 'person' },
    ) =>
      actor.api.POST('/api/v1/payees/{payeeId}/correction', {
        params: { path: { payeeId } },
        body: { reason: '核对', ...body },
      });
    const CODE = '91440605MA4UQ1234X';
    const OTHER_CODE = '91440605MA4UQ9876Y';

    it('cannot be renamed by the clerk, neither before nor after the payment', async () => {
      const id = await ready(FEN, { payee: shop('大沥五金店') });
      const { payee } = await see(clerk, id);
      for (const actor of [clerk, secretary, town]) {
        const renamed = await correct(actor, payee.id!, { name: '亲戚商行', kind: 'organisation' });
        expect(codeOf(renamed)).toBe('PAYEE_IN_USE');
      }
      fine(await pay(clerk, id, FEN));
      expect(codeOf(await correct(clerk, payee.id!, { name: '亲戚商行', kind: 'person' }))).toBe('PAYEE_IN_USE');
      expect((await see(clerk, id)).payee.name).toBe('大沥五金店');
    });

    it('can be classified under the same name, and gets a credit code once', async () => {
      const id = await request(worker, FEN, { payee: shop('沥苑灯具店') });
      const payeeId = (await see(clerk, id)).payee.id!;
      fine(await correct(clerk, payeeId, { name: '沥苑灯具店', kind: 'person' }));
      fine(await correct(clerk, payeeId, { kind: 'organisation', creditCode: CODE }));
      fine(await correct(clerk, payeeId, { kind: 'organisation' }));
      const changed = await correct(clerk, payeeId, { kind: 'organisation', creditCode: OTHER_CODE });
      expect(codeOf(changed)).toBe('PAYEE_IN_USE');
      expect(codeOf(await correct(clerk, payeeId, { kind: 'person' }))).toBe('PAYEE_IN_USE');
    });

    it('can be renamed while only a draft refers to it', async () => {
      const id = await request(worker, FEN, { payee: shop('写错的商行'), isDraft: true });
      const [draft] = await stage.rows<{ payee_id: string }>('SELECT payee_id FROM spend_request WHERE id = ?', [id]);
      fine(await correct(clerk, draft!.payee_id, { name: '写对的商行', kind: 'organisation' }));
      fine(await by.revise(worker, id, formOf(FEN, { payee: { id: draft!.payee_id } })));
      expect((await see(clerk, id)).payee.name).toBe('写对的商行');
    });

    it('keeps its name when it is renamed at the moment of a submission', async () => {
      for (let round = 0; round < 8; round += 1) {
        const name = `同时商行${round}`;
        const id = await request(worker, FEN, { payee: shop(name), isDraft: true });
        const [draft] = await stage.rows<{ payee_id: string }>('SELECT payee_id FROM spend_request WHERE id = ?', [id]);
        const payeeId = draft!.payee_id;
        const [sent, renamed] = await Promise.all([
          by.revise(worker, id, formOf(FEN, { payee: { id: payeeId } })),
          correct(clerk, payeeId, { name: `改名商行${round}`, kind: 'organisation' }),
        ]);
        fine(sent);
        if (renamed.error) expect(codeOf(renamed)).toBe('PAYEE_IN_USE');
        const shown = (await see(clerk, id)).payee.name;
        expect(shown).toBe(renamed.error ? name : `改名商行${round}`);
        // Whichever came first: from now on the name stays.
        expect(codeOf(await correct(clerk, payeeId, { name: '又一个', kind: 'organisation' }))).toBe('PAYEE_IN_USE');
      }
    });
  });

  describe('after a reversal', () => {
    it('clerk and signer cannot pay a second time alone', async () => {
      const id = await ready(LARGE_FEN);
      fine(await pay(clerk, id, LARGE_FEN));
      const paymentId = (await see(clerk, id)).payments[0]!.id;
      const { id: reversalId } = await answer(by.proposeReversal(clerk, paymentId));
      for (const signer of [secretary, town])
        expect(codeOf(await by.decideReversal(signer, reversalId, true))).toBe('FOUR_EYES');
      fine(await by.decideReversal(otherTown, reversalId, true));
      expect(codeOf(await pay(clerk, id, LARGE_FEN))).toBe('PAYMENT_NOT_RENEWED');
      const waits = async (who: Actor): Promise<boolean> =>
        (await answer(who.api.GET('/api/v1/work-queue'))).items.some(
          ({ kind, spendRequestId }) => kind === 'spend.renew' && spendRequestId === id,
        );
      expect([await waits(secretary), await waits(town), await waits(otherTown), await waits(colleague)]).toEqual([
        true,
        true,
        false,
        false,
      ]);
      for (const other of [colleague, otherTown])
        expect(codeOf(await by.renew(other, reversalId))).toBe('NOT_YOUR_SIGNATURE');
      expect(codeOf(await by.renew(clerk, reversalId))).toBe('FORBIDDEN');
      expect((await see(secretary, id)).payments[0]!.reversal).toMatchObject({
        renewedByName: null,
        allowedSteps: ['renew'],
      });
      fine(await by.renew(secretary, reversalId));
      expect(codeOf(await by.renew(town, reversalId))).toBe('REVERSAL_NOT_FOUND');
      expect(await waits(town)).toBe(false);
      fine(await pay(clerk, id, LARGE_FEN));
      expect((await see(clerk, id)).payments[0]!.reversal).toMatchObject({
        renewedByName: '演员community_secretary',
        allowedSteps: [],
      });
    });

    it('proposer, decider and releaser are three independent people', async () => {
      const id = await ready(LARGE_FEN);
      fine(await pay(clerk, id, LARGE_FEN));
      const { id: reversalId } = await answer(by.proposeReversal(clerk, (await see(clerk, id)).payments[0]!.id));
      fine(await by.decideReversal(otherTown, reversalId, true));
      const appointedBy = (proposer: string, confirmer: string | null, origin: 'office' | 'server') =>
        stage.rows('UPDATE role_grant SET origin = ?, granted_by = ?, confirmed_by = ? WHERE person_id = ?', [
          origin,
          proposer,
          confirmer,
          otherTown.id,
        ]);
      await appointedBy(town.id, clerk.id, 'office');
      expect(codeOf(await by.renew(town, reversalId))).toBe('PEOPLE_DEPENDENT');
      fine(await by.renew(secretary, reversalId));
      await appointedBy(secretary.id, clerk.id, 'office');
      expect(codeOf(await pay(clerk, id, LARGE_FEN))).toBe('PEOPLE_DEPENDENT');
      await appointedBy(otherTown.id, null, 'server');
      fine(await pay(clerk, id, LARGE_FEN));
    });
  });

  describe('a pause by supervisors', () => {
    const stop = (actor: Actor, id: string) => by.supervise(actor, id, 'pause');
    const lift = (actor: Actor, id: string) => by.supervise(actor, id, 'resumption');

    it('cannot be lifted by a signer, nor by another office than the one that paused', async () => {
      const id = await ready(LARGE_FEN);
      fine(await stop(committee, id));
      expect(codeOf(await lift(town, id))).toBe('FOUR_EYES');
      expect(codeOf(await lift(otherTown, id))).toBe('NOT_YOUR_PAUSE');
      expect((await see(otherTown, id)).allowedSteps).not.toContain('resume');
      const second = await stage.actor('supervision_committee', 'A1');
      expect((await see(second, id)).allowedSteps).toContain('resume');
      fine(await lift(second, id));
      fine(await pay(clerk, id, LARGE_FEN));
    });

    it('can be lifted by an auditor, and without a recorded role by any supervisor', async () => {
      const id = await ready(LARGE_FEN);
      fine(await stop(committee, id));
      fine(await lift(await stage.actor('auditor', 'D'), id));
      fine(await stop(committee, id));
      await stage.rows('UPDATE spend_pause SET paused_as = NULL WHERE spend_request_id = ?', [id]);
      fine(await lift(otherTown, id));
      fine(await pay(clerk, id, LARGE_FEN));
    });

    it('keeps the person who lifted it from signing', async () => {
      const id = await request(worker, LARGE_FEN);
      fine(await sign(secretary, id));
      fine(await stop(otherTown, id));
      fine(await lift(otherTown, id));
      expect(codeOf(await sign(otherTown, id))).toBe('FOUR_EYES');
      fine(await sign(town, id));
    });
  });

  it('keeps all invariants, which find planted faults', async () => {
    const broken = async (): Promise<string[]> => {
      const { results } = JSON.parse((await stage.cli(['verify', '--json'])).out) as {
        results: { name: string; holds: boolean }[];
      };
      return results.filter(({ name, holds }) => name.startsWith('spend.') && !holds).map(({ name }) => name);
    };
    expect(await broken()).toEqual([]);
    await stage.rows('UPDATE fund_reversal SET renewed_by = NULL, renewed_version = NULL, renewed_at = NULL');
    const [request] = await stage.rows<{ id: string; payee_id: string }>(
      `SELECT id, payee_id FROM spend_request WHERE status = 'settled' ORDER BY id LIMIT 1`,
    );
    await stage.rows(
      `INSERT INTO event (id, name, unit_id, subject_id, actor_id, visibility, data, occurred_at)
       VALUES (UUID(), 'PayeeCorrected', ?, ?, ?, 'internal', '{"isRenamed":true,"isInUse":false}', UTC_TIMESTAMP(3) + INTERVAL 1 MINUTE)`,
      [stage.unit('A1').id, request!.payee_id, clerk.id],
    );
    await stage.rows(`UPDATE spend_pause SET lifted_by = ?, paused_as = 'town_officer' WHERE spend_request_id = ?`, [
      town.id,
      (await stage.rows<{ id: string }>('SELECT spend_request_id AS id FROM spend_pause LIMIT 1'))[0]!.id,
    ]);
    expect((await broken()).toSorted()).toEqual(['spend.pause', 'spend.payee-name', 'spend.renewed']);
  });
});
