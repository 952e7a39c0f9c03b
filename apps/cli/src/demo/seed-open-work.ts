import sharp from 'sharp';
import { answer, type ApiClient, type Schemas } from '#libs/api-client';
import { shanghaiDay } from '#libs/platform';
import { inParallel } from './parallel.js';
import { planAndSend } from './plans.js';
import { askForMoney, publishWish } from './public-text.js';
import { sendFile } from './send-file.js';
import { SAMPLE_WISHES, type SampleWish } from './sample-wishes.js';
import { askForWorks } from './works.js';

interface Somebody {
  api: ApiClient;
  unitId: string;
}

/** Who works this morning: the people of one community, and volunteers. */
export interface MorningCast {
  worker: Somebody;
  secretary: Somebody;
  resident: Somebody;
  clerk: Somebody;
  leader: Somebody;
  director: Somebody;
  volunteers: Somebody[];
}

/** How far a wish has come by noon. */
type Stage =
  | 'submitted'
  | 'returned'
  | 'verified'
  | 'open'
  | 'claimed'
  | 'begun'
  | 'fulfilled'
  | 'asked'
  | 'approved'
  | 'accepted'
  | 'paid';
const STAGES: Stage[] = [
  'submitted',
  'open',
  'verified',
  'open',
  'claimed',
  'open',
  'asked',
  'open',
  'begun',
  'fulfilled',
  'open',
  'approved',
  'open',
  'returned',
  'paid',
  'accepted',
];

const SURNAMES = '陈李黄梁何冯罗潘';
const GIVEN = ['阿婆', '桂芳', '志明', '小燕', '伟强', '秀英', '家豪', '淑贞'];
const DAY_MS = 86_400_000;

/** Plays an ordinary morning in one community, so that every screen has something to show: wishes at every stage, photos,
 *  money requested, approved and paid. Uses the public api like the rest of the demo. Returns the number of wishes. */
export async function playMorning({
  worker,
  secretary,
  resident,
  clerk,
  leader,
  director,
  volunteers,
}: MorningCast): Promise<number> {
  const photo = await drawPhoto();
  await inParallel(SAMPLE_WISHES, 4, async (sample, at) => {
    const stage = STAGES[at % STAGES.length]!;
    const photoIds = at % 5 === 0 ? [await sendFile(worker.api, 'need', photo)] : undefined;
    const body = { ...toBody(sample, at, worker.unitId), photoIds };
    const { id } = await answer(worker.api.POST('/api/v1/wishes', { body }));
    // The first volunteer holds one wish that was just claimed and one that is in progress.
    const isFirsts = (stage === 'claimed' || stage === 'begun') && at < STAGES.length;
    const volunteer = volunteers[isFirsts ? 0 : 1 + (at % (volunteers.length - 1))]!;
    await advance({ worker, secretary, clerk, leader, volunteer }, id, sample, stage, at);
  });
  await askForHerself(resident, { worker, secretary, clerk, leader, volunteer: volunteers[0]! });
  await hangOutWorks({ worker, secretary, director, resident });
  await planAndSend(secretary);
  return SAMPLE_WISHES.length + 4;
}

interface Cast {
  worker: Somebody;
  secretary: Somebody;
  clerk: Somebody;
  leader: Somebody;
  volunteer: Somebody;
}

async function advance(
  { worker, secretary, clerk, leader, volunteer }: Cast,
  wishId: string,
  sample: SampleWish,
  stage: Stage,
  at: number,
): Promise<void> {
  const params = { path: { wishId } };
  if (stage === 'submitted') return;
  if (stage === 'returned') {
    await answer(
      worker.api.POST('/api/v1/wishes/{wishId}/return', {
        params,
        body: { reason: '请补充家里有没有电梯、几点方便上门' },
      }),
    );
    return;
  }
  await answer(worker.api.POST('/api/v1/wishes/{wishId}/verification', { params }));
  if (stage === 'verified') return;
  await publishWish(secretary.api, wishId, {
    publicText: sample.need,
    category: sample.category,
    costClass: sample.yuan > 0 ? 'fund' : 'none',
    isPolicyChecked: true,
    skill: sample.skill,
    licence: sample.licence,
    helpersNeeded: sample.helpers ?? 1,
  });
  if (stage === 'open' || sample.licence || (sample.helpers ?? 1) > 1) return;
  const promisedAt = new Date(Date.now() + (2 + (at % 5)) * DAY_MS).toISOString();
  const claim = await answer(volunteer.api.POST('/api/v1/wishes/{wishId}/claims', { params, body: { promisedAt } }));
  if (stage === 'claimed') return;
  await answer(volunteer.api.POST('/api/v1/claims/{claimId}/start', { params: { path: { claimId: claim.id } } }));
  if (stage === 'begun') return;
  if (stage === 'fulfilled') {
    await fulfil(volunteer, wishId);
    return;
  }
  const costFen = Math.max(sample.yuan, 50) * 100;
  const spendRequestId = await askForMoney(worker.api, wishId, {
    purpose: `${sample.need.split(/[，。；]/)[0]!.slice(0, 40)}：材料与人工`,
    payee: { name: '大沥便民五金店', kind: 'organisation' },
    kind: sample.kind,
    items: [{ name: '材料与人工', quantity: 1, unit: '项', priceFen: costFen }],
  });
  if (stage === 'asked') return;
  const spend = { path: { spendRequestId } };
  await answer(secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/approval', { params: spend }));
  if (stage === 'approved') return;
  await answer(
    leader.api.POST('/api/v1/spend-requests/{spendRequestId}/acceptance', {
      params: spend,
      body: { received: '材料已到，工完场清', receivedOn: shanghaiDay(new Date()) },
    }),
  );
  if (stage === 'accepted') return;
  await answer(
    clerk.api.POST('/api/v1/spend-requests/{spendRequestId}/payments', {
      params: spend,
      body: {
        amountFen: costFen,
        voucherNo: `JZ-2026-9${String(at).padStart(5, '0')}`,
        isLast: true,
      },
    }),
  );
}

async function fulfil(volunteer: Somebody, wishId: string): Promise<void> {
  await answer(
    volunteer.api.POST('/api/v1/wishes/{wishId}/fulfilment', {
      params: { path: { wishId } },
      body: { what: '已上门办好，当面试过', doneOn: shanghaiDay(new Date()), hours: 1.5 },
    }),
  );
}

/** Works for ¥48,000 are on public notice, and a resident has objected, so the committee has an objection to answer. */
async function hangOutWorks({
  worker,
  secretary,
  director,
  resident,
}: Pick<MorningCast, 'worker' | 'secretary' | 'director' | 'resident'>): Promise<void> {
  const publish = async (need: string, at: number): Promise<string> => {
    const sample: SampleWish = { need, category: 'neighbourhood', kind: 'service', yuan: 0, urgency: 'normal' };
    const { id: wishId } = await answer(
      worker.api.POST('/api/v1/wishes', { body: toBody(sample, SAMPLE_WISHES.length + at, worker.unitId) }),
    );
    await answer(worker.api.POST('/api/v1/wishes/{wishId}/verification', { params: { path: { wishId } } }));
    await publishWish(secretary.api, wishId, {
      publicText: need,
      category: 'neighbourhood',
      costClass: 'fund',
      isPolicyChecked: true,
      helpersNeeded: 1,
    });
    return wishId;
  };
  await publish('健身器材旁的滑梯下面是水泥地，孩子摔过', 1);
  const spendRequestId = await askForWorks(worker.api, await publish('小区健身器材松动，怕老人孩子受伤', 0));
  const params = { path: { spendRequestId } };
  for (const signer of [secretary, director])
    await answer(signer.api.POST('/api/v1/spend-requests/{spendRequestId}/approval', { params }));
  await answer(
    resident.api.POST('/api/v1/spend-requests/{spendRequestId}/objections', {
      params,
      body: { text: '三家报价相差太大，请说明为什么不选最低的' },
    }),
  );
}

/** The resident submits two wishes; one of them waits for the resident's confirmation. */
async function askForHerself(resident: Somebody, cast: Cast): Promise<void> {
  const told = async (need: string, kind: 'goods' | 'service'): Promise<string> => {
    const body: Schemas['SubmitWishBody'] = {
      unitId: resident.unitId,
      need,
      kind,
      urgency: 'normal',
      helpersNeeded: 1,
      estimatedFen: 0,
      peopleHelped: 1,
      beneficiary: { name: '李秀英', phone: '15900007004', age: 67 },
      consent: { kind: 'spoken', byGuardian: false },
      isDraft: false,
    };
    return (await answer(resident.api.POST('/api/v1/wishes', { body }))).id;
  };
  await told('阳台晾衣杆手摇坏了，衣服晾不高', 'service');
  const done = await told('想请人教我用手机挂号', 'service');
  const sample: SampleWish = {
    need: '想请人教我用手机挂号',
    category: 'digital',
    kind: 'service',
    yuan: 0,
    urgency: 'normal',
    skill: 'phones',
  };
  await advance(cast, done, sample, 'fulfilled', 0);
}

const toBody = (sample: SampleWish, at: number, unitId: string): Schemas['SubmitWishBody'] => ({
  unitId,
  need: sample.need,
  kind: sample.kind,
  category: sample.category,
  urgency: sample.urgency,
  skill: sample.skill,
  licence: sample.licence,
  helpersNeeded: sample.helpers ?? 1,
  estimatedFen: sample.yuan * 100,
  peopleHelped: sample.helpers ?? 1,
  beneficiary: {
    name: `${SURNAMES[at % SURNAMES.length]}${GIVEN[(at * 3) % GIVEN.length]}`,
    phone: `159${String(10_007_000 + at * 137).padStart(8, '0')}`,
    address: `花园${1 + (at % 4)}号${2 + (at % 6)}0${1 + (at % 4)}房`,
    age: 24 + ((at * 7) % 60),
    hardship: ['独居老人', '低保家庭', undefined, '残疾人家庭'][at % 4],
  },
  consent: { kind: 'spoken', byGuardian: false },
  isDraft: false,
});

/** Draws a picture of a wall and a rail, because the demo has no camera. */
const drawPhoto = (): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900"><rect width="1200" height="900" fill="#d9d3c7"/>
      <rect y="640" width="1200" height="260" fill="#b3a892"/><g stroke="#c9c1b1" stroke-width="4">${Array.from({ length: 12 }, (_, at) => `<path d="M${at * 110} 0V640"/>`).join('')}</g>
      <path d="M260 420H900" stroke="#7d8790" stroke-width="26" stroke-linecap="round"/><circle cx="260" cy="420" r="30" fill="#5e676f"/><circle cx="900" cy="420" r="30" fill="#5e676f"/>
      <ellipse cx="620" cy="760" rx="240" ry="34" fill="#9fc3d6" opacity=".8"/></svg>`,
    ),
  )
    .jpeg({ quality: 82 })
    .toBuffer();
