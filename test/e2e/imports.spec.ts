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
  const get = async (by: Actor, importId: string): Promise<Schemas['ImportResponse']> =>
    (await by.api.GET('/api/v1/wish-imports/{importId}', { params: { path: { importId } } })).data!;
  const when = async (by: Actor, importId: string, ...statuses: string[]): Promise<Schemas['ImportResponse']> => {
    await until(`the import is ${statuses.join(' or ')}`, 30_000, async () =>
      statuses.includes((await get(by, importId)).status),
    );
    return get(by, importId);
  };
  const rows = async (by: Actor, importId: string): Promise<Schemas['ImportRowResponse'][]> =>
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
  const correct = (
    id: string,
    { rowNo, reading }: { rowNo: number; reading: number },
    values: Omit<Schemas['CorrectImportRowBody'], 'reading'>,
  ) =>
    officer.api.PATCH('/api/v1/wish-imports/{importId}/rows/{rowNo}', {
      params: { path: { importId: id, rowNo } },
      body: { reading, ...values },
    });
  const codeOf = ({ error }: { error?: unknown }): string | undefined => (error as { code?: string } | undefined)?.code;
  let importId: string;

  it('with a heading that nobody knows asks for its meaning once, and remembers it', async () => {
    importId = (await send(officer, 'A')).data!.id;
    const first = await when(officer, importId, 'ready');
    expect(first.headings).toEqual([{ heading: '老人家', sheet: 'S1', column: 'C', field: null, state: 'unknown' }]);
    expect(first.counts).toEqual({ accept: 0, review: 4, reject: 0, duplicate: 0 });
    expect((await rows(officer, importId)).every(({ doubts }) => doubts.includes('name'))).toBe(true);

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
    expect((await correct(importId, lock!, { costYuan: 90 })).data).toMatchObject({ verdict: 'accept' });
    expect((await correct(importId, frame!, { phone: '13620000004' })).data).toMatchObject({ verdict: 'accept' });
    expect((await takeBack(officer, importId)).response.status, 'nothing is taken in').toBe(409);
    await commit(officer, importId);
    expect(await when(officer, importId, 'committed')).toMatchObject({ added: 4, known: 0 });
    expect((await readAgain(officer, importId)).response.status, 'it is taken in').toBe(409);

    const [verified] = (await rows(officer, importId)).map(({ wishId }) => wishId);
    const grid = await stage.actor('grid_worker', 'A1');
    await grid.api.POST('/api/v1/wishes/{wishId}/verification', { params: { path: { wishId: verified! } } });
    expect((await takeBack(other, importId)).response.status).toBe(404);
    const asked = await Promise.all([takeBack(officer, importId), takeBack(officer, importId)]);
    expect(asked.map(({ response }) => response.status).toSorted()).toEqual([202, 409]);
    expect(await when(officer, importId, 'taken_back')).toMatchObject({ added: 4, takenBack: 3 });
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
    expect(await when(officer, again, 'committed')).toMatchObject({ added: 1, known: 1 });
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
    const roster = async (): Promise<Schemas['ImportResponse']> =>
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

  describe('whose step fails for good', () => {
    /** Lets a job that is under way fail for the last time. */
    const failForGood = async (kind: string, subjectId: string): Promise<void> => {
      const job = async (): Promise<{ status: string; attempts: number }> =>
        (
          await stage.rows<{ status: string; attempts: number }>(
            'SELECT status, attempts FROM job WHERE kind = ? AND subject_id = ?',
            [kind, subjectId],
          )
        )[0]!;
      await until('it has failed once', 20_000, async () => {
        const { status, attempts } = await job();
        return status === 'scheduled' && attempts > 0;
      });
      await stage.db.query(`UPDATE job SET attempts = 7 WHERE kind = ? AND subject_id = ? AND status = 'scheduled'`, [
        kind,
        subjectId,
      ]);
      await until('it has failed for good', 20_000, async () => (await job()).status === 'failed');
    };
    /** Makes stored values undecryptable; the second call makes them good again. */
    const flip = (table: string, column: string, where: string, id: string): Promise<unknown> =>
      stage.db.query(`UPDATE ${table} SET ${column} = REVERSE(${column}) WHERE import_id = ? AND ${where}`, [id]);
    const wishes = (many: number): Buffer =>
      workbookOf([
        sheet([
          ['序号', '村居', '姓名', '联系电话', '微心愿内容', '预计费用', '受益人数'],
          ...Array.from({ length: many }, (_, n) => [
            String(n + 1),
            '沥苑社区',
            '李子梅',
            `1363${String(many).padStart(3, '0')}${String(n).padStart(4, '0')}`,
            '想要一台电饭煲',
            '80',
            '1',
          ]),
        ]),
      ]);

    it('reading, is unreadable with a reason, and is read again once it can be', async () => {
      const id = (await send(officer, 'A', wishes(2))).data!.id;
      await when(officer, id, 'ready');
      await flip('wish_import_file', 'body', 'TRUE', id);
      await readAgain(officer, id);
      await failForGood('wishImport.read', id);
      expect(await get(officer, id)).toMatchObject({ status: 'failed', problem: { code: 'IMPORT_READING_STOPPED' } });
      await flip('wish_import_file', 'body', 'TRUE', id);
      expect((await readAgain(officer, id)).response.status).toBe(202);
      expect(await when(officer, id, 'ready')).toMatchObject({ problem: null, rowsTotal: 2, counts: { accept: 2 } });
    });

    it('taking in, keeps what was taken in, takes the rest in when asked again, and back as a whole', async () => {
      // Two batches: the second cannot be read.
      const id = (await send(officer, 'A', wishes(60))).data!.id;
      await when(officer, id, 'ready');
      await flip('wish_import_row', 'cells', 'row_no = 55', id);
      await commit(officer, id);
      await failForGood('wishImport.commit', id);
      expect(await get(officer, id)).toMatchObject({
        status: 'committed',
        added: 50,
        problem: { code: 'IMPORT_COMMIT_STOPPED' },
      });
      expect(codeOf(await readAgain(officer, id)), 'some of it is taken in').toBe('IMPORT_STATE');
      await flip('wish_import_row', 'cells', 'row_no = 55', id);
      await commit(officer, id);
      await until('the rest is taken in', 30_000, async () => (await get(officer, id)).added === 60);
      expect(await when(officer, id, 'committed')).toMatchObject({ added: 60, known: 0, problem: null });

      // From the last row to the first.
      await flip('wish_import_row', 'cells', 'row_no = 5', id);
      await takeBack(officer, id);
      await failForGood('wishImport.takeBack', id);
      expect(await get(officer, id)).toMatchObject({
        status: 'committed',
        takenBack: 50,
        problem: { code: 'IMPORT_TAKE_BACK_STOPPED' },
      });
      await flip('wish_import_row', 'cells', 'row_no = 5', id);
      await takeBack(officer, id);
      expect(await when(officer, id, 'taken_back')).toMatchObject({ added: 60, takenBack: 60, problem: null });
    });

    it('before anything is taken in, waits to be taken in again', async () => {
      const id = (await send(officer, 'A', wishes(3))).data!.id;
      await when(officer, id, 'ready');
      await flip('wish_import_row', 'cells', 'row_no = 1', id);
      await commit(officer, id);
      await failForGood('wishImport.commit', id);
      expect(await get(officer, id)).toMatchObject({
        status: 'ready',
        added: 0,
        problem: { code: 'IMPORT_COMMIT_STOPPED' },
      });
    });
  });

  it('that was read again takes no correction of a row of the reading before', async () => {
    const id = (await send(officer, 'A')).data!.id;
    await when(officer, id, 'ready');
    const before = (await rows(officer, id)).find(({ verdict }) => verdict === 'review')!;
    await readAgain(officer, id);
    await when(officer, id, 'ready');
    const refused = await correct(id, before, { costYuan: 90 });
    expect(refused.error).toMatchObject({ status: 409, code: 'IMPORT_STATE', state: 'read_again' });
    const now = (await rows(officer, id)).find(({ rowNo }) => rowNo === before.rowNo)!;
    expect(now.reading).toBe(before.reading + 1);
    expect((await correct(id, now, { costYuan: 90 })).response.status).toBe(200);
  });

  it('is taken in once by two workers with the same job, and what was corrected in time is taken in', async () => {
    await stage.startWorker();
    const people = Array.from({ length: 120 }, (_, n) => [
      String(n + 1),
      '沥苑社区',
      '李子梅',
      `1366${String(n).padStart(7, '0')}`,
      '想要一个电热水壶',
      n % 10 === 0 ? '80元90元' : '80',
      '1',
    ]);
    const headings = ['序号', '村居', '姓名', '联系电话', '微心愿内容', '预计费用', '受益人数'];
    const id = (await send(officer, 'A', workbookOf([sheet([headings, ...people])]))).data!.id;
    await when(officer, id, 'ready');
    const doubted = (await rows(officer, id)).filter(({ verdict }) => verdict === 'review');
    const [asked, ...corrections] = await Promise.all([
      commit(officer, id),
      ...doubted.map((row) => correct(id, row, { costYuan: 90 })),
    ]);
    expect(asked.response.status).toBe(202);
    // Another worker takes the job for lost and begins it again.
    await stage.db.query(
      `UPDATE job SET status = 'scheduled', gen = gen + 1, queued_at = NULL WHERE kind = 'wishImport.commit' AND subject_id = ?`,
      [id],
    );
    const committed = await when(officer, id, 'committed');
    const inTime = corrections.filter(({ response }) => response.status === 200).length;
    const late = corrections.filter((one) => codeOf(one) === 'IMPORT_STATE').length;
    expect(inTime + late).toBe(doubted.length);
    expect(committed).toMatchObject({ added: 108 + inTime, known: 0, counts: { accept: 108 + inTime } });
    const [wishes] = await stage.rows<{ n: number }>(
      'SELECT COUNT(*) AS n FROM wish_import_row r JOIN wish w ON w.id = r.subject_id WHERE r.import_id = ?',
      [id],
    );
    expect(Number(wishes!.n)).toBe(108 + inTime);
  });

  it('is erased after its period in whatever state it is, and says what can no longer be done', async () => {
    const states = ['reading', 'ready', 'committing', 'committed', 'failed', 'taking_back', 'taken_back'];
    const ids = new Map<string, string>();
    for (const status of states) {
      const id = (await send(officer, 'A')).data!.id;
      await when(officer, id, 'ready');
      ids.set(status, id);
      await stage.db.query(
        `UPDATE wish_import SET status = ?, created_at = UTC_TIMESTAMP(3) - INTERVAL 400 DAY WHERE id = ?`,
        [status, id],
      );
    }
    // The job of the night, now.
    await stage.db.query(
      `UPDATE job SET due_at = UTC_TIMESTAMP(3), queued_at = NULL, status = 'scheduled' WHERE kind = 'retention.daily'`,
    );
    const left = async (): Promise<string[]> =>
      (
        await stage.rows<{ status: string }>(
          `SELECT status FROM wish_import i WHERE id IN (?) AND headings IS NULL
             AND NOT EXISTS (SELECT 1 FROM wish_import_row r WHERE r.import_id = i.id)
             AND NOT EXISTS (SELECT 1 FROM wish_import_file f WHERE f.import_id = i.id)`,
          [[...ids.values()]],
        )
      ).map(({ status }) => status);
    await until('nothing is left of them', 30_000, async () => (await left()).length === states.length);
    expect((await left()).toSorted()).toEqual(states.toSorted());
    expect(codeOf(await readAgain(officer, ids.get('failed')!))).toBe('IMPORT_FILE_GONE');
    expect(codeOf(await takeBack(officer, ids.get('committed')!))).toBe('NOTHING_TO_TAKE_BACK');
    expect((await get(officer, ids.get('ready')!)).rowsTotal).toBe(4);
  });
});
