import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient, fileBody, type Schemas } from '#libs/api-client';
import { parseSheets, toWorkbook } from '#libs/platform';
import { Stage, until, type Actor } from '../support/stage.js';

const HEADINGS = ['姓名', '手机', '居住社区（村）', '党小组', '党支部', '工作单位', '特长'];
type Line = [name: string, phone: string, unit: string, group: string, branch: string, work: string, skills: string];

describe('a roster', () => {
  let stage: Stage;
  let secretary: Actor;
  let townOfficer: Actor;

  beforeAll(async () => {
    stage = await Stage.open('roster');
    await stage.startApi();
    await stage.startWorker();
    secretary = await stage.actor('community_secretary', 'A1');
    townOfficer = await stage.actor('town_officer', 'A');
  });
  afterAll(() => stage.close());

  const send = async (by: Actor, unit: string, lines: Line[]) =>
    by.api.POST('/api/v1/volunteer-rosters', {
      params: { query: { unitId: stage.unit(unit).id } },
      ...fileBody(
        await toWorkbook(
          '名册',
          HEADINGS,
          lines,
          HEADINGS.map(() => 14),
        ),
        '名册.xlsx',
      ),
    });
  const read = async (by: Actor, unit: string, lines: Line[]): Promise<string> =>
    (await send(by, unit, lines)).data!.id;
  const get = async (by: Actor, rosterId: string): Promise<Schemas['ImportResponse']> =>
    (await by.api.GET('/api/v1/volunteer-rosters/{rosterId}', { params: { path: { rosterId } } })).data!;
  const rows = async (by: Actor, rosterId: string): Promise<Schemas['RosterRowResponse'][]> =>
    (
      await by.api.GET('/api/v1/volunteer-rosters/{rosterId}/rows', {
        params: { path: { rosterId }, query: { limit: 50 } },
      })
    ).data!.items;
  const correct = (
    by: Actor,
    rosterId: string,
    rowNo: number,
    values: Omit<Schemas['CorrectRosterRowBody'], 'reading'>,
  ) =>
    by.api.PATCH('/api/v1/volunteer-rosters/{rosterId}/rows/{rowNo}', {
      params: { path: { rosterId, rowNo } },
      body: { reading: 1, ...values },
    });
  const commit = async (by: Actor, rosterId: string): Promise<Schemas['ImportResponse']> => {
    const asked = await by.api.POST('/api/v1/volunteer-rosters/{rosterId}/commit', { params: { path: { rosterId } } });
    expect(asked.response.status).toBe(202);
    await until('the roster is taken in', 20_000, async () => (await get(by, rosterId)).status === 'committed');
    return get(by, rosterId);
  };
  const groups = async (by: Actor): Promise<Schemas['GroupResponse'][]> =>
    (await by.api.GET('/api/v1/volunteer-groups', { params: { query: { limit: 50 } } })).data!.items;
  const workbookOf = async (data: unknown): Promise<string[][]> => {
    const [sheet] = await parseSheets(Buffer.from(data as ArrayBuffer), 'x.xlsx');
    return sheet!.rows.map(({ cells }) => [...cells.values()].map(({ text }) => text));
  };

  const lines: Line[] = [
    ['陈志愿', '13910000001', '沥苑', '第三党小组', '沥苑第一党支部', '区教育局', '电工'],
    ['黄帮忙', '13910000002', '沥苑社区', '第三党小组', '沥苑第一党支部', '', '理发、跳伞'],
    ['何一人', '1391000000', '沥苑', '', '', '', ''],
    ['陈志愿', '13910000001', '沥苑', '', '', '', ''],
  ];
  let rosterId: string;

  it('registers no person in the preview, and masks names', async () => {
    rosterId = await read(secretary, 'A1', lines);
    expect((await get(secretary, rosterId)).counts).toEqual({
      accept: 2,
      review: 1,
      duplicate: 1,
      reject: 0,
    });
    const shown = await rows(secretary, rosterId);
    expect(shown.map(({ fields }) => fields)).toEqual([[], [], ['phone'], ['phone']]);
    expect(shown.map(({ doubts }) => doubts)).toEqual([[], [], ['phone'], ['twice']]);
    expect(shown[0]!.values).toMatchObject({ name: '陈**', phone: '139****0001', skills: ['electrical'] });
    expect(shown[1]!.unknownSkills).toEqual(['跳伞']);
    const [{ n } = { n: 1 }] = await stage.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM volunteer_group`);
    expect(Number(n)).toBe(0);
    const kept = await stage.rows<{ cells: Buffer }>('SELECT cells FROM roster_row WHERE import_id = ?', [rosterId]);
    expect(Buffer.concat(kept.map(({ cells }) => cells)).includes('陈志愿')).toBe(false);
  });

  it('is hidden from secretaries of other communities, and accepts only communities below its unit', async () => {
    expect((await send(secretary, 'A2', lines)).response.status).toBe(404);
    const away = await correct(secretary, rosterId, 3, { phone: '13910000003', unitCode: stage.unit('A2').code });
    expect(away.response.status).toBe(422);
  });

  it('makes its people volunteers, once, and members of their groups', async () => {
    expect((await correct(secretary, rosterId, 3, { phone: '13910000003' })).data).toEqual({
      rowNo: 3,
      verdict: 'accept',
      doubts: [],
    });
    const done = await commit(secretary, rosterId);
    expect(done).toMatchObject({ counts: { accept: 3, review: 0, duplicate: 1, reject: 0 }, added: 3, known: 0 });
    expect((await correct(secretary, rosterId, 3, { name: '别人' })).response.status).toBe(409);
    const known = await groups(secretary);
    expect(known.map(({ kind, name, unitName, members }) => [kind, name, unitName, members])).toEqual([
      ['work_unit', '区教育局', '南海区', 1],
      ['party_branch', '沥苑第一党支部', '沥苑社区居委会', 2],
      ['party_group', '第三党小组', '沥苑社区居委会', 2],
    ]);
    // The same people in the town's file: the same persons, one more home and the same work unit.
    const again = await read(townOfficer, 'A', [['陈志愿', '13910000001', '沥南', '', '', '区教育局', '木工']]);
    expect(await commit(townOfficer, again)).toMatchObject({ added: 0, known: 1 });
    const grants = await stage.rows(
      `SELECT u.code FROM role_grant g JOIN unit u ON u.id = g.unit_id JOIN roster_row r ON r.subject_id = g.person_id
       WHERE r.import_id = ? AND g.role = 'volunteer' ORDER BY u.code`,
      [again],
    );
    expect(grants).toEqual([{ code: stage.unit('A1').code }, { code: stage.unit('A2').code }]);
    const [profile] = await stage.rows<{ skills: string[] }>(
      'SELECT skills FROM volunteer v JOIN roster_row r ON r.subject_id = v.person_id WHERE r.import_id = ?',
      [again],
    );
    expect(profile!.skills).toEqual(['electrical']);
  });

  it('asks about a telephone registered under another name, and refuses a closed account', async () => {
    await stage.db.query(
      `UPDATE person SET disabled_at = NOW(3) WHERE id = (SELECT subject_id FROM roster_row WHERE import_id = ? AND row_no = 3)`,
      [rosterId],
    );
    const next = await read(secretary, 'A1', [
      ['陈自愿', '13910000001', '沥苑', '', '', '', ''],
      ['何一人', '13910000003', '沥苑', '', '', '', ''],
    ]);
    expect((await rows(secretary, next)).map(({ verdict, doubts }) => [verdict, doubts])).toEqual([
      ['review', ['otherName']],
      ['reject', ['closed']],
    ]);
    expect((await correct(secretary, next, 1, { isSame: true })).data!.verdict).toBe('accept');
    expect(await commit(secretary, next)).toMatchObject({ added: 0, known: 1, counts: { reject: 1 } });
  });

  it('does not reveal whether a telephone is registered elsewhere, nor whose it is', async () => {
    const elsewhere = await stage.actor('volunteer', 'B1');
    const right = `演员volunteer`;
    const answers: unknown[] = [];
    for (const [name, phone] of [
      [right, elsewhere.phone],
      ['林别人', elsewhere.phone],
      ['林别人', '13910007777'],
    ] as const) {
      const id = await read(secretary, 'A1', [[name, phone, '沥苑', '', '', '', '']]);
      answers.push([
        (await get(secretary, id)).counts,
        (await rows(secretary, id)).map(({ verdict, doubts }) => [verdict, doubts]),
      ]);
    }
    expect(answers[0]).toEqual(answers[2]);
    expect(answers[1]).toEqual(answers[2]);
  });

  it('with the telephone of a stranger under any name reveals no name and imports no person', async () => {
    const elsewhere = await stage.actor('volunteer', 'B1');
    const id = await read(secretary, 'A1', [['林别人', elsewhere.phone, '沥苑', '', '', '', '']]);
    expect(await commit(secretary, id)).toMatchObject({ counts: { accept: 0, reject: 1 }, added: 0, known: 0 });
    const [row] = await rows(secretary, id);
    expect(row).toMatchObject({ verdict: 'reject', doubts: ['otherPerson'], isTaken: false, isKnown: false });
    const names = async () => {
      const { data } = await secretary.api.GET('/api/v1/people', {
        params: { query: { unitId: stage.unit('A1').id, role: 'volunteer', limit: 100 } },
      });
      return data!.items.map((person) => person.id);
    };
    expect(await names()).not.toContain(elsewhere.id);
    const homes = () => stage.rows('SELECT 1 FROM role_grant WHERE person_id = ?', [elsewhere.id]);
    expect(await homes()).toHaveLength(1);
    // Under the registered name, however it is spaced, it is the same person.
    expect((await correct(secretary, id, 1, { name: '演员 ＶＯＬＵＮＴＥＥＲ' })).data!.verdict).toBe('accept');
    expect(await commit(secretary, id)).toMatchObject({ added: 1, known: 0, counts: { reject: 0 } });
    expect(await homes()).toHaveLength(2);
    expect(await names()).toContain(elsewhere.id);
  });

  it('issues codes to people without a password, each valid once', async () => {
    const given = await secretary.api.POST('/api/v1/volunteer-rosters/{rosterId}/activation-codes', {
      params: { path: { rosterId } },
      parseAs: 'arrayBuffer',
    });
    const [, ...slips] = await workbookOf(given.data);
    // 陈志愿 is at home in another community, too: the office above both gives that code.
    expect(slips.map(([name, phone]) => [name, phone])).toEqual([['黄帮忙', '139****0002']]);
    const anybody = createApiClient(stage.urls[0]!);
    const use = (phone: string, code: string, password = 'wish-for-spring') =>
      anybody.POST('/api/v1/passwords', { body: { phone, code, password } });
    const code = slips[0]![2]!;
    expect((await use('13910000001', code)).response.status).toBe(401);
    expect((await use('13910000002', code, '13910000002')).response.status).toBe(422);
    expect((await use('13910000002', code.toLowerCase().replaceAll('-', ' '))).response.status).toBe(200);
    expect((await use('13910000002', code)).response.status).toBe(401);
    const opened = await anybody.POST('/api/v1/sessions', {
      body: { phone: '13910000002', password: 'wish-for-spring' },
    });
    expect(opened.response.status).toBe(201);
    const nobody = await anybody.POST('/api/v1/sessions', {
      body: { phone: '13910000001', password: 'anything-goes' },
    });
    expect(nobody.response.status).toBe(401);
    // Staff do not get their codes from a roster.
    const rest = await secretary.api.POST('/api/v1/volunteer-rosters/{rosterId}/activation-codes', {
      params: { path: { rosterId } },
      parseAs: 'arrayBuffer',
    });
    expect((await workbookOf(rest.data)).length).toBe(1);
  });

  it('blocks after five wrong codes', async () => {
    const anybody = createApiClient(stage.urls[0]!);
    const statuses: number[] = [];
    for (let at = 0; at < 6; at += 1)
      statuses.push(
        (
          await anybody.POST('/api/v1/passwords', {
            body: { phone: '13910000009', code: 'QD-2222-2222', password: 'wish-for-spring' },
          })
        ).response.status,
      );
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('creates groups whose offices see members of their own units only', async () => {
    const [work] = (await groups(secretary)).filter(({ kind }) => kind === 'work_unit');
    const other = await stage.actor('community_secretary', 'B1');
    expect((await groups(other)).map(({ name, members }) => [name, members])).toEqual([['区教育局', 0]]);
    const path = { groupId: work!.id };
    expect(
      (await other.api.GET('/api/v1/volunteer-groups/{groupId}/members', { params: { path } })).data!.items,
    ).toEqual([]);
    const mine = await secretary.api.GET('/api/v1/volunteer-groups/{groupId}/members', { params: { path } });
    expect(mine.data!.items.map(({ name, phone }) => [name, phone])).toEqual([['陈志愿', '139****0001']]);
    const member = mine.data!.items[0]!.id;
    const leave = (by: Actor) =>
      by.api.DELETE('/api/v1/volunteer-groups/{groupId}/members/{personId}', {
        params: { path: { ...path, personId: member } },
      });
    expect((await leave(other)).response.status).toBe(404);
    // A work unit is the district’s: a community neither renames nor closes it.
    const rename = await secretary.api.PATCH('/api/v1/volunteer-groups/{groupId}', {
      params: { path },
      body: { name: '教育局' },
    });
    expect(rename.response.status).toBe(404);
    expect((await leave(secretary)).response.status).toBe(200);
    expect((await leave(secretary)).response.status).toBe(404);
    const join = await secretary.api.PUT('/api/v1/volunteer-groups/{groupId}/members/{personId}', {
      params: { path: { ...path, personId: member } },
    });
    expect(join.response.status).toBe(200);
    const file = await secretary.api.GET('/api/v1/volunteer-groups/{groupId}/service.xlsx', {
      params: { path, query: { fromOn: '2026-01-01', untilOn: '2026-12-31' } },
      parseAs: 'arrayBuffer',
    });
    expect((await workbookOf(file.data))[1]!.slice(0, 4)).toEqual(['陈志愿', '沥苑社区居委会', '0', '0']);
    const opened = await secretary.api.POST('/api/v1/volunteer-groups', {
      body: { kind: 'party_group', name: '第四党小组', unitId: stage.unit('A1').id },
    });
    const twice = await secretary.api.POST('/api/v1/volunteer-groups', {
      body: { kind: 'party_group', name: '第四党小组', unitId: stage.unit('A1').id },
    });
    expect([opened.response.status, twice.response.status]).toEqual([201, 409]);
    const closed = await secretary.api.POST('/api/v1/volunteer-groups/{groupId}/closing', {
      params: { path: { groupId: opened.data!.id } },
    });
    expect(closed.response.status).toBe(200);
    expect((await groups(secretary)).map(({ name }) => name)).not.toContain('第四党小组');
  });

  it('shows hours only if the district enables it, and only to the volunteer', async () => {
    const volunteer = await stage.actor('volunteer', 'A1');
    const [work] = (await groups(secretary)).filter(({ kind }) => kind === 'work_unit');
    await secretary.api.PUT('/api/v1/volunteer-groups/{groupId}/members/{personId}', {
      params: { path: { groupId: work!.id, personId: volunteer.id } },
    });
    const quota = async () => (await volunteer.api.GET('/api/v1/me/service-record')).data!.quota;
    expect(await quota()).toBeNull();
    const officer = await stage.actor('district_officer', 'D');
    const first = await officer.api.GET('/api/v1/policies/service-quota');
    expect(first.data).toEqual({ version: 0, isOn: false, hours: 50 });
    await officer.api.PUT('/api/v1/policies/service-quota', { body: { basedOn: 0, isOn: true, hours: 40 } });
    expect(await quota()).toEqual({ hours: 40, served: 0 });
    const { data: profile } = await volunteer.api.GET('/api/v1/volunteers/me');
    expect(profile!.groups.map(({ name }) => name)).toEqual(['区教育局']);
  });

  it('lets an office issue a single code; people with money roles get theirs from above', async () => {
    const give = (by: Actor, personId: string) =>
      by.api.POST('/api/v1/people/{personId}/activation-code', { params: { path: { personId } } });
    const worker = await stage.actor('grid_worker', 'A1');
    expect((await give(secretary, worker.id)).data!.code).toMatch(/^QD-.{4}-.{4}$/);
    const clerk = await stage.actor('finance_clerk', 'A1');
    expect((await give(secretary, clerk.id)).response.status).toBe(403);
    expect((await give(townOfficer, clerk.id)).response.status).toBe(200);
    const stranger = await stage.actor('grid_worker', 'B1');
    expect((await give(secretary, stranger.id)).response.status).toBe(404);
  });
});
