import { until, type Stage } from '../support/stage.js';
import { sendStatement, statementOf } from '../support/bank.js';
import { fileBody } from '#libs/api-client';
import { newId, toWorkbook } from '#libs/platform';
import type { Town } from './town.js';

type Role = Exclude<keyof Town, 'url'>;

export interface Screen {
  name: string;
  /** null: not signed in. */
  role: Role | null;
  path: string;
  /** Where it is used: on a phone, at a desk, or both. */
  on: ('phone' | 'desk')[];
}

/** What several wishes have in common. */
async function needs(stage: Stage): Promise<void> {
  const open = await stage.rows<{ id: string }>(`SELECT id FROM wish WHERE status = 'open' ORDER BY id LIMIT 4`);
  await stage.db.query('INSERT INTO need_radar (unit_id, scanned_at, wishes, clusters) VALUES (?,NOW(3),11,?)', [
    stage.unit('A').id,
    JSON.stringify([{ words: ['扶手', '卫生间'], communities: 1, wishIds: open.map(({ id }) => id) }]),
  ]);
}

/** An hour that was confirmed. */
async function serve(stage: Stage, { volunteer, secretary }: Town): Promise<void> {
  const [claim] = await stage.rows<{ id: string; wish_id: string }>(
    `SELECT id, wish_id FROM claim WHERE volunteer_id = ? AND status = 'fulfilled' LIMIT 1`,
    [volunteer.id],
  );
  await stage.db.query(
    `INSERT INTO service_entry (id, person_id, claim_id, wish_id, wish_code, category, unit_id, unit_path, hours, done_on, confirmed_by, confirmed_at)
     SELECT UUID(), ?, ?, w.id, w.code, w.category, w.unit_id, w.unit_path, 1.5, NOW(), ?, NOW(3) FROM wish w WHERE w.id = ?`,
    [volunteer.id, claim!.id, secretary.id, claim!.wish_id],
  );
}

/** Two channels that are on, a mailbox that waits to be confirmed, a group, and a message that did not arrive. */
async function openChannels(stage: Stage, { administrator, secretary, volunteer }: Town): Promise<void> {
  const settings = { host: '127.0.0.1', port: 9, from: 'office@wish.example' };
  for (const [channel, given] of [
    ['email', settings],
    ['push', { subject: 'mailto:office@wish.example' }],
    ['wecom', {}],
  ] as const)
    await administrator.api.PUT('/api/v1/channels/{channel}', {
      params: { path: { channel } },
      body: { isOn: true, perMinute: 300, settings: given },
    });
  await secretary.api.POST('/api/v1/unit-webhooks', {
    body: {
      unitId: stage.unit('A1').id,
      channel: 'wecom',
      label: '社区网格员群',
      url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0',
    },
  });
  const pointId = newId();
  await stage.db.query(
    `INSERT INTO contact_point (id, person_id, channel, address, address_hash, label, created_at) VALUES (?,?,'email',?,REPEAT('1',32),'v**@home.example',NOW(3))`,
    [pointId, volunteer.id, stage.encryption.encrypt('contact_point.address', pointId, '{"email":"v@home.example"}')],
  );
  await stage.db.query(
    `INSERT INTO delivery (id, channel, class, target_id, status, due_at, attempts, cause, created_at, ended_at)
     VALUES (UUID(),'email','task',?,'failed',NOW(3),8,'SMTP 550',NOW(3),NOW(3))`,
    [pointId],
  );
}

/** Two appointments that wait, one of them with a long name; a code that was given; an account whose money permissions are suspended; an account that is locked. */
async function appoint(stage: Stage, { townOfficer, volunteer, auditor }: Town): Promise<void> {
  const unitId = stage.unit('A2').id;
  for (const [name, phone, role] of [
    ['邓会计', '13912340021', 'finance_clerk'],
    ['司徒伟业', '13912340022', 'supervision_committee'],
  ] as const)
    await townOfficer.api.POST('/api/v1/people', { body: { name, phone, roles: [{ role, unitId }] } });
  await townOfficer.api.POST('/api/v1/people/{personId}/activation-code', {
    params: { path: { personId: volunteer.id } },
  });
  const locked = await stage.actor('finance_clerk', 'A2');
  await stage.db.query('UPDATE person SET activated_at = NOW(3), password_hash = IF(id = ?, NULL, password_hash)', [
    locked.id,
  ]);
  await stage.db.query(
    `INSERT INTO account_recovery (id, person_id, kind, given_by, given_at, used_at, suspended_until)
     VALUES (UUID(), ?, 'password', ?, NOW(3), NOW(3), NOW(3) + INTERVAL 20 HOUR)`,
    [auditor.id, townOfficer.id],
  );
  await stage.db.query('UPDATE person SET money_suspended_until = NOW(3) + INTERVAL 21 HOUR WHERE id = ?', [
    auditor.id,
  ]);
}

/** A roster, half of it in doubt, and a group with a member. */
async function findOrRegister(stage: Stage, town: Town): Promise<{ rosterId: string; groupId: string }> {
  const headings = ['姓名', '手机', '居住社区', '党小组', '党支部', '工作单位', '特长'];
  const file = await toWorkbook(
    '名册',
    headings,
    [
      ['陈志愿', '13910000001', '', '第三党小组', '第一党支部', '区教育局', '电工、理发'],
      ['黄帮忙', '1391000000', '', '第三党小组', '第一党支部', '', '跳伞'],
      ['何一人', '13910000003', '花果山', '第三党小组', '', '', ''],
    ],
    headings.map(() => 14),
  );
  const read = await town.secretary.api.POST('/api/v1/volunteer-rosters', {
    params: { query: { unitId: stage.unit('A1').id } },
    ...fileBody(file, '沥苑社区党员名册.xlsx'),
  });
  const groupId = (
    await town.secretary.api.POST('/api/v1/volunteer-groups', {
      body: { kind: 'work_unit', name: '区教育局', unitId: stage.unit('A1').id },
    })
  ).data!.id;
  await town.secretary.api.PUT('/api/v1/volunteer-groups/{groupId}/members/{personId}', {
    params: { path: { groupId, personId: (await stage.actor('volunteer', 'A1')).id } },
  });
  return { rosterId: read.data!.id, groupId };
}

/** A list of units and a list of staff, each with rows in doubt. */
async function sendLists(stage: Stage, town: Town): Promise<{ unitImportId: string; staffImportId: string }> {
  const file = async (headings: string[], lines: string[][]) =>
    fileBody(
      await toWorkbook(
        '表格',
        headings,
        lines,
        headings.map(() => 16),
      ),
      '大沥镇.xlsx',
    );
  const units = await town.administrator.api.POST('/api/v1/unit-imports', {
    params: { query: { unitId: stage.unit('A').id } },
    ...(await file(
      ['单位代码', '名称', '层级', '类别', '上级单位代码'],
      [
        ['440605125901', '新苑社区', '片区', '社区', '440605125'],
        ['440605125902', '迷途社区', '社区', '社区', ''],
        ['440605125002', '沥南新社区', '社区', '', '440605125'],
      ],
    )),
  });
  const staff = await town.townOfficer.api.POST('/api/v1/staff-imports', {
    params: { query: { unitId: stage.unit('A').id } },
    ...(await file(
      ['姓名', '手机', '单位', '角色'],
      [
        ['陈大文', '13710000001', '沥苑社区', '网格员'],
        ['李小明', '1371000', '沥苑社区', '社区书记'],
        ['黄志强', '13710000003', '沥苑社区', '厨师'],
        ['何丽', '13710000004', '大沥镇', '财务'],
      ],
    )),
  });
  return { unitImportId: units.data!.id, staffImportId: staff.data!.id };
}

/** Every screen of the application with something on it: what the tests look at, and what the pictures show. */
export async function screensOf(stage: Stage, town: Town, importId: string): Promise<Screen[]> {
  const wish = async (status: string, more = ''): Promise<string> => {
    const [row] = await stage.rows<{ id: string }>(`SELECT id FROM wish WHERE status = ? ${more} ORDER BY id LIMIT 1`, [
      status,
    ]);
    if (!row) throw new Error(`no wish is ${status}`);
    return row.id;
  };
  const spend = async (status: string): Promise<string> =>
    (await stage.rows<{ id: string }>('SELECT id FROM spend_request WHERE status = ? LIMIT 1', [status]))[0]!.id;
  const works = (
    await stage.rows<{ id: string }>(
      `SELECT id FROM spend_request WHERE kind = 'works' AND status = 'on_notice' LIMIT 1`,
    )
  )[0]!.id;
  await sendStatement(town.clerk, stage.unit('A').id, statementOf(await movements(stage)));
  const { data: draft } = await town.districtOfficer.api.POST('/api/v1/policies/spend/drafts');
  const draftId = draft!.id;
  const ofResident = (status: string): Promise<string> => wish(status, `AND requester_id = '${town.resident.id}'`);
  const [begun] = await stage.rows<{ wishId: string }>(
    `SELECT wish_id AS wishId FROM claim WHERE volunteer_id = ? AND status = 'begun' LIMIT 1`,
    [town.volunteer.id],
  );
  const sentPlan = (await stage.rows<{ id: string }>(`SELECT id FROM match_plan WHERE status = 'sent' LIMIT 1`))[0]!.id;
  for (let more = 0; more < 3; more += 1) await stage.actor('volunteer', 'A');
  const asked = await town.townOfficer.api.POST('/api/v1/match-plans', { body: { unitId: stage.unit('A').id } });
  const readyPlan = asked.data!.id;
  await until('the plan is computed', 20_000, async () => {
    const [plan] = await stage.rows<{ status: string }>('SELECT status FROM match_plan WHERE id = ?', [readyPlan]);
    return plan?.status === 'ready';
  });
  await needs(stage);
  await stage.db.query(`UPDATE wish SET language = 'hakka', windows = ? WHERE status = 'open'`, [
    JSON.stringify([
      { weekday: 6, fromMin: 480, untilMin: 720 },
      { weekday: 7, fromMin: 540, untilMin: 660 },
    ]),
  ]);
  const { rosterId, groupId } = await findOrRegister(stage, town);
  const { unitImportId, staffImportId } = await sendLists(stage, town);
  await openChannels(stage, town);
  await serve(stage, town);
  await appoint(stage, town);
  const photographed = (
    await stage.rows<{ id: string }>('SELECT subject_id AS id FROM file WHERE subject_id IS NOT NULL LIMIT 1')
  )[0]!.id;
  const phone = (role: Role | null, list: [name: string, path: string][]): Screen[] =>
    list.map(([name, path]) => ({ name, role, path, on: ['phone'] }));
  const both = (role: Role | null, list: [name: string, path: string][]): Screen[] =>
    list.map(([name, path]) => ({ name, role, path, on: ['phone', 'desk'] }));
  const dataRequest = await town.worker.api.POST('/api/v1/data-requests', {
    body: { wishId: photographed, kind: 'erasure', asker: 'self', identityCheck: 'id_card' },
  });
  const dataRequestId = dataRequest.data!.id;
  return [
    ...both(null, [
      ['public-home', '/'],
      ['public-home-town', `/?unit=${stage.unit('A').id}`],
      ['public-wall', '/wall'],
      ['public-money', '/money'],
      ['public-book', `/book?unit=${stage.unit('A1').id}`],
      ['public-notices', '/notices'],
      ['public-join', '/join'],
      ['public-follow', '/follow'],
      ['public-certificate', '/certificate#MW1.e30.AAAA'],
      ['sign-in', '/sign-in'],
      ['start', '/start'],
      ['stop-recovery', `/stop-recovery#${newId()}.${'A'.repeat(43)}`],
      ['stop-recovery-broken', '/stop-recovery#half-a-link'],
      ['not-found', '/nowhere'],
    ]),
    ...phone('volunteer', [
      ['volunteer-feed', '/v/feed'],
      ['volunteer-feed-empty', '/v/feed?category=workers&urgency=urgent&skill=masonry'],
      ['volunteer-wish', `/v/wishes/${await wish('open')}`],
      ['volunteer-claims', '/v/claims'],
      ['volunteer-fulfil', `/v/fulfil/${begun!.wishId}`],
      ['volunteer-profile', '/v/profile'],
      ['volunteer-inbox', '/v/inbox'],
      ['volunteer-me', '/v/me'],
      ['volunteer-notify', '/v/notify'],
      ['volunteer-service', '/v/service'],
    ]),
    ...phone('worker', [
      ['grid-today', '/g/today'],
      ['grid-new', '/g/new'],
      ['grid-queue', '/g/queue'],
      ['grid-wishes', '/g/wishes'],
      ['grid-wish', `/g/wishes/${photographed}`],
      ['grid-wish-returned', `/g/wishes/${await wish('returned')}`],
      ['grid-visit', `/g/wishes/${await wish('fulfilled')}/visit`],
      ['grid-card', `/g/wishes/${photographed}/card`],
      ['grid-inbox', '/g/inbox'],
      ['grid-spend', `/g/spend/${works}`],
      ['grid-data-request', `/g/data-requests/${dataRequestId}`],
    ]),
    ...phone('leader', [['leader-accept', `/g/spend/${await spend('approved')}`]]),
    ...both('committee', [['committee-objection', `/c/spend/${works}`]]),
    ...phone('resident', [
      ['resident-wishes', '/r/wishes'],
      ['resident-new', '/r/new'],
      ['resident-wish', `/r/wishes/${await ofResident('fulfilled')}`],
      ['resident-me', '/r/me'],
    ]),
    ...both('secretary', [
      ['office-desk', '/c/desk'],
      ['office-wishes', '/c/wishes'],
      ['office-review', `/c/wishes/${await wish('verified')}`],
      ['office-wish', `/c/wishes/${await wish('in_progress')}`],
      ['office-rescue', `/c/wishes/${await wish('open')}`],
      ['office-spend-list', '/c/spend'],
      ['office-payees', '/c/spend?view=payees'],
      ['office-spend', `/c/spend/${await spend('submitted')}`],
      ['office-fund', `/c/fund?unit=${stage.unit('A1').id}`],
      ['office-plans', '/c/plans'],
      ['office-plan-sent', `/c/plans/${sentPlan}`],
      ['office-people', '/c/people'],
      ['office-delegations', '/c/delegations'],
      ['office-groups', '/c/groups'],
      ['office-group', `/c/groups/${groupId}`],
      ['office-rosters', '/c/rosters'],
      ['office-roster', `/c/rosters/${rosterId}`],
      ['office-exports', '/c/exports'],
      ['office-data-requests', '/c/data-requests'],
      ['office-data-request', `/c/data-requests/${dataRequestId}`],
      ['office-inbox', '/c/inbox'],
      ['office-me', '/c/me'],
    ]),
    ...both('clerk', [
      ['clerk-pay', `/c/spend/${await spend('approved')}`],
      ['clerk-bank', `/c/bank?unit=${stage.unit('A').id}`],
    ]),
    ...both('townOfficer', [
      ['town-plan', `/c/plans/${readyPlan}`],
      ['town-radar', `/c/radar?unit=${stage.unit('A').id}`],
      ['town-imports', '/c/imports'],
      ['town-import', `/c/imports/${importId}`],
      ['town-import-accepted', `/c/imports/${importId}?verdict=accept`],
      ['town-staff-imports', '/c/staff-imports'],
      ['town-staff-import', `/c/staff-imports/${staffImportId}`],
    ]),
    ...both('administrator', [
      ['admin-unit-imports', '/c/unit-imports'],
      ['admin-unit-import', `/c/unit-imports/${unitImportId}`],
      ['admin-unit-import-accepted', `/c/unit-imports/${unitImportId}?verdict=accept`],
    ]),
    ...both('auditor', [
      ['resting-desk', '/c/desk'],
      ['resting-me', '/c/me'],
    ]),
    ...both('districtOfficer', [
      ['district-overview', '/c/overview'],
      ['district-overview-town', `/c/overview?unit=${stage.unit('A').id}`],
      ['district-fund', '/c/fund'],
      ['district-units', '/c/units'],
      ['district-people', '/c/people'],
      ['district-people-recovering', '/c/people?only=recovering'],
      ['district-deadlines', '/c/deadlines'],
      ['district-templates', '/c/templates'],
      ['district-match-rules', '/c/match-rules'],
      ['district-skills', '/c/skills'],
      ['district-channels', '/c/channels'],
      ['district-policy', '/c/spend-policy'],
      ['district-policy-draft', `/c/spend-policy?draft=${draftId}`],
      ['district-retention', '/c/retention'],
      ['district-audit', '/c/audit'],
      ['district-queues', '/c/queues'],
    ]),
  ];
}

/** Movements of an ordinary day: payments, a fee, and an unknown movement. */
async function movements(stage: Stage): Promise<(string | number | null)[][]> {
  const paid = await stage.rows<{ day: string; payee: string; fen: number; no: string }>(
    `SELECT DATE_FORMAT(p.paid_at + INTERVAL 8 HOUR, '%Y-%m-%d') AS day, COALESCE(y.name, '个人') AS payee, p.amount_fen AS fen, p.voucher_no AS no
     FROM fund_payment p JOIN spend_request r ON r.id = p.spend_request_id LEFT JOIN payee y ON y.id = r.payee_id ORDER BY p.paid_at LIMIT 5`,
  );
  const day = paid[0]?.day ?? new Date().toISOString().slice(0, 10);
  return [
    ...paid.map(({ payee, fen, no }) => [day, fen / 100, null, null, payee, '6222 0000 1111 2345', `付款 ${no}`]),
    [day, 15, null, null, '', '', '账户管理费'],
    [day, null, 880, null, '热心企业', '', '来款'],
  ];
}
