import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileBody, type Schemas } from '#libs/api-client';
import { Stage, until, type Actor } from '../support/stage.js';
import { rowsOf, workbookOf } from '../support/workbooks.js';

const sheet = (rows: string[][]): string => `<worksheet><sheetData>${rowsOf(rows)}</sheetData></worksheet>`;
const HEADINGS = ['序号', '村居', '老人家', '联系电话', '微心愿内容', '预计费用', '受益人数'];
const MONTHS = [
  [
    HEADINGS,
    ['1', '沥苑社区', '李子梅', '13620000001', '想要一台风扇', '80', '1'],
    ['2', '沥苑社区', '何大有', '13620000002', '想修好门锁', '80元90元', '1'],
  ],
  [HEADINGS, ['1', '沥苑社区', '黄阿婆', '13620000003', '想有人陪着去医院复诊', '0', '1']],
  [HEADINGS, ['1', '沥苑社区', '陈伯', '1362000', '想要一个助行架', '120', '1']],
];
const threeMonths = (): Buffer => workbookOf(MONTHS.map(sheet));

describe('a file that people send', () => {
  let stage: Stage;
  let officer: Actor;
  let secretary: Actor;
  let other: Actor;

  beforeAll(async () => {
    stage = await Stage.open('imports');
    await stage.startApi();
    await stage.startWorker();
    officer = await stage.actor('town_officer', 'A');
    secretary = await stage.actor('community_secretary', 'A1');
    other = await stage.actor('town_officer', 'B');
  });
  afterAll(() => stage.close());

  const send = (by: Actor, unit: string, file = threeMonths()) =>
    by.api.POST('/api/v1/wish-imports', {
      params: { query: { unitId: stage.unit(unit).id } },
      ...fileBody(file, '三个月.xlsx'),
    });
  const get = async (by: Actor, importId: string): Promise<Schemas['WishImportAnswer']> =>
    (await by.api.GET('/api/v1/wish-imports/{importId}', { params: { path: { importId } } })).data!;
  const when = async (by: Actor, importId: string, ...statuses: string[]): Promise<Schemas['WishImportAnswer']> => {
    await until(`the import is ${statuses.join(' or ')}`, 30_000, async () =>
      statuses.includes((await get(by, importId)).status),
    );
    return get(by, importId);
  };
  const rows = async (by: Actor, importId: string): Promise<Schemas['ImportRowAnswer'][]> =>
    (
      await by.api.GET('/api/v1/wish-imports/{importId}/rows', {
        params: { path: { importId }, query: { limit: 50 } },
      })
    ).data!.items;
  const choose = (by: Actor, unit: string, choices: { heading: string; field: string | null }[]) =>
    by.api.PUT('/api/v1/wish-imports/headings', {
      params: { query: { unitId: stage.unit(unit).id } },
      body: { choices: choices as never },
    });
  const readAgain = (by: Actor, importId: string) =>
    by.api.POST('/api/v1/wish-imports/{importId}/reading', { params: { path: { importId } } });
  const commit = (by: Actor, importId: string) =>
    by.api.POST('/api/v1/wish-imports/{importId}/commit', { params: { path: { importId } } });
  const takeBack = (by: Actor, importId: string) =>
    by.api.POST('/api/v1/wish-imports/{importId}/taking-back', {
      params: { path: { importId } },
      body: { reason: '传错了月份' },
    });
  let importId: string;

  it('with a heading that nobody knows asks for its meaning once, and remembers it', async () => {
    importId = (await send(officer, 'A')).data!.id;
    const first = await when(officer, importId, 'ready');
    expect(first.headings).toEqual([{ heading: '老人家', sheet: 'S1', column: 'C', field: null, state: 'unknown' }]);
    expect(first.counts).toEqual({ accept: 0, review: 4, reject: 0, duplicate: 0 });
    expect((await rows(officer, importId)).every(({ why }) => why.includes('name'))).toBe(true);

    expect((await choose(officer, 'A', [{ heading: '老人家', field: 'name' }])).response.status).toBe(204);
    expect((await readAgain(officer, importId)).response.status).toBe(202);
    const second = await when(officer, importId, 'ready');
    expect(second.headings).toEqual([{ heading: '老人家', sheet: 'S1', column: 'C', field: 'name', state: 'chosen' }]);
    expect(second).toMatchObject({ rowsTotal: 4, counts: { accept: 2, review: 2 } });

    // A community of the town sends the same form: nobody is asked again.
    const next = (await send(secretary, 'A1')).data!.id;
    expect((await when(secretary, next, 'ready')).counts).toMatchObject({ accept: 2, review: 2 });
    // Another town has said nothing.
    const elsewhere = (await send(other, 'B')).data!.id;
    expect((await when(other, elsewhere, 'ready')).headings).toMatchObject([{ state: 'unknown' }]);
  });

  it('takes no meaning that the form does not have, and none from those who may not import', async () => {
    const wrong = await choose(officer, 'A', [{ heading: '老人家', field: 'salary' }]);
    expect(wrong.response.status).toBe(422);
    expect(JSON.stringify(wrong.error)).toContain('choices.0.field');
    expect((await choose(other, 'A', [{ heading: '老人家', field: null }])).response.status).toBe(404);
    const worker = await stage.actor('grid_worker', 'A1');
    expect((await choose(worker, 'A1', [{ heading: '老人家', field: null }])).response.status).toBe(403);
  });

  it('is corrected, taken in and taken back as a whole; what was verified stays', async () => {
    const [, lock, , frame] = await rows(officer, importId);
    const mend = (rowNo: number, body: Schemas['SettleRowBody']) =>
      officer.api.PATCH('/api/v1/wish-imports/{importId}/rows/{rowNo}', {
        params: { path: { importId, rowNo } },
        body,
      });
    expect((await mend(lock!.rowNo, { costYuan: 90 })).data).toMatchObject({ verdict: 'accept' });
    expect((await mend(frame!.rowNo, { phone: '13620000004' })).data).toMatchObject({ verdict: 'accept' });
    expect((await takeBack(officer, importId)).response.status, 'nothing is taken in').toBe(409);
    await commit(officer, importId);
    expect(await when(officer, importId, 'committed')).toMatchObject({ wishesAdded: 4, wishesKnown: 0 });
    expect((await readAgain(officer, importId)).response.status, 'it is taken in').toBe(409);

    const [verified] = (await rows(officer, importId)).map(({ wishId }) => wishId);
    const grid = await stage.actor('grid_worker', 'A1');
    await grid.api.POST('/api/v1/wishes/{wishId}/verification', { params: { path: { wishId: verified! } } });
    expect((await takeBack(other, importId)).response.status).toBe(404);
    const asked = await Promise.all([takeBack(officer, importId), takeBack(officer, importId)]);
    expect(asked.map(({ response }) => response.status).toSorted()).toEqual([202, 409]);
    expect(await when(officer, importId, 'taken_back')).toMatchObject({ wishesAdded: 4, takenBack: 3 });
    expect((await rows(officer, importId)).map(({ isTakenBack }) => isTakenBack)).toEqual([false, true, true, true]);
    expect(
      await stage.rows(
        `SELECT status, COUNT(*) AS n FROM wish WHERE source = 'import' GROUP BY status ORDER BY status`,
      ),
    ).toMatchObject([{ status: 'verified' }, { status: 'cancelled' }]);
    const jobs = await stage.rows(
      `SELECT j.id FROM job j JOIN wish w ON w.id = j.subject_id WHERE w.status = 'cancelled' AND j.status = 'scheduled'`,
    );
    expect(jobs).toEqual([]);
    const [event] = await stage.rows<{ data: unknown }>(`SELECT data FROM event WHERE name = 'WishImportTakenBack'`);
    expect(JSON.stringify(event!.data)).toContain('传错了月份');
    expect((await commit(officer, importId)).response.status, 'it is taken back').toBe(409);
  });

  it('may be sent again after it was taken back', async () => {
    const again = (await send(officer, 'A')).data!.id;
    await when(officer, again, 'ready');
    await commit(officer, again);
    // One wish was verified and has stayed; one was taken back; the two others are in doubt again.
    expect(await when(officer, again, 'committed')).toMatchObject({ wishesAdded: 1, wishesKnown: 1 });
  });

  it('without any heading that is known is refused, and tells nobody’s name as a heading', async () => {
    const nameless = workbookOf([
      sheet([
        ['李子梅', '沥苑社区', '想要风扇'],
        ['陈伯', '沥苑社区', '想要雨伞'],
      ]),
    ]);
    const failed = await when(officer, (await send(officer, 'A', nameless)).data!.id, 'failed');
    expect(failed).toMatchObject({ problem: { code: 'IMPORT_NO_HEADINGS' } });
    const kept = await stage.rows<{ headings: Buffer }>('SELECT headings FROM wish_import WHERE headings IS NOT NULL');
    expect(kept.length).toBeGreaterThan(2);
    for (const { headings } of kept) expect(headings.toString('latin1')).not.toContain('老人家');
  });

  it('of members with a heading that nobody knows is refused with its headings, and read once they are explained', async () => {
    const members = workbookOf([
      sheet([
        ['同志', '手机号码', '所在社区'],
        ['陈志愿', '13930000001', '沥苑社区'],
        ['黄帮忙', '13930000002', '沥苑社区'],
      ]),
    ]);
    const sendRoster = () =>
      officer.api.POST('/api/v1/volunteer-rosters', {
        params: { query: { unitId: stage.unit('A').id } },
        ...fileBody(members, '名册.xlsx'),
      });
    const refused = await sendRoster();
    expect(refused.response.status).toBe(422);
    expect(refused.error).toMatchObject({
      code: 'ROSTER_NO_HEADINGS',
      headings: [{ heading: '同志', column: 'A', state: 'unknown' }],
    });
    expect(await stage.rows('SELECT id FROM roster'), 'nothing is kept of it').toEqual([]);
    await officer.api.PUT('/api/v1/volunteer-rosters/headings', {
      params: { query: { unitId: stage.unit('A').id } },
      body: { choices: [{ heading: '同志', field: 'name' }] as never },
    });
    const rosterId = (await sendRoster()).data!.id;
    const path = { rosterId };
    const roster = async (): Promise<Schemas['RosterAnswer']> =>
      (await officer.api.GET('/api/v1/volunteer-rosters/{rosterId}', { params: { path } })).data!;
    expect(await roster()).toMatchObject({ status: 'ready', counts: { accept: 2 } });

    // Of those who came in with it, one has opened the account before it is taken back.
    await officer.api.POST('/api/v1/volunteer-rosters/{rosterId}/commit', { params: { path } });
    await until('it is taken in', 20_000, async () => (await roster()).status === 'committed');
    await stage.db.query(
      `UPDATE person SET activated_at = UTC_TIMESTAMP(3) WHERE id = (SELECT subject_id FROM roster_row WHERE import_id = ? AND row_no = 1)`,
      [rosterId],
    );
    await officer.api.POST('/api/v1/volunteer-rosters/{rosterId}/taking-back', {
      params: { path },
      body: { reason: '不是本社区的名册' },
    });
    await until('it is taken back', 20_000, async () => (await roster()).status === 'taken_back');
    expect(await roster()).toMatchObject({ added: 2, takenBack: 1 });
    expect(
      await stage.rows(
        `SELECT r.row_no, g.revoked_at IS NOT NULL AS isRevoked FROM roster_row r JOIN role_grant g ON g.person_id = r.subject_id
         WHERE r.import_id = ? ORDER BY r.row_no`,
        [rosterId],
      ),
    ).toEqual([
      { row_no: 1, isRevoked: 0 },
      { row_no: 2, isRevoked: 1 },
    ]);
  });
});
