import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, type Schemas } from '#libs/api-client';
import { OBJECTION_ACTIONS, PAYMENT_ACTIONS, REVERSAL_ACTIONS, SPEND_ACTIONS } from '#libs/funds';
import { HOME, castOf } from '../support/objects.js';
import * as by from '../support/spending.js';
import { Stage, type Actor } from '../support/stage.js';
import { playSteps, sendAs } from '../support/steps.js';

const FEN = 26_000;
const reason = '测试';
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const fine = async (answered: Promise<{ error?: unknown }>): Promise<void> =>
  expect((await answered).error).toBeUndefined();

/** A request with the ids of its parts. */
interface Spend {
  id: string;
  objectionId?: string;
  paymentId?: string;
  reversalId?: string;
}
type Step = string;

describe('the steps of a spend request that the server allows', () => {
  let stage: Stage;
  /** One person for each role, then those who take part in the requests. */
  let people: Record<string, Actor>;
  let p: Record<'asker' | 'secretary' | 'director' | 'leader' | 'clerk' | 'neighbour' | 'committee' | 'auditor', Actor>;
  let town: Actor;
  const seen = new Set<string>();

  beforeAll(async () => {
    stage = await Stage.open('allowed_spend');
    await stage.startApi();
    const cast = await castOf(stage, HOME);
    p = {
      asker: await stage.actor('grid_worker', 'A1'),
      secretary: await stage.actor('community_secretary', 'A1'),
      director: await stage.actor('community_director', 'A1'),
      leader: await stage.actor('grid_leader', 'A1'),
      clerk: await stage.actor('finance_clerk', 'A'),
      neighbour: await stage.actor('resident', 'A1'),
      committee: await stage.actor('supervision_committee', 'A1'),
      auditor: await stage.actor('auditor', 'D'),
    };
    town = await stage.actor('town_officer', 'A');
    // One person with every role, and the deputy of a signer.
    const all = await stage.actor('grid_worker', 'A1');
    for (const role of ['community_secretary', 'community_director', 'supervision_committee', 'finance_clerk'])
      await stage.grant(all.id, role, 'A1');
    const deputy = await stage.actor('community_secretary', 'A1');
    const [grant] = await stage.rows<{ id: string }>('SELECT id FROM role_grant WHERE person_id = ?', [p.director.id]);
    await answer(
      p.director.api.POST('/api/v1/delegations', {
        body: { grantId: grant!.id, deputyId: deputy.id, fromOn: today, untilOn: today, reason },
      }),
    );
    const stranger = await stage.actor('community_secretary', 'B1');
    const { volunteer: _, administrator: __, ...roles } = cast; // like the resident, they have no part in money
    people = { ...roles, ...p, town, all, deputy, stranger };
    await answer(
      cast.district_officer.api.POST('/api/v1/fund-allotments', {
        body: { unitId: stage.unit('A1').id, year: Number(today.slice(0, 4)), amountFen: 90_000_000 },
      }),
    );
    const notice = { amount: 5, unit: 'workingDay' };
    const tiers = [
      { upToFen: null, signers: ['community_secretary', 'community_director'], notice, needsMinutes: false },
    ];
    await stage.db.query(
      `INSERT INTO policy (name, version, body, set_by, created_at) VALUES ('spend', 1, ?, ?, NOW(3))`,
      [JSON.stringify({ tiers }), cast.district_officer.id],
    );
  });
  afterAll(() => stage.close());

  const form = (more: Partial<Schemas['SpendFormBody']> = {}): Schemas['SpendFormBody'] =>
    by.formOf(FEN, {
      isUrgent: true,
      payeeAccount: { holder: '五金店', bank: '农商行', number: '6222000011112222' },
      ...more,
    });
  const asked = async (more: Partial<Schemas['SpendFormBody']> = {}, asker = p.asker): Promise<Spend> => ({
    id: (await answer(by.ask(asker, await stage.wish({ enteredBy: p.asker.id }), form(more)))).id,
  });
  const then =
    (plant: () => Promise<Spend>, ...next: ((spend: Spend) => Promise<unknown>)[]) =>
    async (): Promise<Spend> => {
      const spend = await plant();
      for (const step of next) await step(spend);
      return spend;
    };
  const bySecretary = ({ id }: Spend) => fine(by.sign(p.secretary, id));
  const byDirector = ({ id }: Spend) => fine(by.sign(p.director, id));
  const accepted = ({ id }: Spend) => fine(by.accept(p.leader, id));
  const paused = ({ id }: Spend) => fine(by.supervise(p.committee, id, 'pause'));
  const objected = async (spend: Spend) => {
    spend.objectionId = (await answer(by.object(p.neighbour, spend.id))).id;
  };
  const paid =
    (amountFen: number, isLast = false) =>
    async (spend: Spend) => {
      await fine(by.pay(p.clerk, spend.id, amountFen, { isLast }));
      spend.paymentId = (await by.see(p.clerk, spend.id)).payments[0]!.id;
    };
  const withRetention = ({ id }: Spend) =>
    fine(by.commit(p.asker, id, { amountFen: FEN, retentionFen: 1_000, retentionUntil: '2199-01-01' }));
  const refunded = (fen: number) => (spend: Spend) => fine(by.refund(p.clerk, spend.paymentId!, fen));
  const proposed = async (spend: Spend) => {
    spend.reversalId = (await answer(by.proposeReversal(p.clerk, spend.paymentId!))).id;
  };
  const decided = (isAgreed: boolean) => (spend: Spend) => fine(by.decideReversal(town, spend.reversalId!, isAgreed));
  const renewed = (spend: Spend) => fine(by.renew(p.secretary, spend.reversalId!));

  const submitted = () => asked();
  const approved = then(submitted, bySecretary, byDirector);
  const ready = then(approved, accepted);
  const settled = then(ready, paid(FEN, true));
  const reversing = then(settled, proposed);
  const reversed = then(reversing, decided(true));
  const STATES: Record<string, () => Promise<Spend>> = {
    'a draft': () => asked({ isDraft: true }),
    submitted,
    'asked for by a signer': then(() => asked({}, p.director), bySecretary),
    'signed once': then(submitted, bySecretary),
    returned: then(submitted, ({ id }) => fine(by.decline(p.secretary, id, 'return'))),
    refused: then(submitted, ({ id }) => fine(by.decline(p.secretary, id, 'refusal'))),
    'on notice': then(() => asked({ isUrgent: false }), bySecretary, byDirector),
    'objected to': then(approved, objected),
    answered: then(approved, objected, ({ objectionId }) => fine(by.reply(p.committee, objectionId!, false))),
    approved,
    'paused before its last signature': then(submitted, bySecretary, paused),
    'paused before its payment': then(ready, paused),
    resumed: then(ready, paused, ({ id }) => fine(by.supervise(p.auditor, id, 'resumption'))),
    'under contract': then(approved, withRetention),
    accepted: ready,
    'paid but for the retention': then(approved, withRetention, accepted, paid(FEN - 1_000)),
    settled,
    'refunded in part': then(settled, refunded(1)),
    'refunded in full': then(settled, refunded(FEN)),
    'to be reversed': reversing,
    'not reversed': then(reversing, decided(false)),
    reversed,
    'reversed and renewed': then(reversed, renewed),
    'reversed and paused': then(reversed, paused),
  };
  const COMMANDS: Record<Step, (spend: Spend) => readonly [string, string, object?]> = {
    revise: ({ id }) => ['POST', `spend-requests/${id}/versions`, form()],
    withdraw: ({ id }) => ['POST', `spend-requests/${id}/withdrawal`, { reason }],
    sign: ({ id }) => ['POST', `spend-requests/${id}/approval`],
    return: ({ id }) => ['POST', `spend-requests/${id}/return`, { reason }],
    refuse: ({ id }) => ['POST', `spend-requests/${id}/refusal`, { reason }],
    pause: ({ id }) => ['POST', `spend-requests/${id}/pause`, { reason }],
    resume: ({ id }) => ['POST', `spend-requests/${id}/resumption`, { reason }],
    commit: ({ id }) => [
      'POST',
      `spend-requests/${id}/contract`,
      { contractNo: 'HT-1', contractOn: today, amountFen: 1 },
    ],
    accept: ({ id }) => ['POST', `spend-requests/${id}/acceptance`, { received: '已收到', receivedOn: today }],
    pay: ({ id }) => [
      'POST',
      `spend-requests/${id}/payments`,
      { amountFen: 1, voucherNo: by.nextVoucher(), isLast: false },
    ],
    release: ({ id }) => ['POST', `spend-requests/${id}/release`, { reason }],
    viewPayeeAccount: ({ id }) => ['POST', `spend-requests/${id}/payee-account-views`, { reason }],
    'objection.answer': ({ objectionId }) => [
      'POST',
      `spend-objections/${objectionId}/answer`,
      { answer: '已比价', isUpheld: false },
    ],
    'payment.refund': ({ paymentId }) => [
      'POST',
      `spend-payments/${paymentId}/refunds`,
      { amountFen: 1, voucherNo: by.nextVoucher(), reason },
    ],
    'payment.reverse': ({ paymentId }) => ['POST', `spend-payments/${paymentId}/reversals`, { reason }],
    'reversal.decide': ({ reversalId }) => ['POST', `spend-reversals/${reversalId}/decision`, { isAgreed: true }],
    'reversal.renew': ({ reversalId }) => ['POST', `spend-reversals/${reversalId}/renewal`],
  };
  const of = (part: string, steps: readonly string[]): string[] => steps.map((step) => `${part}.${step}`);
  const ALL_STEPS = [
    ...SPEND_ACTIONS,
    ...of('objection', OBJECTION_ACTIONS),
    ...of('payment', PAYMENT_ACTIONS),
    ...of('reversal', REVERSAL_ACTIONS),
  ];

  const detailOf = async (actor: Actor, { id }: Spend) =>
    (await actor.api.GET('/api/v1/spend-requests/{spendRequestId}', { params: { path: { spendRequestId: id } } })).data;
  const offered = async (actor: Actor, spend: Spend): Promise<string[]> => {
    const detail = await detailOf(actor, spend);
    if (!detail) return [];
    return [
      ...detail.allowedSteps,
      ...detail.objections.flatMap(({ allowedSteps }) => of('objection', allowedSteps)),
      ...detail.payments.flatMap(({ allowedSteps, reversal }) => [
        ...of('payment', allowedSteps),
        ...of('reversal', reversal?.allowedSteps ?? []),
      ]),
    ];
  };
  const print = ({ id }: Spend) =>
    stage.rows(
      `SELECT r.*, (SELECT COUNT(*) FROM spend_participation h WHERE h.spend_request_id = r.id) AS participations,
         (SELECT COUNT(*) FROM spend_signature s WHERE s.spend_request_id = r.id) AS signatures_given,
         (SELECT COUNT(*) FROM fund_payment f WHERE f.spend_request_id = r.id) AS payments,
         (SELECT COUNT(*) FROM fund_refund f WHERE f.spend_request_id = r.id) AS refunds,
         (SELECT GROUP_CONCAT(CONCAT_WS('/', v.id, v.is_agreed, v.renewed_by)) FROM fund_reversal v WHERE v.spend_request_id = r.id) AS reversals,
         (SELECT GROUP_CONCAT(CONCAT_WS('/', a.id, a.lifted_by)) FROM spend_pause a WHERE a.spend_request_id = r.id) AS pauses,
         (SELECT GROUP_CONCAT(CONCAT_WS('/', o.id, o.answered_by)) FROM spend_objection o WHERE o.spend_request_id = r.id) AS objections
       FROM spend_request r WHERE r.id = ?`,
      [id],
    );

  for (const [state, plant] of Object.entries(STATES))
    it(`while it is ${state} are those that the commands accept, for everybody`, async () => {
      const played = await playSteps<Spend, Step>({
        people,
        plant,
        steps: ({ objectionId, paymentId, reversalId }) =>
          ALL_STEPS.filter(
            (step) =>
              (objectionId || !step.startsWith('objection')) &&
              (paymentId || !step.startsWith('payment')) &&
              (reversalId || !step.startsWith('reversal')),
          ),
        offered,
        send: (actor, spend, step) => sendAs(actor, stage.urls[0]!, COMMANDS[step]!(spend)),
        print,
        // No amount can be paid before the acceptance, or of a retention before its day, or refunded twice.
        refusals: ['ACCEPTANCE_MISSING', 'RETENTION_HELD', 'REFUND_TOO_LARGE'],
      });
      for (const step of played) seen.add(step);
    });

  it('name each step somewhere', () => {
    expect([...seen].toSorted()).toEqual(ALL_STEPS.toSorted());
  });

  it('leave out a payment that only dependent people would stand behind, and say so', async () => {
    const spend = await ready();
    expect((await detailOf(people.finance_clerk!, spend))!.allowedSteps).toContain('pay');
    // The secretary gave the requester and the accepter their roles, and together with the clerk the other signer.
    const clerk = people.finance_clerk!;
    await stage.rows(
      `UPDATE role_grant SET origin = 'office', granted_by = ?, confirmed_by = IF(person_id = ?, ?, NULL) WHERE person_id IN (?)`,
      [p.secretary.id, p.director.id, clerk.id, [p.asker.id, p.director.id, p.leader.id]],
    );
    const dependent = (await detailOf(clerk, spend))!;
    expect(dependent.allowedSteps).not.toContain('pay');
    expect(dependent.barredSteps).toEqual(['pay']);
    expect(by.codeOf(await by.pay(clerk, spend.id, 1))).toBe('PEOPLE_DEPENDENT');
  });

  it('name those that only separation of duties forbids', async () => {
    const barred = async (actor: Actor, spend: Spend) => (await detailOf(actor, spend))!.barredSteps;
    const spend = await STATES['asked for by a signer']!();
    expect(await barred(p.director, spend)).toEqual(['sign']);
    expect(await barred(people.deputy!, spend)).toEqual(['sign']);
    expect(await barred(people.community_director!, spend)).toEqual([]);
    expect(await barred(p.asker, await approved())).toEqual(['accept']);
    expect(await barred(people.grid_worker!, await approved())).toEqual([]);
  });
});
