import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, createApiClient, fileBody, type Schemas } from '#libs/api-client';
import { parseSheets, toWorkbook } from '#libs/platform';
import { PASSWORD, confirmAll } from '../support/people.js';
import { codeOf } from '../support/spending.js';
import { Stage, until, type Actor } from '../support/stage.js';
import { importUnits } from '../support/units.js';

type Line = string[];
const UNIT_HEADINGS = ['单位代码', '名称', '层级', '类别', '上级单位代码'];
const STAFF_HEADINGS = ['姓名', '手机', '单位', '角色'];

const sheetOf = (headings: string[], lines: Line[]): Promise<Buffer> =>
  toWorkbook(
    '表格',
    headings,
    lines,
    headings.map(() => 14),
  );

describe('a list of', () => {
  let stage: Stage;
  let admin: Actor;
  let secondAdmin: Actor;
  let town: Actor;
  let secretary: Actor;
  let otherTown: Actor;
  let worker: Actor;

  beforeAll(async () => {
    stage = await Stage.open('organization');
    await stage.startApi();
    await stage.startWorker();
    await stage.startWorker();
    admin = await stage.actor('administrator', 'D');
    secondAdmin = await stage.actor('administrator', 'D');
    town = await stage.actor('town_officer', 'A');
    secretary = await stage.actor('community_secretary', 'A1');
    otherTown = await stage.actor('town_officer', 'B');
    worker = await stage.actor('grid_worker', 'A1');
  });
  afterAll(() => stage.close());

  const slipsOf = async (data: unknown): Promise<string[][]> => {
    const [sheet] = await parseSheets(Buffer.from(data as ArrayBuffer), 'x.xlsx');
    return sheet!.rows.slice(1).map(({ cells }) => [...cells.values()].map(({ text }) => text));
  };

  describe('units', () => {
    const send = async (by: Actor, unit: string, lines: Line[]) =>
      by.api.POST('/api/v1/unit-imports', {
        params: { query: { unitId: stage.unit(unit).id } },
        ...fileBody(await sheetOf(UNIT_HEADINGS, lines), '单位.xlsx'),
      });
    const start = async (lines: Line[], by = admin, unit = 'D'): Promise<string> =>
      (await answer(send(by, unit, lines))).id;
    const at = (unitImportId: string) => ({ params: { path: { unitImportId } } });
    const get = (id: string): Promise<Schemas['UnitImportResponse']> =>
      answer(admin.api.GET('/api/v1/unit-imports/{unitImportId}', at(id)));
    const rows = async (id: string): Promise<Schemas['UnitImportRowResponse'][]> => {
      const params = { path: { unitImportId: id }, query: { limit: 100 } };
      return (await answer(admin.api.GET('/api/v1/unit-imports/{unitImportId}/rows', { params }))).items;
    };
    const correct = (id: string, rowNo: number, values: Omit<Schemas['CorrectUnitRowBody'], 'reading'>) =>
      admin.api.PATCH('/api/v1/unit-imports/{unitImportId}/rows/{rowNo}', {
        params: { path: { unitImportId: id, rowNo } },
        // Every list here is read once.
        body: { reading: 1, ...values },
      });
    const commit = (id: string, by = admin) => by.api.POST('/api/v1/unit-imports/{unitImportId}/commit', at(id));
    const takeIn = async (id: string): Promise<Schemas['UnitImportResponse']> => {
      await answer(commit(id));
      await until('the units are taken in', 30_000, async () => (await get(id)).status === 'committed');
      return get(id);
    };
    const takeBack = async (id: string): Promise<Schemas['UnitImportResponse']> => {
      const asked = admin.api.POST('/api/v1/unit-imports/{unitImportId}/taking-back', {
        ...at(id),
        body: { reason: '传错了文件' },
      });
      await answer(asked);
      await until('the units are taken back', 30_000, async () => (await get(id)).status === 'taken_back');
      return get(id);
    };
    const named = async (code: string): Promise<string | undefined> =>
      (await stage.rows<{ name: string }>('SELECT name FROM unit WHERE code = ?', [code]))[0]?.name;
    const count = async (): Promise<number> => (await stage.rows('SELECT 1 FROM unit')).length;

    const lines: Line[] = [
      ['440605125901001', '第一网格', '一级网格', '', '440605125901'],
      ['440605125901', '新苑社区', '社区', '社区', '440605125'],
      ['440605125002', '沥南新社区', '社区', '', '440605125'],
      ['440605125001', '沥苑社区居委会', '社区', '', '440605125'],
      ['440605125902', '迷途社区', '片区', '', '440605125'],
      ['440605126001', '孤儿社区', '社区', '', '440605126'],
    ];
    let importId: string;

    it('changes nothing in the preview, and shows the effect of a rename', async () => {
      const before = await count();
      importId = await start(lines);
      expect((await get(importId)).counts).toEqual({ accept: 3, review: 2, duplicate: 1, reject: 0 });
      const shown = await rows(importId);
      expect(shown.map(({ values, doubts }) => [values.code, doubts])).toEqual([
        ['440605125901', []],
        ['440605125002', []],
        ['440605125001', ['same']],
        ['440605126001', ['parent']],
        ['440605125901001', []],
        ['440605125902', ['level']],
      ]);
      expect(shown[1]!.before).toEqual({ name: '沥南社区居委会', kind: 'community' });
      expect(shown[5]).toMatchObject({ typed: { level: '片区' }, reasons: ['层级：缺失或无法识别'] });
      expect(shown.map(({ fields }) => fields)).toEqual([[], [], [], ['parent'], [], ['level']]);
      expect(await count()).toBe(before);
    });

    it('is read and imported by administrators only', async () => {
      for (const by of [town, secretary, worker]) expect((await send(by, 'A', lines)).response.status).toBe(403);
      expect((await commit(importId, town)).response.status).toBe(403);
      const asked = await town.api.GET('/api/v1/unit-imports/{unitImportId}', at(importId));
      expect(asked.response.status).toBe(403);
    });

    it('is corrected row by row, and dependent rows are checked again', async () => {
      expect((await answer(correct(importId, 6, { level: 'community' }))).verdict).toBe('accept');
      expect(codeOf(await correct(importId, 4, { parent: '12' }))).toBe('INVALID_INPUT');
      expect((await answer(correct(importId, 4, { parent: '440605125' }))).verdict).toBe('accept');
      const mistyped = await start([
        ['440605127X', '新镇', '镇', '镇', '440605'],
        ['440605127001', '新镇一社区', '社区', '', '440605127'],
        ['440605127002', '新镇二社区', '社区', '', '440605127'],
      ]);
      expect((await get(mistyped)).counts).toMatchObject({ accept: 0, review: 3 });
      await answer(correct(mistyped, 1, { code: '440605127' }));
      expect((await get(mistyped)).counts).toMatchObject({ accept: 3, review: 0 });
    });

    it('is imported as a whole, and adds nothing the second time', async () => {
      expect(await takeIn(importId)).toMatchObject({ added: 5, renamed: 1, known: 0 });
      expect(await named('440605125002')).toBe('沥南新社区');
      expect(await named('440605125901001')).toBe('第一网格');
      const [grid] = await stage.rows<{ path: string }>(`SELECT path FROM unit WHERE code = '440605125901001'`);
      expect(grid!.path).toBe('/440605/440605125/440605125901/440605125901001/');
      const again = await start(lines.slice(0, 4));
      expect((await get(again)).counts).toEqual({ accept: 0, review: 0, duplicate: 4, reject: 0 });
      expect(await takeIn(again)).toMatchObject({ added: 0, known: 0 });
    });

    it('does nothing that was not previewed: a unit renamed in the meantime keeps its name', async () => {
      const id = await start([['440605125002', '沥南三社区', '社区', '', '440605125']]);
      await stage.db.query(`UPDATE unit SET name = '沥南二社区' WHERE code = '440605125002'`);
      expect((await takeIn(id)).counts).toMatchObject({ accept: 0, reject: 1 });
      expect((await rows(id))[0]!.doubts).toEqual(['changed']);
      expect(await named('440605125002')).toBe('沥南二社区');
      await stage.db.query(`UPDATE unit SET name = '沥南新社区' WHERE code = '440605125002'`);
    });

    it('is reverted where nothing else refers to a unit: lowest units first, and earlier names restored', async () => {
      const community = (await stage.rows<{ id: string }>(`SELECT id FROM unit WHERE code = '440605125902'`))[0]!;
      stage.units.set('A902', { id: community.id, code: '440605125902', path: '' });
      await stage.actor('grid_worker', 'A902');
      expect(await takeBack(importId)).toMatchObject({ added: 5, takenBack: 4 });
      expect(await named('440605125901')).toBeUndefined();
      expect(await named('440605125901001')).toBeUndefined();
      expect(await named('440605126001')).toBeUndefined();
      expect(await named('440605125002')).toBe('沥南社区居委会');
      expect(await named('440605125902')).toBe('迷途社区');
      expect((await rows(importId)).filter(({ isTakenBack }) => isTakenBack)).toHaveLength(4);
      expect(codeOf(await commit(importId))).toBe('UNIT_IMPORT_STATE');
    });

    it('imported twice at once adds every unit once', async () => {
      const many = Array.from({ length: 300 }, (_, at) => [
        `4406051288${String(at).padStart(3, '0')}`,
        `并行社区${at}`,
        '社区',
        '',
        '440605128',
      ]);
      const both = [['440605128', '并行镇', '镇', '', '440605'], ...many];
      const [one, other] = [await start(both), await start(both, secondAdmin)];
      await Promise.all([answer(commit(one)), answer(commit(other, secondAdmin))]);
      for (const id of [one, other])
        await until('both are taken in', 30_000, async () => (await get(id)).status === 'committed');
      const [a, b] = [await get(one), await get(other)];
      expect([a.added + b.added, a.known + b.known]).toEqual([301, 301]);
      expect(await stage.rows(`SELECT 1 FROM unit WHERE path LIKE '/440605/440605128/%'`)).toHaveLength(301);
      // A list of known units removes none of them.
      const hasTown = async (id: string): Promise<boolean> => !(await rows(id))[0]!.isKnown;
      const [last, first] = (await hasTown(one)) ? [a, b] : [b, a];
      let undone = 0;
      for (const { id, added } of [first, last]) if (added > 0) undone += (await takeBack(id)).takenBack;
      expect(undone).toBe(301);
      expect(await named('440605128')).toBeUndefined();
    });

    it('of the whole district is imported from the list of the statistics office', async () => {
      const done = await importUnits(admin, stage.unit('D').id);
      expect(done).toMatchObject({ status: 'committed', rowsTotal: 298, counts: { review: 0, reject: 0 } });
      expect(
        await stage.rows(`SELECT 1 FROM unit WHERE level = 'community' AND code IN ('440605125001','440605121001')`),
      ).toHaveLength(2);
    });
  });

  describe('staff', () => {
    const send = async (by: Actor, unit: string, lines: Line[]) =>
      by.api.POST('/api/v1/staff-imports', {
        params: { query: { unitId: stage.unit(unit).id } },
        ...fileBody(await sheetOf(STAFF_HEADINGS, lines), '人员.xlsx'),
      });
    const start = async (by: Actor, unit: string, lines: Line[]): Promise<string> =>
      (await answer(send(by, unit, lines))).id;
    const at = (staffImportId: string) => ({ params: { path: { staffImportId } } });
    const get = (by: Actor, id: string): Promise<Schemas['StaffImportResponse']> =>
      answer(by.api.GET('/api/v1/staff-imports/{staffImportId}', at(id)));
    const rows = async (by: Actor, id: string): Promise<Schemas['StaffImportRowResponse'][]> => {
      const params = { path: { staffImportId: id }, query: { limit: 100 } };
      return (await answer(by.api.GET('/api/v1/staff-imports/{staffImportId}/rows', { params }))).items;
    };
    const doubts = async (by: Actor, id: string): Promise<string[][]> => (await rows(by, id)).map((row) => row.doubts);
    const correct = (by: Actor, id: string, rowNo: number, values: Omit<Schemas['CorrectStaffRowBody'], 'reading'>) =>
      by.api.PATCH('/api/v1/staff-imports/{staffImportId}/rows/{rowNo}', {
        params: { path: { staffImportId: id, rowNo } },
        // Every list here is read once.
        body: { reading: 1, ...values },
      });
    const commit = (by: Actor, id: string) => by.api.POST('/api/v1/staff-imports/{staffImportId}/commit', at(id));
    const takeIn = async (by: Actor, id: string): Promise<Schemas['StaffImportResponse']> => {
      await answer(commit(by, id));
      await until('the staff is taken in', 30_000, async () => (await get(by, id)).status === 'committed');
      return get(by, id);
    };
    const takeBack = async (by: Actor, id: string): Promise<Schemas['StaffImportResponse']> => {
      const asked = by.api.POST('/api/v1/staff-imports/{staffImportId}/taking-back', {
        ...at(id),
        body: { reason: '传错了文件' },
      });
      await answer(asked);
      await until('the staff is taken back', 30_000, async () => (await get(by, id)).status === 'taken_back');
      return get(by, id);
    };
    const slips = async (by: Actor, id: string): Promise<string[][]> =>
      slipsOf(
        await answer(
          by.api.POST('/api/v1/staff-imports/{staffImportId}/activation-codes', { ...at(id), parseAs: 'arrayBuffer' }),
        ),
      );
    const idOf = async (id: string, rowNo: number): Promise<string> =>
      (
        await stage.rows<{ id: string }>(
          'SELECT subject_id AS id FROM staff_import_row WHERE import_id = ? AND row_no = ?',
          [id, rowNo],
        )
      )[0]!.id;
    const rolesOf = async (personId: string): Promise<string[]> =>
      (
        await stage.rows<{ role: string; inForce: number | null }>(
          'SELECT role, in_force AS inForce FROM role_grant WHERE person_id = ? AND revoked_at IS NULL ORDER BY role',
          [personId],
        )
      ).map(({ role, inForce }) => (inForce ? role : `${role}?`));

    const lines: Line[] = [
      ['陈大文', '13710000001', '沥苑社区', '网格员'],
      ['李小明', '13710000002', '沥南', '社区书记、主任'],
      ['黄志强', '13710000003', '大沥镇', '财务'],
      ['何丽', '1371000', '沥苑社区', '网格长'],
      ['王美丽', '13710000005', '沥苑社区', '厨师'],
      ['张三', '13710000006', '沥苑社区', '社区书记、会计'],
      ['陈大文', '13710000001', '沥苑社区', '网格员'],
    ];
    let importId: string;

    it('registers no person in the preview, masks names, and shows roles that the uploader may not give', async () => {
      importId = await start(town, 'A', lines);
      expect(await doubts(town, importId)).toEqual([
        [],
        [],
        ['fromAbove'],
        ['phone'],
        ['role'],
        ['conflict'],
        ['twice'],
      ]);
      const shown = await rows(town, importId);
      expect(shown[0]!.values).toMatchObject({ name: '陈**', phone: '137****0001', roles: ['grid_worker'] });
      expect(shown.slice(0, 4).map(({ fields }) => fields)).toEqual([[], [], ['unitCode', 'roles'], ['phone']]);
      const people = await stage.rows('SELECT 1 FROM staff_import_row WHERE import_id = ? AND subject_id IS NOT NULL', [
        importId,
      ]);
      expect(people).toEqual([]);
      const kept = await stage.rows<{ cells: Buffer }>('SELECT cells FROM staff_import_row WHERE import_id = ?', [
        importId,
      ]);
      expect(Buffer.concat(kept.map(({ cells }) => cells)).includes('陈大文')).toBe(false);
    });

    it('is hidden from other offices and from people who manage no accounts', async () => {
      expect((await send(otherTown, 'A', lines)).response.status).toBe(404);
      expect((await send(worker, 'A1', lines)).response.status).toBe(403);
      const read = await otherTown.api.GET('/api/v1/staff-imports/{staffImportId}', at(importId));
      expect(read.response.status).toBe(404);
      expect((await commit(otherTown, importId)).response.status).toBe(404);
    });

    it('is corrected row by row, within its unit', async () => {
      expect((await answer(correct(town, importId, 4, { phone: '13710000004' }))).verdict).toBe('accept');
      const away = await correct(town, importId, 5, { unitCode: stage.unit('B1').code });
      expect(away.response.status).toBe(422);
      expect((await answer(correct(town, importId, 5, { roles: ['grid_worker'] }))).verdict).toBe('accept');
      expect((await answer(correct(town, importId, 6, { roles: ['auditor'] }))).verdict).toBe('review');
      expect((await doubts(town, importId))[5]).toEqual(['level']);
      expect((await answer(correct(town, importId, 6, { roles: ['finance_clerk'] }))).verdict).toBe('accept');
    });

    it('gives grid workers their roles at once; roles that sign or pay await a second person above', async () => {
      const done = await takeIn(town, importId);
      expect(done).toMatchObject({ added: 5, known: 0, awaiting: 3, counts: { review: 1, duplicate: 1, reject: 0 } });
      expect(await rolesOf(await idOf(importId, 1))).toEqual(['grid_worker']);
      const appointed = await idOf(importId, 2);
      expect(await rolesOf(appointed)).toEqual(['community_director?', 'community_secretary?']);
      expect((await rows(town, importId)).map((row) => row.isAwaiting)).toEqual([
        false,
        true,
        false,
        false,
        false,
        true,
        false,
      ]);
      const own = await town.api.GET('/api/v1/people/appointments', { params: { query: { limit: 100 } } });
      const mine = own.data!.items.filter(({ personId }) => personId === appointed);
      expect(mine.map(({ refusal }) => refusal === null)).toEqual([false, false]);
    });

    it('issues codes where the uploader may, and leaves the rest to the confirming office', async () => {
      const given = await slips(town, importId);
      expect(given.map(([name]) => name)).toEqual(['陈大文', '何丽', '王美丽']);
      expect(await confirmAll(admin, await idOf(importId, 2))).toBe(2);
      expect((await get(town, importId)).awaiting).toBe(1);
      expect(await rolesOf(await idOf(importId, 2))).toEqual(['community_director', 'community_secretary']);
      expect((await slips(admin, importId)).map(([name]) => name)).toContain('李小明');
      const anybody = createApiClient(stage.urls[0]!);
      const code = (await slips(town, importId))[0]![2]!;
      await answer(anybody.POST('/api/v1/passwords', { body: { phone: '13710000001', code, password: PASSWORD } }));
    });

    it('uploaded again adds nothing', async () => {
      const again = await start(town, 'A', lines.slice(0, 2));
      expect(await doubts(town, again)).toEqual([['held'], ['held']]);
      expect(await takeIn(town, again)).toMatchObject({ added: 0, known: 0 });
    });

    it('is reverted for people without opened accounts, where the actor may dismiss them', async () => {
      // The secretary of one community may not revoke what the town appointed.
      const one = await start(town, 'A1', [
        ['赵会计', '13710000021', '沥苑社区', '会计'],
        ['钱网格', '13710000022', '沥苑社区', '网格员'],
      ]);
      await takeIn(town, one);
      expect(await takeBack(secretary, one)).toMatchObject({ added: 2, takenBack: 1 });
      expect(await rolesOf(await idOf(one, 1))).toEqual(['finance_clerk?']);
      expect(await rolesOf(await idOf(one, 2))).toEqual([]);

      expect(await takeBack(town, importId)).toMatchObject({ added: 5, takenBack: 4 });
      expect(await rolesOf(await idOf(importId, 1)), 'opened').toEqual(['grid_worker']);
      expect(await rolesOf(await idOf(importId, 2))).toEqual([]);
      const again = await start(town, 'A', [lines[3]!.with(1, '13710000004'), lines[1]!]);
      expect(await takeIn(town, again)).toMatchObject({ added: 2, counts: { reject: 0 } });
    });

    it('gives no role to the uploader, and takes over no account of another office', async () => {
      const elsewhere = await stage.actor('grid_worker', 'B1');
      const volunteer = await stage.actor('volunteer', 'A1');
      await stage.grant(volunteer.id, 'grid_worker', 'B1');
      const id = await start(town, 'A', [
        ['演员town_officer', town.phone, '沥苑社区', '网格员'],
        ['林别人', elsewhere.phone, '沥苑社区', '网格员'],
        ['演员grid_worker', elsewhere.phone.replace(/.$/, '0'), '沥苑社区', '网格员'],
        ['演员volunteer', volunteer.phone, '沥苑社区', '网格员'],
      ]);
      expect((await doubts(town, id)).map(([doubt]) => doubt)).toEqual([
        'ownAccount',
        undefined,
        undefined,
        'servesElsewhere',
      ]);
      await takeIn(town, id);
      expect((await rows(town, id))[1]!.doubts).toEqual(['otherPerson']);
      expect(await rolesOf(elsewhere.id)).toEqual(['grid_worker']);
      const byName = await start(town, 'A', [['演员grid_worker', elsewhere.phone, '沥苑社区', '网格员']]);
      await takeIn(town, byName);
      expect((await rows(town, byName))[0]!.doubts, 'the right name opens nothing either').toEqual(['otherPerson']);
      const above = await start(admin, 'D', [['演员grid_worker', elsewhere.phone, '沥苑社区', '网格员']]);
      expect(await takeIn(admin, above)).toMatchObject({ added: 1 });
    });

    it('reveals no difference between a number registered elsewhere and an unknown one', async () => {
      const elsewhere = await stage.actor('grid_worker', 'B1');
      const looked = [];
      for (const phone of [elsewhere.phone, '13719999999']) {
        const id = await start(secretary, 'A1', [['林别人', phone, '沥苑社区', '网格员']]);
        const [row] = await rows(secretary, id);
        looked.push([row!.verdict, row!.doubts, row!.isKnown, (await get(secretary, id)).counts]);
      }
      expect(looked[0]).toEqual(looked[1]);
    });

    it('with another name for a registered number needs confirmation by a person', async () => {
      const known = await stage.actor('grid_worker', 'A1');
      const id = await start(town, 'A', [['陈改名', known.phone, '沥苑社区', '网格长']]);
      expect(await doubts(town, id)).toEqual([['otherName']]);
      expect((await answer(correct(town, id, 1, { isSame: true }))).verdict).toBe('accept');
      expect(await takeIn(town, id)).toMatchObject({ added: 1 });
      expect(await rolesOf(known.id)).toEqual(['grid_leader', 'grid_worker']);
    });

    it('with a closed account is refused', async () => {
      const known = await stage.actor('grid_worker', 'A1');
      await stage.db.query('UPDATE person SET disabled_at = UTC_TIMESTAMP(3) WHERE id = ?', [known.id]);
      const id = await start(town, 'A', [['演员grid_worker', known.phone, '沥苑社区', '网格长']]);
      expect((await rows(town, id))[0]).toMatchObject({ verdict: 'reject', doubts: ['closed'] });
    });

    it('imported twice at once registers every person once', async () => {
      const many = Array.from({ length: 30 }, (_, n) => [
        `并行人${'甲乙丙丁戊己庚辛壬癸'[n % 10]}`,
        String(13_720_000_000 + n),
        '沥苑社区',
        n % 2 ? '网格员' : '会计',
      ]);
      const [one, other] = [await start(town, 'A', many), await start(town, 'A', many)];
      await Promise.all([answer(commit(town, one)), answer(commit(town, other))]);
      for (const id of [one, other])
        await until('both are taken in', 30_000, async () => (await get(town, id)).status === 'committed');
      const [a, b] = [await get(town, one), await get(town, other)];
      expect([a.added + b.added, a.known + b.known]).toEqual([30, 30]);
      expect(a.counts.reject + b.counts.reject).toBe(0);
    });
  });
});
