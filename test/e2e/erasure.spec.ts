import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, createApiClient, type ApiClient } from '#libs/api-client';
import { newId } from '#libs/platform';
import { PASSWORD, administrators, register } from '../support/people.js';
import { columnsWith, opened, readableTexts } from '../support/readable.js';
import { Stage, inHours, until, type Actor } from '../support/stage.js';

const DAY_MS = 86_400_000;
const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

describe('erasing a person', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mw-erasure-'));
  let stage: Stage;
  let url: string;
  let worker: Actor;
  let secretary: Actor;
  let director: Actor;
  let stranger: Actor;

  beforeAll(async () => {
    stage = await Stage.open('erasure', { env: { FILES_DIR: folder } });
    url = await stage.startApi();
    worker = await stage.actor('grid_worker', 'A1');
    secretary = await stage.actor('community_secretary', 'A1');
    director = await stage.actor('community_director', 'A1');
    stranger = await stage.actor('community_secretary', 'B1');
    await stage.startWorker();
  }, 120_000);
  afterAll(() => stage.close());

  /** The columns in which one of these words can still be read, by somebody with the database and the keys. */
  async function columnsThatTell(words: Record<string, string>): Promise<string[]> {
    const texts = await readableTexts(stage);
    return Object.entries(words).flatMap(([name, word]) =>
      texts.filter(({ text }) => text.includes(word)).map(({ column }) => `${column}: ${name}`),
    );
  }
  const wordsFound = async (words: Record<string, string>): Promise<Set<string>> =>
    new Set((await columnsThatTell(words)).map((found) => found.split(': ')[1]!));

  async function photo(api: ApiClient, cookie: string, purpose: 'need' | 'done'): Promise<string> {
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#7a5' } })
      .jpeg()
      .toBuffer();
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)]), 'x.jpg');
    const sent = await fetch(`${url}/api/v1/files?purpose=${purpose}`, {
      method: 'POST',
      headers: { cookie },
      body: form,
    });
    const { id } = (await sent.json()) as { id: string };
    await until('the photo is made', 20_000, async () => {
      const { data } = await api.GET('/api/v1/files/{fileId}', { params: { path: { fileId: id } } });
      return data?.status === 'ready';
    });
    return id;
  }
  /** The objects of a file that lie in the storage. */
  const bytesOf = (fileId: string): string[] =>
    (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith(fileId));

  let phones = 0;
  interface Told {
    wishId: string;
    code: string;
    words: Record<string, string>;
    photos: string[];
    phone: string;
  }
  /** A wish from the door to its confirmation, with words of its person in every column that they can reach. */
  async function fulfilledWish(mark: string, { isConfirmed = true } = {}): Promise<Told> {
    phones += 1;
    const phone = `1591111${String(phones).padStart(4, '0')}`;
    // Letters that are no part of the name: masks of the name must not hide what is looked for.
    const sign = `qz${'abcdefghijklmnop'[phones]}`;
    const words = {
      name: `司徒${mark}`,
      phone,
      address: `${sign}巷九号`,
      hardship: `${sign}困难户`,
      need: `${sign}原话`,
      proxyName: `${sign}亲戚`,
      done: `${sign}做了`,
      evidence: `${sign}收据`,
      comment: `${sign}评语`,
      look: `${sign}查看`,
      release: `${sign}归还`,
    };
    const need = await photo(worker.api, worker.cookie, 'need');
    const { id: wishId, code } = await answer(
      worker.api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A1').id,
          need: `${words.need}：想换一台风扇`,
          kind: 'goods',
          estimatedFen: 20_000,
          beneficiary: { name: words.name, phone, address: words.address, hardship: words.hardship, age: 80 },
          proxy: { name: words.proxyName, phone: '13600009999', relation: '侄子' },
          consent: { kind: 'spoken', byGuardian: false },
          photoIds: [need],
        } as never,
      }),
    );
    const at = { params: { path: { wishId } } };
    await answer(worker.api.POST('/api/v1/wishes/{wishId}/verification', at));
    await answer(
      secretary.api.POST('/api/v1/wishes/{wishId}/publication', {
        ...at,
        body: {
          publicText: `想换一台风扇${sign}`,
          category: 'living_goods',
          costClass: 'none',
          isPolicyChecked: true,
          keeps: [],
        },
      }),
    );
    const volunteer = await stage.actor('volunteer', 'A1');
    const claim = async (): Promise<string> =>
      (await answer(volunteer.api.POST('/api/v1/wishes/{wishId}/claims', { ...at, body: { promisedAt: inHours(24) } })))
        .id;
    const released = await claim();
    await answer(
      volunteer.api.POST('/api/v1/claims/{claimId}/release', {
        params: { path: { claimId: released } },
        body: { reason: '临时有事' },
      }),
    );
    await stage.db.query('UPDATE claim SET end_reason = ? WHERE id = ?', [words.release, released]);
    const claimId = await claim();
    await answer(volunteer.api.POST('/api/v1/wishes/{wishId}/contact-views', { ...at, body: { reason: words.look } }));
    await answer(volunteer.api.POST('/api/v1/claims/{claimId}/start', { params: { path: { claimId } } }));
    const done = await photo(volunteer.api, volunteer.cookie, 'done');
    await answer(
      volunteer.api.POST('/api/v1/wishes/{wishId}/fulfilment', {
        ...at,
        body: {
          what: words.done,
          evidence: words.evidence,
          doneOn: new Date().toISOString().slice(0, 10),
          hours: 1,
          photoIds: [done],
        },
      }),
    );
    if (isConfirmed)
      await answer(
        director.api.POST('/api/v1/wishes/{wishId}/confirmation', {
          ...at,
          body: { solved: 'yes', comment: words.comment },
        }),
      );
    const planted: Record<string, string> = { ...words, publicText: `风扇${sign}` };
    if (!isConfirmed) delete planted.comment;
    return { wishId, code, words: planted, photos: [need, done], phone };
  }

  /** A request for money as it was written before its texts were checked. */
  async function plantSpend(wishId: string, purpose: string): Promise<string> {
    const id = newId();
    const { id: unitId, path } = stage.unit('A1');
    const form = JSON.stringify({ purpose, items: [{ name: '风扇', amountFen: 100 }], payeeId: id });
    await stage.db.query(
      `SET FOREIGN_KEY_CHECKS = 0;
       INSERT INTO payee (id, unit_id, unit_path, kind, sealed_name, name_hash, added_at) VALUES (?,?,?,'person',?,?,NOW(3));
       INSERT INTO spend_request (id, unit_id, unit_path, wish_id, purpose, payee_id, amount_fen, status, requested_by, requested_at)
         VALUES (?,?,?,?,?,?,100,'refused',?,NOW(3));
       INSERT INTO spend_wish (spend_request_id, wish_id, place, is_held) VALUES (?,?,1,FALSE);
       INSERT INTO spend_version (spend_request_id, version, body, made_by, made_at) VALUES (?,1,?,?,NOW(3));
       SET FOREIGN_KEY_CHECKS = 1`,
      [
        [id, unitId, path, stage.encryption.encrypt('payee.sealed_name', id, '收款人'), stage.index.hash('payee', id)],
        [id, unitId, path, wishId, purpose, id, worker.id],
        [id, wishId],
        [id, form, worker.id],
      ].flat(),
    );
    return id;
  }

  /** The rows of a wish and its person as a backup of now holds them, and what can be read of them with the keys of later. */
  async function backUp(wishId: string): Promise<{ texts: () => Promise<string[]> }> {
    const parts = [
      ['beneficiary', ['name', 'phone', 'address', 'hardship'], 'id = (SELECT beneficiary_id FROM wish WHERE id = ?)'],
      ['wish', ['need', 'proxy'], 'id = ?'],
      ['fulfilment', ['what', 'evidence'], 'wish_id = ?'],
      ['confirmation', ['comment'], 'wish_id = ?'],
    ] as const;
    for (const [table, , condition] of parts)
      await stage.rows(`CREATE TEMPORARY TABLE backup_${table} AS SELECT * FROM ${table} WHERE ${condition}`, [wishId]);
    const texts = async (): Promise<string[]> => {
      const found: string[] = [];
      for (const [table, columns] of parts)
        for (const column of columns) {
          const [row] = await stage.rows<{ id: string; raw: Buffer; sealed: Buffer | null }>(
            `SELECT id, ${column} AS raw, ${opened(table, column)} AS sealed FROM backup_${table}`,
          );
          const name = `${table}.${column}`;
          expect(() => stage.encryption.decrypt(name, row!.id, row!.raw)).toThrow(/unknown key/);
          if (row!.sealed) found.push(stage.encryption.decrypt(name, row!.id, row!.sealed));
        }
      return found;
    };
    return { texts };
  }

  const open = (wishId: string, kind: 'copy' | 'correction' | 'erasure', by: Actor = worker) =>
    by.api.POST('/api/v1/data-requests', { body: { wishId, kind, asker: 'self', identityCheck: 'id_card' } });
  /** As if the wish had been closed so long ago that it cannot be re-opened any more. */
  const isSettled = (wishId: string) =>
    stage.db.query('UPDATE wish SET closed_at = ? WHERE id = ?', [daysAgo(31), wishId]);
  const requestPath = (requestId: string) => ({ params: { path: { requestId } } });
  const verify = () => stage.cli(['verify']);

  it('leaves supplier and goods as signed, although the person has the same name', async () => {
    const told = await fulfilledWish('供货');
    const { name } = told.words;
    const requestId = await plantSpend(told.wishId, `给${name}买风扇`);
    const form = { items: [{ name: `${name}牌风扇`, amountFen: 100 }], quotes: [{ supplier: name, amountFen: 100 }] };
    await stage.rows('UPDATE spend_request SET items = ?, quotes = ? WHERE id = ?', [
      JSON.stringify(form.items),
      JSON.stringify(form.quotes),
      requestId,
    ]);
    await stage.rows('UPDATE spend_version SET body = ? WHERE spend_request_id = ?', [
      JSON.stringify({ purpose: `给${name}买风扇`, ...form }),
      requestId,
    ]);
    await isSettled(told.wishId);
    const { id } = await answer(open(told.wishId, 'erasure'));
    await answer(secretary.api.POST('/api/v1/data-requests/{requestId}/acceptance', requestPath(id)));
    const [kept] = await stage.rows<{ purpose: string; items: string; quotes: string; body: string }>(
      `SELECT r.purpose, r.items, r.quotes, v.body FROM spend_request r JOIN spend_version v ON v.spend_request_id = r.id WHERE r.id = ?`,
      [requestId],
    );
    const read = (json: string | object): unknown => (typeof json === 'string' ? JSON.parse(json) : json);
    expect({ items: read(kept!.items), quotes: read(kept!.quotes) }).toEqual(form);
    expect(read(kept!.body)).toMatchObject(form);
    expect(kept!.purpose + JSON.stringify((read(kept!.body) as { purpose: string }).purpose)).not.toContain(name);
  });

  it('needs two people of the office for a person without an account, and leaves no text and no photo', async () => {
    const told = await fulfilledWish('甲乙');
    // Money was asked for in the person's name, before texts were checked.
    const requestId = await plantSpend(told.wishId, `给${told.words.name}买风扇`);
    expect(await wordsFound(told.words)).toEqual(new Set(Object.keys(told.words)));
    for (const id of told.photos) expect(bytesOf(id).length).toBeGreaterThan(0);

    expect((await open(told.wishId, 'erasure', stranger)).response.status).toBe(404);
    const backup = await backUp(told.wishId);
    expect(await backup.texts()).toEqual(
      expect.arrayContaining([told.words.name, told.words.address, told.words.done]),
    );

    await isSettled(told.wishId);
    const { id } = await answer(open(told.wishId, 'erasure'));
    expect((await open(told.wishId, 'erasure', director)).error).toMatchObject({ code: 'ERASURE_PENDING' });
    expect(
      (await worker.api.POST('/api/v1/data-requests/{requestId}/acceptance', requestPath(id))).response.status,
    ).toBe(403);
    const own = await answer(open((await fulfilledWish('自己')).wishId, 'erasure', secretary));
    expect(
      (await secretary.api.POST('/api/v1/data-requests/{requestId}/acceptance', requestPath(own.id))).error,
    ).toMatchObject({ code: 'OTHER_PERSON_NEEDED' });
    expect(
      (await stranger.api.POST('/api/v1/data-requests/{requestId}/acceptance', requestPath(id))).response.status,
    ).toBe(404);
    const { status } = await answer(
      secretary.api.POST('/api/v1/data-requests/{requestId}/acceptance', requestPath(id)),
    );
    expect(status).toBe('done');

    expect(await columnsThatTell(told.words)).toEqual([]);
    expect(await columnsWith(stage, stage.index.hash('phone', told.phone))).toEqual([]);
    // A backup from before tells nothing any more, with the data keys or without them.
    expect(await backup.texts()).toEqual([]);
    await until('the bytes are gone', 20_000, () => told.photos.every((one) => bytesOf(one).length === 0));

    // What is seen of it afterwards: the category, the outcome, the money.
    const detail = await answer(
      secretary.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId: told.wishId } } }),
    );
    expect(detail).toMatchObject({
      status: 'closed',
      publicText: '〔生活物资〕已应本人要求删除',
      need: null,
      photos: [],
      beneficiary: { name: null, phone: null, hardship: null, age: null },
    });
    expect(detail.erasedAt).not.toBeNull();
    const [spend] = await stage.rows<{ purpose: string; amount_fen: number }>(
      'SELECT purpose, amount_fen FROM spend_request WHERE id = ?',
      [requestId],
    );
    expect(Number(spend!.amount_fen)).toBe(100);
    expect(spend!.purpose).toMatch(/^给.+买风扇$/);
    const similar = await answer(
      worker.api.POST('/api/v1/wishes/duplicates', {
        body: { unitId: stage.unit('A1').id, need: '想换一台风扇', phone: told.phone },
      }),
    );
    expect(similar.items.map(({ id: one }) => one)).not.toContain(told.wishId);
    expect(
      (
        await director.api.POST('/api/v1/wishes/{wishId}/reopening', {
          params: { path: { wishId: told.wishId } },
          body: { reason: '还是坏的' },
        })
      ).error,
    ).toMatchObject({ code: 'WISH_ERASED' });
    const found = await answer(
      worker.api.POST('/api/v1/residents/lookup', { body: { unitId: stage.unit('A1').id, phone: told.phone } }),
    );
    expect(found.items).toEqual([]);
    expect(await verify()).toMatchObject({ code: 0 });
  }, 120_000);

  it('waits for wishes that are open or can be re-opened, and happens after that', async () => {
    const told = await fulfilledWish('丙丁', { isConfirmed: false });
    const { id } = await answer(open(told.wishId, 'erasure'));
    const { status } = await answer(
      secretary.api.POST('/api/v1/data-requests/{requestId}/acceptance', requestPath(id)),
    );
    expect(status).toBe('accepted');
    const waits = async () => {
      const { openWishes } = await answer(secretary.api.GET('/api/v1/data-requests/{requestId}', requestPath(id)));
      return openWishes.map(({ code, waitsFor }) => [code, waitsFor]);
    };
    expect(await waits()).toEqual([[told.code, 'end']]);
    expect((await wordsFound(told.words)).has('name')).toBe(true);
    await answer(
      director.api.POST('/api/v1/wishes/{wishId}/confirmation', {
        params: { path: { wishId: told.wishId } },
        body: { solved: 'yes' },
      }),
    );
    expect(await waits()).toEqual([[told.code, 'reopening']]);
    await isSettled(told.wishId);
    await stage.db.query(
      `UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE kind = 'dataRequest.erase' AND status = 'scheduled'`,
    );
    await until('the person is erased', 30_000, async () => {
      const { status: now } = await answer(secretary.api.GET('/api/v1/data-requests/{requestId}', requestPath(id)));
      return now === 'done';
    });
    expect(await columnsThatTell(told.words)).toEqual([]);
  }, 90_000);

  it('is refused with a reason without names, and stays in the work queue until then', async () => {
    const told = await fulfilledWish('戊己');
    const { id } = await answer(open(told.wishId, 'erasure'));
    const isOnDesk = async (): Promise<boolean> => {
      const { items } = await answer(secretary.api.GET('/api/v1/work-queue'));
      return items.some(({ kind, dataRequestId }) => kind === 'data.erase' && dataRequestId === id);
    };
    expect(await isOnDesk()).toBe(true);
    await answer(
      secretary.api.POST('/api/v1/data-requests/{requestId}/refusal', {
        ...requestPath(id),
        body: { reason: `来的不是${told.words.name}本人，请本人到场` },
      }),
    );
    const refused = await answer(worker.api.GET('/api/v1/data-requests/{requestId}', requestPath(id)));
    expect(refused.status).toBe('refused');
    expect(refused.reason).toContain('请本人到场');
    expect(refused.reason).not.toContain(told.words.name);
    expect(await isOnDesk()).toBe(false);
    // It may be asked again; and taken back.
    const again = await answer(open(told.wishId, 'erasure'));
    expect(
      await answer(
        worker.api.POST('/api/v1/data-requests/{requestId}/withdrawal', { ...requestPath(again.id), body: {} }),
      ),
    ).toMatchObject({ status: 'withdrawn' });
  }, 90_000);

  it('starts with access: the office hands out a copy of all data, and the access is recorded', async () => {
    const told = await fulfilledWish('庚辛');
    const { id } = await answer(open(told.wishId, 'copy'));
    expect((await stranger.api.POST('/api/v1/data-requests/{requestId}/copies', requestPath(id))).response.status).toBe(
      404,
    );
    const copy = await answer(worker.api.POST('/api/v1/data-requests/{requestId}/copies', requestPath(id)));
    const said = JSON.stringify(copy);
    for (const [name, word] of Object.entries(told.words)) if (name !== 'release') expect(said, name).toContain(word);
    expect(copy.entries).toHaveLength(1);
    const views = await stage.rows(
      `SELECT 1 FROM personal_data_view v JOIN wish w ON w.beneficiary_id = v.subject_id
       WHERE w.id = ? AND v.viewer_id = ? AND v.fields = 'copy'`,
      [told.wishId, worker.id],
    );
    expect(views).toHaveLength(1);
    expect((await answer(worker.api.GET('/api/v1/data-requests/{requestId}', requestPath(id)))).status).toBe('done');
  }, 90_000);

  it('offers exactly the steps that the API accepts from the reader', async () => {
    const wishId = await stage.wish({ enteredBy: worker.id });
    const readers = {
      grid_worker: worker,
      grid_leader: await stage.actor('grid_leader', 'A1'),
      community_secretary: secretary,
      community_director: director,
      town_officer: await stage.actor('town_officer', 'A'),
      auditor: await stage.actor('auditor', 'D'),
    };
    const opener = await stage.actor('community_director', 'A1');
    const reason = '本人要求';
    const take = {
      copy: ({ api }: Actor, id: string) => api.POST('/api/v1/data-requests/{requestId}/copies', requestPath(id)),
      correct: ({ api }: Actor, id: string) =>
        api.POST('/api/v1/data-requests/{requestId}/correction', {
          ...requestPath(id),
          body: { address: '新街二号', reason },
        }),
      accept: ({ api }: Actor, id: string) => api.POST('/api/v1/data-requests/{requestId}/acceptance', requestPath(id)),
      refuse: ({ api }: Actor, id: string) =>
        api.POST('/api/v1/data-requests/{requestId}/refusal', { ...requestPath(id), body: { reason } }),
      withdraw: ({ api }: Actor, id: string) =>
        api.POST('/api/v1/data-requests/{requestId}/withdrawal', { ...requestPath(id), body: { reason } }),
    };
    const states = [
      ...(['open', 'done', 'refused', 'withdrawn'] as const).map((status) => ({ status, endedAt: daysAgo(0.5) })),
      { status: 'done', endedAt: daysAgo(2) },
      { status: 'accepted', endedAt: null },
    ];
    for (const kind of ['copy', 'correction', 'erasure'] as const) {
      const { id } = await answer(open(wishId, kind, opener));
      const put = ({ status, endedAt }: (typeof states)[number], openedBy: string) =>
        stage.db.query(
          `UPDATE data_request SET opened_by = ?, status = ?, ended_at = ?, decided_by = ?, reason = ? WHERE id = ?`,
          [
            openedBy,
            status,
            status === 'open' ? null : endedAt,
            status === 'open' ? null : stranger.id,
            status === 'refused' ? reason : null,
            id,
          ],
        );
      for (const state of states.filter(({ status }) => status !== 'accepted' || kind === 'erasure'))
        for (const [role, reader] of Object.entries(readers))
          for (const openedBy of [reader.id, opener.id]) {
            const accepted: string[] = [];
            await put(state, openedBy);
            const offered = await answer(reader.api.GET('/api/v1/data-requests/{requestId}', requestPath(id)));
            for (const [step, send] of Object.entries(take)) {
              await put(state, openedBy);
              const { response, error } = await send(reader, id);
              if (response.ok) accepted.push(step);
              else expect([403, 409]).toContain(response.status);
              // Named in the reader's language.
              if (response.status === 409) expect(error!.title).not.toMatch(/[a-z]/i);
            }
            const isOwn = openedBy === reader.id;
            expect(offered.allowedSteps, `${kind} ${state.status} ${role} ${isOwn ? 'own' : 'other'}`).toEqual(
              accepted,
            );
          }
      await put({ status: 'withdrawn', endedAt: daysAgo(0) }, opener.id);
    }
  }, 120_000);

  it('includes correction, without keeping old values', async () => {
    const told = await fulfilledWish('壬癸');
    const { id } = await answer(open(told.wishId, 'correction'));
    await answer(
      secretary.api.POST('/api/v1/data-requests/{requestId}/correction', {
        ...requestPath(id),
        body: { name: '欧阳正名', phone: '15977770001', address: '新街一号', hardship: null, reason: '登记时写错了' },
      }),
    );
    const { name, phone, address, hardship } = told.words as Record<'name' | 'phone' | 'address' | 'hardship', string>;
    expect(await columnsThatTell({ name, phone, address, hardship })).toEqual([]);
    const found = await answer(
      worker.api.POST('/api/v1/residents/lookup', { body: { unitId: stage.unit('A1').id, phone: '15977770001' } }),
    );
    expect(found.items).toEqual([
      expect.objectContaining({ name: '欧阳正名', address: '新街一号', hardship: null, wishId: told.wishId }),
    ]);
    // The same person is found again when another wish is submitted.
    const next = await answer(
      worker.api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A1').id,
          need: '想理发',
          kind: 'service',
          beneficiary: { name: '欧阳正名', phone: '15977770001' },
          consent: { kind: 'spoken', byGuardian: false },
        } as never,
      }),
    );
    const people = await stage.rows('SELECT DISTINCT beneficiary_id FROM wish WHERE id IN (?,?)', [
      told.wishId,
      next.id,
    ]);
    expect(people).toHaveLength(1);
  }, 90_000);

  it('happens by retention period as well: six months after the last wish, photos included', async () => {
    const told = await fulfilledWish('子丑');
    const young = await fulfilledWish('寅卯');
    await stage.db.query('UPDATE wish SET closed_at = ? WHERE id = ?', [daysAgo(181), told.wishId]);
    const { waiting } = (await rules()).periods.find(({ name }) => name === 'wish')!.figures!;
    expect(waiting).toBe(1);
    await runNightly();
    expect((await columnsThatTell(told.words)).filter((found) => !found.endsWith('publicText'))).toEqual([]);
    expect(await columnsWith(stage, stage.index.hash('phone', told.phone))).toEqual([]);
    await until('the bytes are gone', 20_000, () => told.photos.every((one) => bytesOf(one).length === 0));
    expect(await wordsFound(young.words)).toEqual(new Set(Object.keys(young.words)));
    // The reviewed public text contains no names and stays.
    const detail = await answer(
      secretary.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId: told.wishId } } }),
    );
    expect(detail.publicText).toBe(`想换一台${told.words.publicText}`);
    const figure = (await rules()).periods.find(({ name }) => name === 'wish')!.figures!;
    expect(figure).toMatchObject({ waiting: 0 });
    expect(figure.erasedLately).toBeGreaterThan(0);
    expect(await verify()).toMatchObject({ code: 0 });
  }, 120_000);

  it('keeps persons with another wish, and deletes photos after their own period', async () => {
    const told = await fulfilledWish('辰巳');
    const other = await answer(
      worker.api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A1').id,
          need: '想有人陪着散步',
          kind: 'service',
          beneficiary: { name: told.words.name, phone: told.phone },
          consent: { kind: 'spoken', byGuardian: false },
        } as never,
      }),
    );
    const district = await stage.actor('district_officer', 'D');
    const { version } = await rules();
    const set = (days: number, basedOn = version) =>
      district.api.PUT('/api/v1/policies/retention', { body: { basedOn, periods: [{ name: 'photo', days }] } });
    expect((await set(5)).error).toMatchObject({ code: 'INVALID_INPUT' });
    expect((await set(40)).response.status).toBe(200);
    expect((await set(50)).error).toMatchObject({ code: 'POLICY_OUTDATED' });
    await stage.db.query('UPDATE wish SET closed_at = ? WHERE id = ?', [daysAgo(41), told.wishId]);
    await stage.db.query('UPDATE file SET created_at = ? WHERE subject_id = ?', [daysAgo(60), told.wishId]);
    await runNightly();
    await until('the bytes are gone', 20_000, () => told.photos.every((one) => bytesOf(one).length === 0));
    expect(await wordsFound(told.words)).toEqual(new Set(Object.keys(told.words)));
    await stage.db.query('UPDATE wish SET closed_at = ? WHERE id = ?', [daysAgo(181), told.wishId]);
    await runNightly();
    const left = await wordsFound(told.words);
    expect(left.has('need')).toBe(false);
    expect(left.has('name')).toBe(true);
    expect(
      (await answer(worker.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId: other.id } } }))).need,
    ).toBe('想有人陪着散步');
  }, 120_000);

  it('deletes messages, sessions, networks, responses, rosters, imports, reasons and objections after their periods', async () => {
    const someone = await stage.actor('volunteer', 'A1');
    const old = daysAgo(4_000);
    const unit = stage.unit('A1');
    const id = newId();
    const seal = (column: string, rowId: string): Buffer => stage.encryption.encrypt(column, rowId, '旧内容');
    await stage.db.query(
      `INSERT INTO notification (id, recipient_id, kind, unit_id, job_id, job_gen, created_at) VALUES (?,?,'RoleGranted',?,?,1,?);
       INSERT INTO delivery (id, channel, class, target_id, person_id, status, due_at, created_at) VALUES (?,'email','x',?,?,'sent',?,?);
       INSERT INTO contact_point (id, person_id, channel, address, address_hash, label, confirmed_at, ended_at, created_at)
         VALUES (?,?,'email',?,?,'旧邮箱',?,?,?);
       INSERT INTO known_address (person_id, address_hash, index_key_no, seen_at) VALUES (?,?,1,?);
       INSERT INTO idempotency_key (person_id, ikey, request_hash, response, created_at) VALUES (?,'old',?,'{}',?);
       INSERT INTO roster (id, unit_id, unit_path, file_name, status, created_by, created_at) VALUES (?,?,?,'x','committed',?,?);
       INSERT INTO roster_row (import_id, row_no, sheet, sheet_row, verdict, doubts, cells) VALUES (?,1,'x',1,'accept','[]',?);
       INSERT INTO wish_import (id, unit_id, unit_path, file_name, file_hash, status, created_by, created_at) VALUES (?,?,?,'x',?,'committed',?,?);
       INSERT INTO wish_import_row (import_id, row_no, sheet, sheet_row, verdict, doubts, cells) VALUES (?,1,'x',1,'accept','[]',?);
       INSERT INTO personal_data_view (id, viewer_id, subject_id, fields, reason, viewed_at) VALUES (?,?,?,'name','旧理由',?);
       INSERT INTO session (id, token_hash, person_id, device, created_at, seen_at, idle_minutes, expires_at) VALUES (?,?,?,'旧手机',?,?,10,?)`,
      [
        [id, someone.id, unit.id, newId(), old],
        [id, id, someone.id, old, old],
        [id, someone.id, seal('contact_point.address', id), Buffer.alloc(32, 1), old, old, old],
        [someone.id, Buffer.alloc(32, 2), old],
        [someone.id, Buffer.alloc(32, 3), old],
        [id, unit.id, unit.path, someone.id, old],
        [id, seal('roster_row.cells', `${id}-1`)],
        [id, unit.id, unit.path, Buffer.alloc(32, 4), someone.id, old],
        [id, seal('wish_import_row.cells', `${id}-1`)],
        [id, someone.id, id, old],
        [id, Buffer.alloc(32, 5), someone.id, old, old, old],
      ].flat(),
    );
    await runNightly();
    const left = async (sql: string): Promise<number> => (await stage.rows(sql, [id])).length;
    for (const table of ['notification', 'delivery', 'session'])
      expect(await left(`SELECT 1 FROM ${table} WHERE id = ?`), table).toBe(0);
    expect(await left('SELECT 1 FROM contact_point WHERE id = ? AND address IS NOT NULL')).toBe(0);
    expect(await left('SELECT 1 FROM roster_row WHERE import_id = ?')).toBe(0);
    expect(await left('SELECT 1 FROM wish_import_row WHERE import_id = ?')).toBe(0);
    expect(await left(`SELECT 1 FROM personal_data_view WHERE id = ? AND reason = ''`)).toBe(1);
    expect(await stage.rows('SELECT 1 FROM known_address WHERE person_id = ?', [someone.id])).toEqual([]);
    expect(await stage.rows(`SELECT 1 FROM idempotency_key WHERE ikey = 'old'`)).toEqual([]);
    expect(await columnsThatTell({ old: '旧内容', reason: '旧理由', device: '旧手机', label: '旧邮箱' })).toEqual([]);
  }, 60_000);

  it('deletes an account on request after the time to withdraw, and frees the telephone', async () => {
    const offices = await administrators(stage);
    const [name, phone] = ['东方销号', '13999990001'];
    const person = await register(stage, offices, { role: 'volunteer', unit: 'A1', phone, name });
    await stage.grant(person.id, 'resident', 'A1');
    const api = createApiClient(url, { attempts: 1 });
    await answer(api.POST('/api/v1/sessions', { body: { phone, password: PASSWORD } }));
    const { data: factor } = await api.POST('/api/v1/me/second-factor', { body: { password: PASSWORD } });
    const app = new TOTP({ secret: factor!.secret });
    await answer(api.PUT('/api/v1/me/second-factor', { body: { code: app.generate() } }));
    const nextCode = async (): Promise<string> => {
      await stage.db.query('UPDATE second_factor SET last_step = 0 WHERE person_id = ?', [person.id]);
      return app.generate();
    };
    const words = {
      name,
      phone,
      need: '销号原话',
      licence: '销号证件号',
      mail: 'xiaohao@canary.example',
      done: '销号做了什么',
      release: '销号归还理由',
      objection: '销号的异议',
    };
    await answer(
      api.PUT('/api/v1/volunteers/me', {
        body: { skills: ['electrical'], maxOpenClaims: 2, licences: [] } as never,
      }),
    );
    await answer(
      secretary.api.POST('/api/v1/volunteers/{personId}/licences', {
        params: { path: { personId: person.id } },
        body: { kind: 'electrician', validUntil: '2099-12-31', number: words.licence, unitId: stage.unit('A1').id },
      }),
    );
    const pointId = newId();
    await stage.db.query(
      `INSERT INTO contact_point (id, person_id, channel, address, address_hash, label, confirmed_at, created_at) VALUES (?,?,'email',?,?,'x',NOW(3),NOW(3))`,
      [
        pointId,
        person.id,
        stage.encryption.encrypt('contact_point.address', pointId, JSON.stringify({ email: words.mail })),
        Buffer.alloc(32, 9),
      ],
    );
    const own = await answer(
      api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A1').id,
          need: `${words.need}想修一下门锁`,
          kind: 'service',
          beneficiary: { name, phone },
          consent: { kind: 'form', byGuardian: false },
        } as never,
      }),
    );
    // A wish that the person makes come true for somebody else.
    const wishId = await stage.wish({ enteredBy: worker.id });
    const at = { params: { path: { wishId } } };
    const claim = await answer(
      api.POST('/api/v1/wishes/{wishId}/claims', { ...at, body: { promisedAt: inHours(24) } }),
    );
    const ask = async (code?: string) => api.POST('/api/v1/me/erasure', { body: { password: PASSWORD, code } });
    const obstacles = async () => (await answer(api.GET('/api/v1/me/erasure'))).obstacles.map(({ code }) => code);
    expect(await obstacles()).toEqual(['claims', 'wishes']);
    expect((await ask(await nextCode())).error).toMatchObject({ code: 'ERASURE_OBSTACLES' });
    await answer(api.POST('/api/v1/claims/{claimId}/start', { params: { path: { claimId: claim.id } } }));
    await answer(
      api.POST('/api/v1/wishes/{wishId}/fulfilment', {
        ...at,
        body: { what: words.done, doneOn: new Date().toISOString().slice(0, 10), hours: 2 },
      }),
    );
    expect(await obstacles()).toEqual(['unconfirmed', 'wishes']);
    await answer(director.api.POST('/api/v1/wishes/{wishId}/confirmation', { ...at, body: { solved: 'yes' } }));
    await answer(
      api.POST('/api/v1/wishes/{wishId}/cancellation', {
        params: { path: { wishId: own.id } },
        body: { reason: '不用了' },
      }),
    );
    await stage.db.query('UPDATE claim SET end_reason = ? WHERE id = ?', [words.release, claim.id]);
    const objectionId = newId();
    await stage.db.query(
      `SET FOREIGN_KEY_CHECKS = 0;
       INSERT INTO spend_objection (id, spend_request_id, text, raised_by, raised_at, answer, is_upheld, answered_by, answered_at)
         VALUES (?,?,?,?,NOW(3),'已答复',FALSE,?,NOW(3));
       SET FOREIGN_KEY_CHECKS = 1`,
      [
        objectionId,
        await plantSpend(wishId, '风扇一台'),
        stage.encryption.encrypt('spend_objection.text', objectionId, words.objection),
        person.id,
        worker.id,
      ],
    );
    expect(await obstacles()).toEqual([]);
    expect(await wordsFound(words)).toEqual(new Set(Object.keys(words)));

    // The password alone does not do, nor does a wrong one.
    expect((await ask()).error).toMatchObject({ code: 'INVALID_INPUT' });
    expect(
      (await api.POST('/api/v1/me/erasure', { body: { password: 'not the password', code: await nextCode() } })).error,
    ).toMatchObject({ code: 'WRONG_PASSWORD' });
    await answer(ask(await nextCode()));
    expect((await ask(await nextCode())).error).toMatchObject({ code: 'ERASURE_ASKED' });
    const { waiting, waitDays } = await answer(api.GET('/api/v1/me/erasure'));
    expect(Date.parse(waiting!.dueAt) - Date.parse(waiting!.askedAt)).toBe(waitDays * DAY_MS);
    await answer(api.DELETE('/api/v1/me/erasure'));
    expect((await answer(api.GET('/api/v1/me/erasure'))).waiting).toBeNull();
    await answer(ask(await nextCode()));
    await stage.db.query(
      `UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE kind = 'account.erase' AND status = 'scheduled'`,
    );
    await until('the account is deleted', 30_000, async () => (await api.GET('/api/v1/me')).response.status === 401);

    expect(await columnsThatTell(words)).toEqual([]);
    expect(await columnsWith(stage, stage.index.hash('phone', phone))).toEqual([]);
    for (const table of [
      'session',
      'second_factor',
      'recovery_code',
      'known_address',
      'volunteer',
      'volunteer_licence',
    ])
      expect(await stage.rows(`SELECT 1 FROM ${table} WHERE person_id = ?`, [person.id]), table).toEqual([]);
    // What others rely on stays, under the number.
    const [served] = await stage.rows<{ hours: string }>('SELECT hours FROM service_entry WHERE person_id = ?', [
      person.id,
    ]);
    expect(Number(served!.hours)).toBe(2);
    const entries = await answer(secretary.api.GET('/api/v1/wishes/{wishId}/service-entries', at));
    expect(entries.items.map(({ personName }) => personName)).toEqual(['已注销用户']);
    const again = await register(stage, offices, { role: 'volunteer', unit: 'A1', phone, name: '新用户' });
    expect(again.id).not.toBe(person.id);
    expect(await verify()).toMatchObject({ code: 0 });
  }, 120_000);

  it('refuses to delete an account that signs, pays or works in an office', async () => {
    const offices = await administrators(stage);
    const phone = '13999990002';
    await register(stage, offices, { role: 'community_secretary', unit: 'A2', phone, name: '西门书记' });
    const api = createApiClient(url, { attempts: 1 });
    await answer(api.POST('/api/v1/sessions', { body: { phone, password: PASSWORD } }));
    const refused = await api.POST('/api/v1/me/erasure', { body: { password: PASSWORD } });
    expect(refused.error).toMatchObject({ code: 'ERASURE_OBSTACLES', obstacles: [{ code: 'offices', count: 1 }] });
  });

  it('ends a deletion request when an obstacle remains on the due date', async () => {
    const offices = await administrators(stage);
    const phone = '13999990003';
    const person = await register(stage, offices, { role: 'volunteer', unit: 'A1', phone, name: '南宫反悔' });
    const api = createApiClient(url, { attempts: 1 });
    await answer(api.POST('/api/v1/sessions', { body: { phone, password: PASSWORD } }));
    await answer(api.POST('/api/v1/me/erasure', { body: { password: PASSWORD } }));
    const wishId = await stage.wish({ enteredBy: worker.id });
    await answer(
      api.POST('/api/v1/wishes/{wishId}/claims', { params: { path: { wishId } }, body: { promisedAt: inHours(24) } }),
    );
    await stage.db.query(
      `UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE kind = 'account.erase' AND status = 'scheduled'`,
    );
    await until(
      'the request is ended',
      30_000,
      async () => (await answer(api.GET('/api/v1/me/erasure'))).refused !== null,
    );
    const { refused, waiting } = await answer(api.GET('/api/v1/me/erasure'));
    expect(waiting).toBeNull();
    expect(refused!.obstacles.map(({ code }) => code)).toEqual(['claims']);
    const [row] = await stage.rows<{ name: Buffer }>(
      `SELECT ${opened('person', 'name')} AS name FROM person WHERE id = ?`,
      [person.id],
    );
    expect(stage.encryption.decrypt('person.name', person.id, row!.name)).toBe('南宫反悔');
  }, 60_000);

  it('erases an account closed half a year ago', async () => {
    const closed = await stage.actor('volunteer', 'A1', { phone: '13999990004' });
    await stage.db.query('UPDATE person SET disabled_at = ? WHERE id = ?', [daysAgo(181), closed.id]);
    await stage.db.query('DELETE FROM session WHERE person_id = ?', [closed.id]);
    await runNightly();
    expect(await columnsThatTell({ phone: '13999990004' })).toEqual([]);
    expect(await verify()).toMatchObject({ code: 0 });
  }, 60_000);

  it('removes the bytes of a photo even without a running worker', async () => {
    const told = await fulfilledWish('午未');
    await isSettled(told.wishId);
    const [, running] = stage.processes;
    running!.kill('SIGKILL');
    const { id } = await answer(open(told.wishId, 'erasure'));
    await answer(secretary.api.POST('/api/v1/data-requests/{requestId}/acceptance', requestPath(id)));
    expect(await stage.rows('SELECT 1 FROM file WHERE id IN (?)', [told.photos])).toEqual([]);
    for (const one of told.photos) expect(bytesOf(one).length).toBeGreaterThan(0);
    await stage.startWorker();
    await until('the bytes are gone', 30_000, () => told.photos.every((one) => bytesOf(one).length === 0));
  }, 120_000);

  async function rules() {
    return answer(secretary.api.GET('/api/v1/policies/retention'));
  }
  /** Lets the job of the night run now. */
  async function runNightly(): Promise<void> {
    const gen = async (): Promise<number> =>
      Number((await stage.rows<{ gen: number }>(`SELECT gen FROM job WHERE kind = 'retention.run'`))[0]?.gen ?? 0);
    const before = await gen();
    await stage.db.query(
      `UPDATE job SET due_at = UTC_TIMESTAMP(3), queued_at = NULL, status = 'scheduled' WHERE kind = 'retention.daily'`,
    );
    await until('everything due is erased', 30_000, async () => {
      const [run] = await stage.rows<{ gen: number; status: string }>(
        `SELECT gen, status FROM job WHERE kind = 'retention.run'`,
      );
      return run !== undefined && run.gen > before && run.status === 'done';
    });
  }
});
