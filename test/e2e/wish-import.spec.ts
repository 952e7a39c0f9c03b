import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSheets } from '#libs/platform';
import { UnitNames } from '#libs/identity';
import { readForm, type ImportRow } from '#libs/wishes';
import { importUnits } from '../support/units.js';
import { Stage, fixture, until, type Actor } from '../support/stage.js';

describe('importing a town’s workbook', () => {
  let stage: Stage;
  let officer: Actor;
  let townId: string;

  beforeAll(async () => {
    stage = await Stage.open('wish_import');
    await stage.startApi();
    await stage.startWorker();
    const admin = await stage.actor('administrator', 'D');
    await importUnits(admin, stage.unit('D').id);
    expect(await stage.rows('SELECT 1 FROM unit')).toHaveLength(298);
    townId = stage.unit('A').id;
    officer = await stage.actor('town_officer', 'A');
  });
  afterAll(() => stage.close());

  async function upload(
    file: Buffer,
    name: string,
    unitId = townId,
  ): Promise<{ status: number; body: { id: string; code?: string } }> {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(file)]), name);
    const response = await fetch(`${stage.urls[0]}/api/v1/wish-imports?unitId=${unitId}`, {
      method: 'POST',
      headers: { cookie: officer.cookie },
      body: form,
    });
    return { status: response.status, body: (await response.json()) as { id: string; code?: string } };
  }
  const get = async (importId: string) =>
    (await officer.api.GET('/api/v1/wish-imports/{importId}', { params: { path: { importId } } })).data!;
  async function settled(importId: string, ...statuses: string[]) {
    await until(`the import is ${statuses.join(' or ')}`, 30_000, async () =>
      statuses.includes((await get(importId)).status),
    );
    return get(importId);
  }
  const commit = (importId: string) =>
    officer.api.POST('/api/v1/wish-imports/{importId}/commit', { params: { path: { importId } } });

  it('previews, corrects, commits, and adds nothing the second time', async () => {
    const { status, body } = await upload(fixture('wishes-dali-420.xlsx'), 'wishes.xlsx');
    expect(status).toBe(201);
    const preview = await settled(body.id, 'ready', 'failed');
    expect(preview).toMatchObject({
      status: 'ready',
      rowsTotal: 425,
      counts: { accept: 398, review: 19, reject: 3, duplicate: 5 },
    });

    const review = await officer.api.GET('/api/v1/wish-imports/{importId}/rows', {
      params: { path: { importId: body.id }, query: { verdict: 'review', limit: 100 } as never },
    });
    expect(review.data!.items).toHaveLength(19);
    const phoneRow = review.data!.items.find(({ doubts }) => doubts.join() === 'phone')!;
    expect(phoneRow.fields).toEqual(['phone']);
    expect(phoneRow.reasons).toEqual(['联系电话：不是完整的电话号码']);
    expect(phoneRow.values.name).toMatch(/^.\*+$/);

    const path = { importId: body.id, rowNo: phoneRow.rowNo };
    const wrong = await officer.api.PATCH('/api/v1/wish-imports/{importId}/rows/{rowNo}', {
      params: { path },
      body: { reading: phoneRow.reading, phone: '123' },
    });
    expect(wrong.response.status).toBe(422);
    const corrected = await officer.api.PATCH('/api/v1/wish-imports/{importId}/rows/{rowNo}', {
      params: { path },
      body: { reading: phoneRow.reading, phone: '13900006611' },
    });
    expect(corrected.data).toEqual({ rowNo: phoneRow.rowNo, verdict: 'accept', doubts: [] });

    const doubles = await officer.api.GET('/api/v1/wish-imports/{importId}/rows', {
      params: { path: { importId: body.id }, query: { verdict: 'duplicate' } },
    });
    expect(doubles.data!.items.flatMap(({ doubts }) => doubts)).toEqual(Array(5).fill('duplicate'));
    expect(doubles.data!.items[0]!.reasons).toEqual([expect.stringMatching(/^与第 \d+ 行重复$/)]);

    const rejects = await officer.api.GET('/api/v1/wish-imports/{importId}/rows', {
      params: { path: { importId: body.id }, query: { verdict: 'reject' } },
    });
    const empty = { importId: body.id, rowNo: rejects.data!.items[0]!.rowNo };
    const told = await officer.api.PATCH('/api/v1/wish-imports/{importId}/rows/{rowNo}', {
      params: { path: empty },
      body: { reading: phoneRow.reading, text: '想理个发', unitCode: '440605011001' },
    });
    expect(told.response.status, 'a community of another town').toBe(422);

    expect((await commit(body.id)).response.status).toBe(202);
    expect(await settled(body.id, 'committed')).toMatchObject({ added: 399, known: 0 });
    const again = await upload(fixture('wishes-dali-420.xlsx'), 'again.xlsx');
    await settled(again.body.id, 'ready');
    await commit(again.body.id);
    expect(await settled(again.body.id, 'committed')).toMatchObject({ added: 0, known: 398 });
    expect(await stage.rows('SELECT COUNT(*) n FROM wish')).toEqual([{ n: 399 }]);

    // What needs attention comes back as a workbook, can be corrected there, and is read again.
    const response = await fetch(`${stage.urls[0]}/api/v1/wish-imports/${body.id}/attention.xlsx`, {
      headers: { cookie: officer.cookie },
    });
    const attention = Buffer.from(await response.arrayBuffer());
    const sheets = await parseSheets(attention, 'attention.xlsx');
    const units = await stage.rows<{ id: string; code: string; name: string; level: string; path: string }>(
      'SELECT * FROM unit',
    );
    const rows: ImportRow[] = readForm(sheets, { units: new UnitNames(units), asOf: new Date() }).rows;
    expect(rows.filter(({ verdict }) => verdict === 'review')).toHaveLength(18);
    expect(rows.filter(({ verdict }) => verdict === 'reject')).toHaveLength(3);
  });

  it('gives a clear error for every file that is not a workbook', async () => {
    const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    const cases: [string, Buffer, string, number, string][] = [
      ['an .xls', Buffer.concat([compound, Buffer.alloc(600)]), 'old.xls', 422, 'IMPORT_OLD_FORMAT'],
      [
        'a password',
        Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')]),
        'locked.xlsx',
        422,
        'IMPORT_LOCKED',
      ],
      ['damage', Buffer.from('not a zip at all'), 'broken.xlsx', 422, 'IMPORT_DAMAGED'],
      ['emptiness', Buffer.alloc(0), 'empty.xlsx', 422, 'IMPORT_DAMAGED'],
      [
        'a picture',
        Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]), Buffer.alloc(64)]),
        'photo.png',
        422,
        'IMPORT_UNKNOWN_FORMAT',
      ],
      ['21 MB', Buffer.alloc(21 * 1024 * 1024, 65), 'large.csv', 413, 'TOO_LARGE'],
    ];
    for (const [what, file, name, status, code] of cases) {
      const answer = await upload(file, name);
      expect([what, answer.status, answer.body.code]).toEqual([what, status, code]);
    }
    const cut = await upload(fixture('wishes-dali-420.xlsx').subarray(0, 20_000), 'cut.xlsx');
    const failed = await settled(cut.body.id, 'failed');
    expect(failed.problem).toMatchObject({ code: 'IMPORT_DAMAGED', title: expect.stringContaining('已损坏') });
  });

  it('provides a blank template that it can read', async () => {
    const response = await fetch(`${stage.urls[0]}/api/v1/wish-imports/template.xlsx`, {
      headers: { cookie: officer.cookie },
    });
    const sheets = await parseSheets(Buffer.from(await response.arrayBuffer()), 'template.xlsx');
    const rows = readForm(sheets, { units: new UnitNames([]), asOf: new Date() }).rows;
    expect(rows.map(({ verdict }) => verdict)).toEqual(['reject']);
  });

  it('names no person in logs, events or jobs', async () => {
    const name = Buffer.from('李子梅').toString('hex').toUpperCase();
    for (const [table, column] of [
      ['event', 'data'],
      ['idempotency_key', 'response'],
      ['job', 'last_error'],
      ['wish', 'public_text'],
    ] as const) {
      expect(await stage.rows(`SELECT 1 FROM ${table} WHERE HEX(${column}) LIKE '%${name}%' LIMIT 1`), table).toEqual(
        [],
      );
    }
  });
});
