import { answer, type Schemas } from '#libs/api-client';
import { shanghaiDay } from '#libs/platform';
import type { Cast, Player } from './people.js';
import { until } from './parallel.js';
import { WORKS_FEN, askForWorks } from './works.js';

type Card = Schemas['WishCard'];
type Policy = Schemas['SpendPolicyBody'];
type Spend = Schemas['SpendDetailResponse'];

/** Tests new rules against the year's requests and puts them in force; returns the previous rules. */
export async function changeRules(officer: Player, change: (policy: Policy) => Policy): Promise<Policy> {
  const { api } = officer;
  const { id: draftId } = await answer(api.POST('/api/v1/policies/spend/drafts'));
  const params = { path: { draftId } };
  const { drafts } = await answer(api.GET('/api/v1/policies/spend'));
  const before = drafts.find(({ id }) => id === draftId)!.policy;
  await answer(api.PUT('/api/v1/policies/spend/drafts/{draftId}', { params, body: change(before) }));
  const year = Number(shanghaiDay(new Date()).slice(0, 4));
  await answer(api.POST('/api/v1/policies/spend/drafts/{draftId}/replays', { params, body: { year } }));
  await answer(api.POST('/api/v1/policies/spend/drafts/{draftId}/publication', { params }));
  return before;
}

/** Shortens the public notice from five working days to three seconds, so that the demo does not wait. */
export const inSeconds = (policy: Policy): Policy => ({
  ...policy,
  source: '演示规则：公示三秒',
  tiers: policy.tiers.map((tier) => ({ ...tier, notice: tier.notice && { amount: 3, unit: 'second' } })),
});

/** Plays larger sums of one community, as an auditor would follow them: a purchase for ¥9,800 that was returned once; works
 *  for ¥48,000 that a deputy signs, with a notice, an objection, a contract and a retention; a wrong payment; and a
 *  refund. */
export async function playSpends(cast: Cast, wishes: Card[]): Promise<{ purchase: Spend; works: Spend }> {
  const home = cast.communities[0]!.id;
  const people: People = {
    worker: cast.one('grid_worker', home),
    leader: cast.one('grid_leader', home),
    secretary: cast.one('community_secretary', home),
    director: cast.one('community_director', home),
    committee: cast.one('supervision_committee', home),
    resident: cast.one('resident', home),
    clerk: cast.one('finance_clerk'),
    town: cast.one('town_officer'),
  };
  const wishAbout = (text: string): string =>
    wishes.find(({ unitId, publicText }) => unitId === home && publicText.includes(text))!.id;
  return {
    purchase: await buyFountain(people, wishAbout('驿站')),
    works: await doWorks(people, wishAbout('健身器材')),
  };
}

type People = Record<
  'worker' | 'leader' | 'secretary' | 'director' | 'committee' | 'resident' | 'clerk' | 'town',
  Player
>;

async function buyFountain(people: People, wishId: string): Promise<Spend> {
  const { worker, leader, secretary, director, clerk, town } = people;
  const form: Schemas['SpendFormBody'] = {
    kind: 'goods',
    purpose: '暖心驿站直饮水机与充电柜',
    payee: { name: '大沥电器行', kind: 'organisation' },
    items: [{ name: '直饮水机与充电柜', quantity: 1, unit: '套', priceFen: 980_000 }],
    justification: '每天二十多位外卖小哥和环卫工人歇脚',
  };
  const { id: spendRequestId } = await answer(
    worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', { params: { path: { wishId } }, body: form }),
  );
  const params = { path: { spendRequestId } };
  await answer(
    secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/return', {
      params,
      body: { reason: '请写清型号和数量' },
    }),
  );
  await answer(
    worker.api.POST('/api/v1/spend-requests/{spendRequestId}/versions', {
      params,
      body: { ...form, items: [{ ...form.items[0]!, name: '双温直饮水机一台、八口充电柜一个' }] },
    }),
  );
  await signAll([secretary, director], spendRequestId);
  await accept(leader, spendRequestId, '水机和充电柜各一，已装好试过');
  // The clerk types a wrong sum and the town agrees to reverse it. A signer releases it again. Later a part is refunded.
  await pay(clerk, spendRequestId, { amountFen: 890_000, voucherNo: 'JZ-S-000001', isLast: false });
  const [wrong] = await paymentsOf(clerk, spendRequestId);
  const { id: reversalId } = await answer(
    clerk.api.POST('/api/v1/spend-payments/{paymentId}/reversals', {
      params: { path: { paymentId: wrong!.id } },
      body: { reason: '金额录错，应为 9,800 元' },
    }),
  );
  await answer(
    town.api.POST('/api/v1/spend-reversals/{reversalId}/decision', {
      params: { path: { reversalId } },
      body: { isAgreed: true },
    }),
  );
  await answer(
    secretary.api.POST('/api/v1/spend-reversals/{reversalId}/renewal', { params: { path: { reversalId } } }),
  );
  await pay(clerk, spendRequestId, { amountFen: 980_000, voucherNo: 'JZ-S-000002', isLast: true });
  const right = (await paymentsOf(clerk, spendRequestId)).at(-1)!;
  await answer(
    clerk.api.POST('/api/v1/spend-payments/{paymentId}/refunds', {
      params: { path: { paymentId: right.id } },
      body: { amountFen: 60_000, voucherNo: 'TK-S-000001', reason: '活动补贴，商家退回' },
    }),
  );
  return see(clerk, spendRequestId);
}

async function doWorks(people: People, wishId: string): Promise<Spend> {
  const { worker, leader, secretary, director, committee, resident, clerk, town } = people;
  const spendRequestId = await askForWorks(worker.api, wishId);
  const params = { path: { spendRequestId } };
  const giveBackTurn = await lendTurn(director, town);
  await signAll([secretary, town], spendRequestId);
  await giveBackTurn();
  const { id: objectionId } = await answer(
    resident.api.POST('/api/v1/spend-requests/{spendRequestId}/objections', {
      params,
      body: { text: '旧器材修一修不行吗？' },
    }),
  );
  await answer(
    committee.api.POST('/api/v1/spend-objections/{objectionId}/answer', {
      params: { path: { objectionId } },
      body: { answer: '旧器材立柱已锈穿，现场查看须更换；三家比价选最低', isUpheld: false },
    }),
  );
  await until('the notice has ended', 30_000, async () => (await see(clerk, spendRequestId)).status === 'approved');
  const contractFen = WORKS_FEN - 100_000;
  const retentionFen = Math.round(contractFen * 0.05);
  await answer(
    secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/contract', {
      params,
      body: {
        contractNo: 'HT-S-000001',
        contractOn: shanghaiDay(new Date()),
        amountFen: contractFen,
        retentionFen,
        retentionUntil: shanghaiDay(new Date(Date.now() + 365 * 86_400_000)),
      },
    }),
  );
  const advanceFen = Math.round(contractFen * 0.3);
  await pay(clerk, spendRequestId, { amountFen: advanceFen, voucherNo: 'JZ-S-000003', isLast: false });
  await accept(leader, spendRequestId, '器材六套、软垫七十二平方米，逐件验过');
  await pay(clerk, spendRequestId, {
    amountFen: contractFen - retentionFen - advanceFen,
    voucherNo: 'JZ-S-000004',
    invoiceNo: '25442000000087654321',
    isLast: true,
  });
  return see(clerk, spendRequestId);
}

/** Delegates the absent signer's turn to the deputy. Returns a function that ends the delegation. */
async function lendTurn(lender: Player, deputy: Player): Promise<() => Promise<unknown>> {
  const me = await answer(lender.api.GET('/api/v1/me'));
  const { id: grantId } = me.roles.find(({ role }) => role === lender.role)!;
  const today = shanghaiDay(new Date());
  const body = { grantId, deputyId: deputy.id, fromOn: today, untilOn: today, reason: '外出开会' };
  const { id: delegationId } = await answer(lender.api.POST('/api/v1/delegations', { body }));
  const params = { path: { delegationId } };
  return () => answer(lender.api.POST('/api/v1/delegations/{delegationId}/ending', { params }));
}

async function signAll(signers: Player[], spendRequestId: string): Promise<void> {
  const params = { path: { spendRequestId } };
  for (const signer of signers)
    await answer(signer.api.POST('/api/v1/spend-requests/{spendRequestId}/approval', { params }));
}

const accept = (accepter: Player, spendRequestId: string, received: string) =>
  answer(
    accepter.api.POST('/api/v1/spend-requests/{spendRequestId}/acceptance', {
      params: { path: { spendRequestId } },
      body: { received, receivedOn: shanghaiDay(new Date()) },
    }),
  );

const pay = (clerk: Player, spendRequestId: string, body: Schemas['PaySpendBody']) =>
  answer(
    clerk.api.POST('/api/v1/spend-requests/{spendRequestId}/payments', { params: { path: { spendRequestId } }, body }),
  );

const see = (clerk: Player, spendRequestId: string): Promise<Spend> =>
  answer(clerk.api.GET('/api/v1/spend-requests/{spendRequestId}', { params: { path: { spendRequestId } } }));

const paymentsOf = async (clerk: Player, spendRequestId: string) => (await see(clerk, spendRequestId)).payments;
