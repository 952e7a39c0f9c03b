import mysql, { type Connection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/platform';
import {
  accept,
  ask,
  codeOf,
  decideReversal,
  formOf,
  object,
  pay,
  proposeReversal,
  reply,
  see,
  sign,
} from '../support/spending.js';
import { Stage, type Actor } from '../support/stage.js';

const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
/** In the order in which they happen. */
const ACTS = ['ask', 'sign', 'answer', 'accept', 'pay'] as const;
type Act = (typeof ACTS)[number];
const PAIRS = ACTS.flatMap((first, at) => ACTS.slice(at + 1).map((second): [Act, Act] => [first, second]));

describe('separation of duties in a spend request', () => {
  let stage: Stage;
  let everything: Actor;
  let neighbour: Actor;
  let second: Actor;
  let town: Actor;
  const others = {} as Record<Act, Actor>;

  beforeAll(async () => {
    stage = await Stage.open('duties');
    await stage.startApi();
    const officer = await stage.actor('district_officer', 'D');
    everything = await stage.actor('grid_worker', 'A1');
    for (const role of ['community_secretary', 'community_director', 'supervision_committee', 'finance_clerk'])
      await stage.grant(everything.id, role, 'A1');
    others.ask = await stage.actor('grid_worker', 'A1');
    others.sign = await stage.actor('community_secretary', 'A1');
    second = await stage.actor('community_director', 'A1');
    others.answer = await stage.actor('supervision_committee', 'A1');
    others.accept = await stage.actor('grid_leader', 'A1');
    others.pay = await stage.actor('finance_clerk', 'A');
    neighbour = await stage.actor('resident', 'A1');
    town = await stage.actor('town_officer', 'A');
    await officer.api.POST('/api/v1/fund-allotments', {
      body: { unitId: stage.unit('A1').id, year, amountFen: 50_000_000 },
    });
    // Two people sign, and every request has a public notice.
    await stage.db.query(
      `INSERT INTO policy (name, version, body, set_by, created_at) VALUES ('spend', 1, ?, ?, NOW(3))`,
      [
        JSON.stringify({
          tiers: [
            {
              upToFen: null,
              signers: ['community_secretary', 'community_director'],
              notice: { amount: 5, unit: 'workingDay' },
              needsMinutes: false,
            },
          ],
        }),
        officer.id,
      ],
    );
  });
  afterAll(() => stage.close());

  /** Brings a request to where an act is due; `who` names people for some acts; other people do the rest. */
  async function upTo(due: Act, who: Partial<Record<Act, Actor>>) {
    const by = { ...others, ...who };
    const { data } = await ask(by.ask, await stage.wish({ enteredBy: others.ask.id }), formOf(26_000));
    const id = data!.id;
    let objectionId: string | undefined;
    const acts: Record<Act, (actor: Actor) => Promise<{ error?: unknown; response: Response }>> = {
      ask: () => Promise.reject(new Error('asked already')),
      sign: (actor) => sign(actor, id),
      answer: async (actor) => {
        objectionId ??= (await object(neighbour, id)).data!.id; // a person objects once
        return reply(actor, objectionId, false);
      },
      accept: (actor) => accept(actor, id),
      pay: (actor) => pay(actor, id, 26_000),
    };
    for (const act of ACTS.slice(1, ACTS.indexOf(due))) {
      expect((await acts[act](by[act])).error).toBeUndefined();
      if (act === 'sign') expect((await sign(second, id)).error).toBeUndefined();
      if (act === 'answer')
        await stage.db.query(`UPDATE spend_request SET status = 'approved', notice_until = NULL WHERE id = ?`, [id]);
    }
    return { id, act: acts[due] };
  }

  it.each(PAIRS)('a person who did %s cannot %s, although their roles allow it', async (first, next) => {
    const { act } = await upTo(next, { [first]: everything });
    expect(codeOf(await act(everything))).toBe('FOUR_EYES');
    expect((await act(others[next])).error).toBeUndefined();
  });

  it('one person cannot sign twice in two roles', async () => {
    const { id } = await upTo('sign', {});
    expect((await sign(everything, id)).error).toBeUndefined();
    expect(codeOf(await sign(everything, id))).toBe('FOUR_EYES');
    expect((await sign(second, id)).error).toBeUndefined();
  });

  it('the person who objected cannot answer the objection', async () => {
    const { id } = await upTo('answer', {});
    const objection = await object(everything, id);
    expect(codeOf(await reply(everything, objection.data!.id, false))).toBe('OWN_OBJECTION');
    expect((await reply(others.answer, objection.data!.id, false)).error).toBeUndefined();
  });

  it('neither the payer nor the proposer can agree to a reversal', async () => {
    for (const [payer, proposer] of [
      [everything, others.pay],
      [others.pay, everything],
    ] as const) {
      const { id, act } = await upTo('pay', {});
      expect((await act(payer)).error).toBeUndefined();
      const [payment] = (await see(others.pay, id)).payments;
      const reversal = await proposeReversal(proposer, payment!.id);
      expect(codeOf(await decideReversal(everything, reversal.data!.id, true))).toBe('FOUR_EYES');
      for (const hand of [others.ask, others.sign, others.accept])
        expect(['FOUR_EYES', 'FORBIDDEN']).toContain(codeOf(await decideReversal(hand, reversal.data!.id, true)));
      expect((await decideReversal(town, reversal.data!.id, true)).error).toBeUndefined();
    }
  });

  describe('in the database, against the application’s own account', () => {
    let app: Connection;
    beforeAll(async () => {
      app = await mysql.createConnection({ uri: stage.env.DATABASE_URL! });
    });
    afterAll(() => app.end());

    const lend = (request: string, person: string, act: string) =>
      app.query('INSERT INTO spend_participation (spend_request_id, person_id, act, at) VALUES (?,?,?,NOW(3))', [
        request,
        person,
        act,
      ]);
    /** The row that each act leaves, by somebody. */
    const leaves: Record<Exclude<Act, 'ask'>, (request: string, person: string) => Promise<unknown>> = {
      sign: (request, person) =>
        app.query(
          `INSERT INTO spend_signature (spend_request_id, version, place, role, person_id, signed_at) VALUES (?,1,1,'community_secretary',?,NOW(3))`,
          [request, person],
        ),
      answer: (request, person) =>
        app.query(
          `INSERT INTO spend_objection (id, spend_request_id, text, raised_by, raised_at, answer, is_upheld, answered_by, answered_at)
           VALUES (?,?,'x',?,NOW(3),'y',FALSE,?,NOW(3))`,
          [newId(), request, newId(), person],
        ),
      accept: (request, person) =>
        app.query(
          `INSERT INTO spend_acceptance (spend_request_id, received, received_on, accepted_by, accepted_at) VALUES (?,'x',NOW(),?,NOW(3))`,
          [request, person],
        ),
      pay: (request, person) =>
        app.query(
          `INSERT INTO fund_payment (id, spend_request_id, amount_fen, voucher_no, approved_by, paid_by, paid_at) VALUES (?,?,1,?,?,?,NOW(3))`,
          [newId(), request, newId().slice(0, 30), newId(), person],
        ),
    };

    it.each(PAIRS)('a person who did %s cannot be recorded for %s', async (first, next) => {
      const request = newId();
      const person = newId();
      await lend(request, person, first);
      await expect(lend(request, person, next)).rejects.toThrow(/Duplicate entry .* 'PRIMARY'/);
      await expect(leaves[next as Exclude<Act, 'ask'>](request, person)).rejects.toThrow(
        /foreign key constraint fails/,
      );
      // The other way round, too: a hand of one kind carries no row of another.
      const other = newId();
      await lend(request, other, next);
      if (first !== 'ask') await expect(leaves[first](request, other)).rejects.toThrow(/foreign key constraint fails/);
      await leaves[next as Exclude<Act, 'ask'>](request, other); // their own act is allowed
    });

    const reverse = (request: string, payment: string, by: { payer: string; proposer: string; decider: string }) =>
      app.query(
        `INSERT INTO fund_reversal (id, spend_request_id, payment_id, paid_by, reason, proposed_by, proposed_at, is_agreed, decided_by, decided_at)
         VALUES (?,?,?,?,'x',?,NOW(3),TRUE,?,NOW(3))`,
        [newId(), request, payment, by.payer, by.proposer, by.decider],
      );

    it('no person can be recorded as signing twice, answering their own objection, or agreeing to their own reversal', async () => {
      const [request, person] = [newId(), newId()];
      await lend(request, person, 'sign');
      await leaves.sign(request, person);
      await expect(
        app.query(
          `INSERT INTO spend_signature (spend_request_id, version, place, role, person_id, signed_at) VALUES (?,1,2,'community_director',?,NOW(3))`,
          [request, person],
        ),
      ).rejects.toThrow(/uq_signature_person/);
      const answerer = newId();
      await lend(request, answerer, 'answer');
      await expect(
        app.query(
          `INSERT INTO spend_objection (id, spend_request_id, text, raised_by, raised_at, answer, is_upheld, answered_by, answered_at)
           VALUES (?,?,'x',?,NOW(3),'y',FALSE,?,NOW(3))`,
          [newId(), request, answerer, answerer],
        ),
      ).rejects.toThrow(/ck_objection/);
      const payer = newId();
      await lend(request, payer, 'pay');
      await leaves.pay(request, payer);
      const [payment] = await stage.rows<{ id: string }>('SELECT id FROM fund_payment WHERE spend_request_id = ?', [
        request,
      ]);
      await expect(reverse(request, payment!.id, { payer, proposer: payer, decider: payer })).rejects.toThrow(
        /ck_reversal/,
      );
      // Somebody else has proposed it: the payer does not agree to it either, nor passes for another.
      await expect(reverse(request, payment!.id, { payer, proposer: newId(), decider: payer })).rejects.toThrow(
        /ck_reversal_payer/,
      );
      await expect(
        reverse(request, payment!.id, { payer: newId(), proposer: newId(), decider: payer }),
      ).rejects.toThrow(/fk_reversal_payer/);
      const decider = newId();
      await expect(reverse(request, payment!.id, { payer, proposer: newId(), decider })).rejects.toThrow(
        /fk_reversal_participation/,
      );
      await lend(request, decider, 'reverse');
      await reverse(request, payment!.id, { payer, proposer: newId(), decider });
      const renew = (by: string) =>
        app.query(
          'UPDATE fund_reversal SET renewed_by = ?, renewed_version = 1, renewed_at = NOW(3) WHERE payment_id = ?',
          [by, payment!.id],
        );
      await expect(renew(newId())).rejects.toThrow(/fk_reversal_signature/);
      await expect(renew(decider)).rejects.toThrow(/ck_reversal_renewal/);
      await renew(person);
    });

    const order = (request: string, person: string, act: string) =>
      app.query(
        `UPDATE spend_request SET committed_by = ?, order_act = ?, committed_at = NOW(3), contract_no = 'HT-1' WHERE id = ?`,
        [person, act, request],
      );

    it.each(['accept', 'pay', 'answer'])('a person who did %s cannot be recorded as having ordered', async (act) => {
      const { id } = await upTo('accept', {});
      const person = newId();
      await lend(id, person, act);
      await expect(order(id, person, act)).rejects.toThrow(/ck_spend_order/);
      await expect(order(id, person, 'order')).rejects.toThrow(/fk_spend_order/);
      await expect(order(id, newId(), 'order')).rejects.toThrow(/fk_spend_order/);
      const [{ n }] = (await stage.rows('SELECT committed_by IS NULL AS n FROM spend_request WHERE id = ?', [id])) as [
        { n: number },
      ];
      expect(n).toBe(1);
    });

    it('the represented person counts as signer: no self-delegation, no second signature, no signature for the requester', async () => {
      const [request, absent, deputy, other] = [newId(), newId(), newId(), newId()];
      const signFor = (place: number, person: string, behalfOf: string) =>
        app.query(
          `INSERT INTO spend_signature (spend_request_id, version, place, role, person_id, behalf_of, signed_at) VALUES (?,1,?,'community_secretary',?,?,NOW(3))`,
          [request, place, person, behalfOf],
        );
      for (const person of [absent, deputy, other]) await lend(request, person, 'sign');
      await expect(signFor(1, deputy, deputy)).rejects.toThrow(/ck_signature_behalf/);
      await signFor(1, deputy, absent);
      await expect(signFor(2, other, absent)).rejects.toThrow(/uq_signature_principal/);
      await expect(signFor(2, absent, other)).resolves.toBeDefined();
      const asker = newId();
      await lend(request, asker, 'ask');
      await expect(signFor(3, newId(), asker)).rejects.toThrow(/foreign key constraint fails/);
    });

    it.each([
      'spend_participation',
      'spend_signature',
      'spend_version',
      'spend_acceptance',
      'fund_payment',
      'fund_refund',
    ])('a row of %s can be neither changed nor deleted', async (table) => {
      await expect(app.query(`UPDATE ${table} SET spend_request_id = UUID()`)).rejects.toThrow(/denied/);
      await expect(app.query(`DELETE FROM ${table}`)).rejects.toThrow(/denied/);
    });

    it.each([
      ['spend_objection', 'raised_by'],
      ['spend_pause', 'paused_by'],
      ['fund_reversal', 'proposed_by'],
    ])('of %s only the end can be written later', async (table, column) => {
      await expect(app.query(`UPDATE ${table} SET ${column} = UUID()`)).rejects.toThrow(/denied/);
      await expect(app.query(`DELETE FROM ${table}`)).rejects.toThrow(/denied/);
    });
  });
});
