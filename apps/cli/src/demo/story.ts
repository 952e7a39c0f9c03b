import { randomBytes } from 'node:crypto';
import { answer, createApiClient, type Schemas } from '#libs/api-client';
import { formatFen } from '#libs/platform';
import { createAdmin } from '../commands/people-create-admin.js';
import { UNITS_FILE, Usage, print, readArgs, type Command } from '../command.js';
import { reconcileBank, type Reconciled } from './bank.js';
import { Cast, VOLUNTEERS, type Player } from './people.js';
import { importAgain, importWorkbook, verifyAndPublish } from './collect.js';
import { DEMO_DEADLINES, DEMO_ESCALATIONS, Work, reopenOne } from './fulfil.js';
import { playMorning } from './seed-open-work.js';
import { sleep, until } from './parallel.js';
import { playPlans, type Planned } from './plans.js';
import { changeRules, inSeconds, playSpends } from './spends.js';
import { takeUnitsIn } from './take-units-in.js';

const WORKBOOK = new URL('../../test/fixtures/wishes-dali-420.xlsx', import.meta.url);
const ALLOTMENT_FEN = 50_000_000;
const ADMIN = { phone: '17000000000', name: '平台管理员' };
const SECOND_ADMIN = { phone: '16900000000', name: '平台管理员乙' };
const THIRD_ADMIN = { phone: '16900000001', name: '平台管理员丙' };

type Spend = Schemas['SpendDetailResponse'];
type Story = 'purchase' | 'works';
type Told = Record<
  'askedFen' | 'paidFen' | 'refundedFen' | 'retainedFen' | 'wishes' | 'versions' | 'objections' | 'participations',
  number
>;

interface Ending {
  url: string;
  wishes: { collected: number; published: number; claimed: number; fulfilled: number; confirmed: number };
  peopleHelped: number;
  volunteers: number;
  fund: Record<'allottedFen' | 'reservedFen' | 'committedFen' | 'paidFen' | 'availableFen', number>;
  matching: Planned;
  /** Two requests, from the request to the last payment. */
  spends: Record<Story, Told>;
  bank: Reconciled;
  reminders: { sent: number; late: number; double: number; early: number; escalated: number };
  invariants: { checked: number; broken: number };
  /** Where a second factor is required, each recovery code works once. */
  accounts: Pick<Player, 'role' | 'phone' | 'password' | 'recoveryCodes'>[];
  seconds: number;
}

/** Plays the whole life of a town's wishes through the public api and prints the result. */
export const storyCommand: Command = {
  usage: '--url URL [--started MILLISECONDS] [--json] [--stay]',
  async run(args) {
    const { values } = readArgs(args, {
      url: { type: 'string' },
      started: { type: 'string' },
      json: { type: 'boolean' },
      stay: { type: 'boolean' },
    });
    if (!values.url) throw new Usage('--url is missing.');
    const started = Number(values.started ?? Date.now());
    const ending = await play(values.url, { started, stays: values.stay ?? false }, (line) =>
      process[values.json ? 'stderr' : 'stdout'].write(`${line}\n`),
    );
    if (values.json) print(JSON.stringify(ending));
    else printTable(ending);
    return ending.invariants.broken === 0 && ending.reminders.double === 0 && ending.reminders.early === 0 ? 0 : 1;
  },
};

/** `stays`: people look at the platform afterwards, so a new morning is played once the figures are taken. */
async function play(
  url: string,
  { started, stays }: { started: number; stays: boolean },
  say: (line: string) => void,
): Promise<Ending> {
  const act = async <T>(title: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    say(`  ✓ ${title}  ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return result;
  };
  const password = randomBytes(12).toString('base64url');
  const openAdmin = async (who: typeof ADMIN) => {
    const { phone, code } = await createAdmin(who);
    await Cast.start(url, phone, code, password);
    return Cast.signIn(url, phone, password);
  };
  const { api: admin, recoveryCodes } = await openAdmin(ADMIN);
  const { api: secondAdmin } = await openAdmin(SECOND_ADMIN);
  const { api: thirdAdmin } = await openAdmin(THIRD_ADMIN);
  const units = await act('290 communities imported', () => takeUnitsIn(admin, UNITS_FILE));
  const cast = new Cast(url, [admin, secondAdmin, thirdAdmin], units);
  await act('Offices appointed and confirmed from above, grid workers registered, all signed in', () =>
    cast.offices(cast.communities),
  );
  const officer = cast.one('district_officer').api;
  await act('Deadlines set to seconds', async () => {
    await setDeadlines(officer, DEMO_DEADLINES);
    await setEscalations(officer, DEMO_ESCALATIONS);
  });
  await act('¥500,000 allotted to every community', () =>
    answer(
      officer.POST('/api/v1/fund-allotments', {
        body: {
          unitId: cast.district.id,
          year: Number(new Date(Date.now() + 8 * 3_600_000).getUTCFullYear()),
          amountFen: ALLOTMENT_FEN,
        },
      }),
    ),
  );
  await act(`${VOLUNTEERS} volunteers registered and signed in`, () => cast.volunteers());
  const workbook = WORKBOOK.pathname;
  const imported = await act('The town’s workbook imported', () => importWorkbook(cast, workbook));
  const { accept, review, reject, duplicate } = imported.counts;
  say(
    `    ${accept} accepted, ${review} corrected by a person, ${reject} without a wish, ${duplicate} told twice: ${imported.added} wishes`,
  );
  const again = await act('The same workbook again', () => importAgain(cast, workbook));
  say(`    ${again.added} added, ${again.known} known already`);
  const wishes = await act('Wishes verified and published', () => verifyAndPublish(cast));
  const officerPlayer = cast.one('district_officer');
  const rules = await act('New rules of spending tried out and put in force', () =>
    changeRules(officerPlayer, inSeconds),
  );
  const spends = await act(
    '¥9,800 sent back, signed by two, reversed and refunded; works for ¥48,000 objected to and done',
    () => playSpends(cast, wishes),
  );
  await act('The district’s own rules put back in force', () => changeRules(officerPlayer, () => rules));
  const work = new Work(cast, wishes, new Set([...spends.purchase.wishIds, ...spends.works.wishIds]));
  const matching = await act('Plans asked for, changed and sent as invitations', () => playPlans(cast, work));
  await act('Claimed in a race, paid for, fulfilled and confirmed', () => work.play());
  say(`    ${work.conflicts} volunteers came second and were told so`);
  await act('One wish re-opened and done for good', () => reopenOne(cast, wishes[0]!));
  const bank = await act('The town’s account reconciled with the bank’s statement', () =>
    reconcileBank(cast.one('finance_clerk')),
  );
  await act('The last reminders delivered, deadlines set back', async () => {
    await setDeadlines(officer, null);
    await setEscalations(officer, null);
    await until(
      'nothing is overdue',
      30_000,
      async () => (await answer(officer.GET('/api/v1/reminders/overview'))).overdue === 0,
    );
    await sleep(2_500);
  });
  const ending = await end(url, cast, {
    started,
    matching,
    spends,
    bank,
    admin: { role: 'administrator', phone: ADMIN.phone, password, recoveryCodes },
  });
  if (stays) {
    const home = cast.communities[0]!.id;
    await act('A fresh morning in one community, for looking around', () =>
      playMorning({
        worker: cast.one('grid_worker', home),
        secretary: cast.one('community_secretary', home),
        resident: cast.one('resident'),
        clerk: cast.one('finance_clerk'),
        leader: cast.one('grid_leader', home),
        director: cast.one('community_director', home),
        volunteers: cast.all('volunteer').slice(0, 6),
      }),
    );
  }
  return ending;
}

async function setDeadlines(
  officer: ReturnType<typeof createApiClient>,
  seconds: Record<string, number> | null,
): Promise<void> {
  const { version } = await answer(officer.GET('/api/v1/policies/deadlines'));
  const deadlines =
    seconds && Object.fromEntries(Object.entries(seconds).map(([name, amount]) => [name, { amount, unit: 'second' }]));
  await answer(
    officer.PUT('/api/v1/policies/deadlines', {
      body: { basedOn: version, deadlines: deadlines as never, quietHours: null },
    }),
  );
}

async function setEscalations(
  officer: ReturnType<typeof createApiClient>,
  seconds: Record<string, number> | null,
): Promise<void> {
  const { version } = await answer(officer.GET('/api/v1/policies/escalations'));
  const escalations =
    seconds &&
    Object.fromEntries(
      Object.entries(seconds).map(([deadline, amount]) => [
        deadline,
        [{ after: { amount, unit: 'second' }, roles: ['town_officer'] }],
      ]),
    );
  await answer(officer.PUT('/api/v1/policies/escalations', { body: { basedOn: version, escalations } }));
}

/** Collects the final figures from the api and the database. */
async function end(
  url: string,
  cast: Cast,
  {
    started,
    matching,
    spends,
    bank,
    admin,
  }: {
    started: number;
    matching: Planned;
    spends: Record<Story, Spend>;
    bank: Reconciled;
    admin: Ending['accounts'][number];
  },
): Promise<Ending> {
  const { api } = cast.one('district_officer');
  const overview = await answer(api.GET('/api/v1/overview'));
  const fund = await answer(api.GET('/api/v1/units/{unitId}/fund', { params: { path: { unitId: cast.district.id } } }));
  const reminders = await answer(api.GET('/api/v1/reminders/overview'));
  const invariants = await answer<Schemas['InvariantsResponse']>(api.GET('/api/health/invariants'));
  const roles = [...new Set(cast.players.map(({ role }) => role))];
  return {
    url,
    wishes: {
      collected: overview.collected,
      published: overview.published,
      claimed: overview.claimed,
      fulfilled: overview.fulfilled,
      confirmed: overview.confirmed,
    },
    peopleHelped: overview.peopleHelped,
    volunteers: overview.volunteers,
    fund: {
      allottedFen: fund.allottedFen,
      reservedFen: fund.reservedFen,
      committedFen: fund.committedFen,
      paidFen: fund.paidFen,
      availableFen: fund.availableFen,
    },
    matching,
    spends: { purchase: told(spends.purchase), works: told(spends.works) },
    bank,
    reminders: {
      sent: reminders.sent,
      late: reminders.late,
      double: reminders.double,
      early: reminders.early,
      escalated: reminders.escalated,
    },
    invariants: { checked: invariants.checked, broken: invariants.broken },
    accounts: [
      admin,
      ...roles.map((role) => {
        const { phone, password, recoveryCodes } = cast.oneAtHome(role);
        return { role, phone, password, recoveryCodes };
      }),
    ],
    seconds: Math.round((Date.now() - started) / 100) / 10,
  };
}

const told = (request: Spend): Told => ({
  askedFen: request.amountFen,
  paidFen: request.paidFen,
  refundedFen: request.refundedFen,
  retainedFen: request.amountFen - request.paidFen - request.releasedFen,
  versions: request.version,
  wishes: request.wishIds.length,
  objections: request.objections.length,
  participations: request.participations.length,
});

/** The first page of each role. */
const START_OF: Record<string, string> = {
  volunteer: '/v/feed',
  grid_worker: '/g/today',
  grid_leader: '/g/today',
  resident: '/r/wishes',
};
const OFFICE = '/c/desk';
const CODES_SHOWN = 2;

const storyLines = (title: string, told: Told): [string, string][] => [
  [`${title}: paid / refunded`, `${formatFen(told.paidFen)} / ${formatFen(told.refundedFen)}`],
  [
    '  wishes / versions / objections / participations',
    [told.wishes, told.versions, told.objections, told.participations].join(' / '),
  ],
  ...(told.retainedFen > 0 ? ([['  retained 质保金', formatFen(told.retainedFen)]] as [string, string][]) : []),
];

function printTable(ending: Ending): void {
  const { wishes, fund, matching, bank, reminders, invariants } = ending;
  const lines: [string, string | number][] = [
    ['collected 征集', wishes.collected],
    ['published 发布', wishes.published],
    ['claimed 认领', wishes.claimed],
    ['fulfilled 圆梦', wishes.fulfilled],
    ['confirmed 确认', wishes.confirmed],
    ['people helped 惠及', ending.peopleHelped],
    ['volunteers 志愿者', ending.volunteers],
    ['plans 方案: places / found', `${matching.places} / ${matching.filled}`],
    [
      'invitations 邀请: accepted / declined / passed on',
      `${matching.accepted} / ${matching.declined} / ${matching.lapsed}`,
    ],
    ['allotted 下达', formatFen(fund.allottedFen)],
    ['reserved 冻结', formatFen(fund.reservedFen)],
    ['committed 已签约', formatFen(fund.committedFen)],
    ['paid 支付', formatFen(fund.paidFen)],
    ['available 可用', formatFen(fund.availableFen)],
    ...storyLines('¥9,800 purchase 采购', ending.spends.purchase),
    ...storyLines('¥48,000 works 工程', ending.spends.works),
    ['bank 对账: movements / matched', `${bank.movements} / ${bank.matched}`],
    ['  open at the bank / in the book', `${bank.openLines} / ${bank.openEntries}`],
    ['  unexplained', bank.unexplainedFen === null ? '–' : formatFen(bank.unexplainedFen)],
    ['reminders sent / late / double', `${reminders.sent} / ${reminders.late} / ${reminders.double}`],
    ['  escalated 上报', reminders.escalated],
    ['invariants checked / broken', `${invariants.checked} / ${invariants.broken}`],
    ['seconds', ending.seconds],
  ];
  print('');
  for (const [name, value] of lines) print(`  ${name.padEnd(50)} ${String(value).padStart(22)}`);
  print(`\n  ${ending.url}   (api: ${ending.url}/api/docs)`);
  for (const { role, phone, password, recoveryCodes } of ending.accounts) {
    const codes = recoveryCodes.length > 0 ? `  ${recoveryCodes.slice(0, CODES_SHOWN).join(' ')}` : '';
    print(`    ${role.padEnd(24)} ${phone}  ${password}  ${ending.url}${START_OF[role] ?? OFFICE}${codes}`);
  }
  print(
    '    (the words with dashes: recovery codes, each good for one sign-in; an authenticator is set up under “Me”)',
  );
  print(`    everybody                                          ${ending.url}/`);
}
