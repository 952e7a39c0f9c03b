import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '#libs/api-client';
import type { Schemas } from '#libs/api-client';
import { parseSheets } from '#libs/platform';
import { accept, ask, codeOf, formOf, pay, see, shop, sign } from '../support/spending.js';
import { Stage, until, type Actor } from '../support/stage.js';

const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
const NAME = '孙兖乙';
const PAYEE = '周兖丁';
const PHONE = '13700001234';
const ADDRESS = '兰石花园9号705房';

describe('texts that reach the public', () => {
  let stage: Stage;
  let worker: Actor;
  let secretary: Actor;
  let clerk: Actor;
  let committee: Actor;

  beforeAll(async () => {
    stage = await Stage.open('public_texts');
    await Promise.all([stage.startApi(), stage.startWorker()]);
    const officer = await stage.actor('district_officer', 'D');
    worker = await stage.actor('grid_worker', 'A1');
    secretary = await stage.actor('community_secretary', 'A1');
    clerk = await stage.actor('finance_clerk', 'A1');
    committee = await stage.actor('supervision_committee', 'A1');
    await officer.api.POST('/api/v1/fund-allotments', {
      body: { unitId: stage.unit('A1').id, year, amountFen: 50_000_000 },
    });
  });
  afterAll(() => stage.close());

  const submitted = async (need: string, more: Partial<Schemas['SubmitWishBody']> = {}): Promise<string> => {
    const { id } = await answer(
      worker.api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A1').id,
          need,
          kind: 'goods',
          beneficiary: { name: NAME, phone: PHONE, address: ADDRESS, age: 72 },
          consent: { kind: 'spoken', byGuardian: false },
          ...more,
        },
      }),
    );
    return id;
  };
  const verified = async (need = '想装两根扶手'): Promise<string> => {
    const wishId = await submitted(need);
    await answer(worker.api.POST('/api/v1/wishes/{wishId}/verification', { params: { path: { wishId } } }));
    return wishId;
  };
  const publish = (wishId: string, publicText: string, keeps: Schemas['KeepBody'][] = []) =>
    secretary.api.POST('/api/v1/wishes/{wishId}/publication', {
      params: { path: { wishId } },
      body: { publicText, category: 'repairs', costClass: 'none', isPolicyChecked: true, keeps },
    });
  const check = (wishId: string, text: string, by = secretary) =>
    answer(by.api.POST('/api/v1/wishes/{wishId}/text-check', { params: { path: { wishId } }, body: { text } }));
  /** Keeps everything that is found, with a reason. */
  const everything = async (wishId: string, text: string): Promise<Schemas['KeepBody'][]> =>
    (await check(wishId, text)).findings.map(({ start, end }) => ({
      passage: text.slice(start, end),
      reason: '不指向具体住户',
    }));
  const open = async (): Promise<string> => {
    const wishId = await verified();
    await answer(publish(wishId, '想装两根扶手'));
    return wishId;
  };
  const publicGet = async (path: string): Promise<string> =>
    (await fetch(`${stage.urls[0]}/api/v1/public/${path}`)).text();
  const publicly = async (): Promise<string> =>
    (await Promise.all([publicGet('payments'), publicGet('notices'), publicGet('wishes')])).join('\n');

  describe('a wish', () => {
    it('is not published with the exact address', async () => {
      const wishId = await verified();
      const text = `家住${ADDRESS}，想装两根扶手`;
      expect(codeOf(await publish(wishId, text))).toBe('PREVIEW_NOT_ACCEPTED');
      expect(codeOf(await publish(wishId, text, await everything(wishId, text)))).toBe('PREVIEW_NOT_ACCEPTED');
      expect((await check(wishId, text)).findings.some(({ mayKeep }) => !mayKeep)).toBe(true);
      expect((await check(wishId, text)).suggestion).not.toContain('705房');
    });

    it('“5楼没电梯” can be published with a reason, and the reason is recorded', async () => {
      const wishId = await verified();
      // The floor alone is no address; the address of a public place is certain, and may stand.
      expect((await answer(publish(await verified(), '住5楼没电梯'))).status).toBe('open');
      const text = '住5楼没电梯，8栋楼下的路灯也不亮，东西请送到沥苑路12号社区服务中心';
      const { findings } = await check(wishId, text);
      expect(findings.length).toBeGreaterThan(0);
      const refused = await publish(wishId, text);
      expect(codeOf(refused)).toBe('PREVIEW_NOT_ACCEPTED');
      const keeps = await everything(wishId, text);
      const withoutReason = keeps.map(({ passage }) => ({ passage }));
      expect(codeOf(await publish(wishId, text, withoutReason))).toBe('PREVIEW_NOT_ACCEPTED');
      expect((await answer(publish(wishId, text, keeps))).status).toBe('open');
      const { publicText, keptPassages } = await answer(
        committee.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId } } }),
      );
      expect(publicText).toBe(text);
      expect(keptPassages.map(({ passage }) => passage).toSorted()).toEqual(
        keeps.map(({ passage }) => passage).toSorted(),
      );
      expect(keptPassages[0]).toMatchObject({ reason: '不指向具体住户', keptByName: '演员community_secretary' });
      const [event] = await stage.rows<{ data: unknown; visibility: string }>(
        `SELECT data, visibility FROM event WHERE subject_id = ? AND name = 'PassagesKept'`,
        [wishId],
      );
      expect(event!.visibility).toBe('internal');
      expect(JSON.stringify(event!.data)).toContain('不指向具体住户');
      expect(JSON.stringify(event!.data)).not.toContain('8栋');
      const stored = await stage.rows<{ passage: Buffer }>('SELECT passage FROM kept_passage WHERE subject_id = ?', [
        wishId,
      ]);
      expect(stored.some(({ passage }) => passage.includes('8栋'))).toBe(false);
    });

    it('never keeps name and telephone of a person concerned, for any reason', async () => {
      const proxy = { name: '钱兖丙', phone: '13700005678', relation: '邻居' };
      const wishId = await submitted('想装两根扶手', { proxy });
      await answer(worker.api.POST('/api/v1/wishes/{wishId}/verification', { params: { path: { wishId } } }));
      for (const secret of [NAME, PHONE, proxy.name, proxy.phone]) {
        const text = `${secret}想装两根扶手`;
        expect(codeOf(await publish(wishId, text, await everything(wishId, text)))).toBe('PREVIEW_NOT_ACCEPTED');
      }
    });

    it('resubmitted does not contain the name of its person', async () => {
      const wishId = await submitted('想装扶手');
      await answer(
        worker.api.POST('/api/v1/wishes/{wishId}/return', { params: { path: { wishId } }, body: { reason: '请写清' } }),
      );
      await answer(
        worker.api.POST('/api/v1/wishes/{wishId}/submission', {
          params: { path: { wishId } },
          body: { need: `${NAME}想要一个洗澡椅` },
        }),
      );
      const [wish] = await stage.rows<{ text: string }>('SELECT public_text AS text FROM wish WHERE id = ?', [wishId]);
      expect(wish!.text).toContain('洗澡椅');
      expect(wish!.text).not.toContain(NAME);
    });

    it('of a resident for themselves does not contain the name of the account', async () => {
      const resident = await stage.actor('resident', 'A1');
      const { id } = await answer(
        resident.api.POST('/api/v1/wishes', {
          body: {
            unitId: stage.unit('A1').id,
            need: '演员resident想换一台风扇',
            kind: 'goods',
            beneficiary: { name: '演员的妈妈', phone: resident.phone },
            consent: { kind: 'spoken', byGuardian: false },
          },
        }),
      );
      const [wish] = await stage.rows<{ text: string }>('SELECT public_text AS text FROM wish WHERE id = ?', [id]);
      expect(wish!.text).not.toContain('演员resident');
    });

    it('is checked only for people who review it in its unit', async () => {
      const wishId = await verified();
      const elsewhere = await stage.actor('community_secretary', 'B1');
      const ofNone = '01890000-0000-7000-8000-000000000000';
      const askIt = (actor: Actor, id: string) =>
        actor.api.POST('/api/v1/wishes/{wishId}/text-check', {
          params: { path: { wishId: id } },
          body: { text: NAME },
        });
      expect([codeOf(await askIt(elsewhere, wishId)), codeOf(await askIt(secretary, ofNone))]).toEqual([
        'WISH_NOT_FOUND',
        'WISH_NOT_FOUND',
      ]);
      expect(codeOf(await askIt(worker, wishId))).toBe('FORBIDDEN');
    });
  });

  it('stores a reason without the name of the person in it', async () => {
    const wishId = await submitted('想装扶手');
    const reason = `${NAME}家在${ADDRESS}，电话${PHONE}，请补充`;
    await answer(worker.api.POST('/api/v1/wishes/{wishId}/return', { params: { path: { wishId } }, body: { reason } }));
    await answer(
      worker.api.POST('/api/v1/wishes/{wishId}/cancellation', { params: { path: { wishId } }, body: { reason } }),
    );
    const spentFor = await open();
    const { data: request } = await ask(worker, spentFor, formOf(10_000));
    await answer(
      secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/return', {
        params: { path: { spendRequestId: request!.id } },
        body: { reason },
      }),
    );
    const dump = JSON.stringify(
      await stage.rows(
        `SELECT data AS text FROM event WHERE subject_id = ? UNION ALL SELECT reason FROM spend_request WHERE id = ?`,
        [wishId, request!.id],
      ),
    );
    expect(dump).toContain('请补充');
    for (const secret of [NAME, ADDRESS, '705房', PHONE]) expect(dump).not.toContain(secret);
  });

  describe('money', () => {
    const person = (name: string): Schemas['PayeeChoiceBody'] => ({ name, kind: 'person' });
    const faultsOf = (refused: { error?: unknown }): string[] =>
      ((refused.error as { faults?: { field: string }[] })?.faults ?? []).map(({ field }) => field);
    const paid = async (form: Partial<Schemas['SpendFormBody']>): Promise<{ wishId: string; requestId: string }> => {
      const wishId = await open();
      const { id } = await answer(ask(worker, wishId, formOf(10_000, form)));
      await answer(sign(secretary, id));
      await answer(accept(await stage.actor('grid_leader', 'A1'), id));
      await answer(pay(clerk, id, 10_000));
      return { wishId, requestId: id };
    };
    const exported = async (kind: 'spend' | 'entries'): Promise<string> => {
      const { id } = await answer(
        clerk.api.POST('/api/v1/exports', {
          body: { kind, unitId: stage.unit('A1').id, year, purpose: `给${PHONE}核对` },
        }),
      );
      await until('it is built', 20_000, async () => {
        const mine = await answer(clerk.api.GET('/api/v1/exports', {}));
        return mine.items.find((one) => one.id === id)?.status === 'ready';
      });
      const file = await fetch(`${stage.urls[0]}/api/v1/exports/${id}/file.xlsx`, {
        headers: { cookie: clerk.cookie },
      });
      const sheets = await parseSheets(Buffer.from(await file.arrayBuffer()), 'file.xlsx');
      return sheets
        .flatMap(({ rows }) => rows.flatMap(({ cells }) => [...cells.values()].map(({ text }) => text)))
        .concat(file.headers.get('content-disposition') ?? '')
        .join('|');
    };

    it('refuses a request whose purpose, item or organisation names the person', async () => {
      const wishId = await open();
      expect(faultsOf(await ask(worker, wishId, formOf(10_000, { purpose: `给${NAME}买轮椅` })))).toEqual(['purpose']);
      expect(faultsOf(await ask(worker, wishId, formOf(10_000, { payee: shop(`${NAME}个人`) })))).toEqual(['payee']);
      const items = [{ name: `${ADDRESS}扶手`, quantity: 1, unit: '项', priceFen: 10_000 }];
      expect(faultsOf(await ask(worker, wishId, formOf(10_000, { items })))).toEqual(['items']);
      const { findings } = await answer(
        worker.api.POST('/api/v1/spend-assessments', {
          body: { ...formOf(10_000, { purpose: `给${NAME}买轮椅` }), wishId },
        }),
      );
      expect(findings).toMatchObject([{ field: 'purpose', start: 1, end: 4, kind: 'name', mayKeep: false }]);
      const elsewhere = await stage.actor('grid_worker', 'B1');
      const blind = await answer(
        elsewhere.api.POST('/api/v1/spend-assessments', {
          body: { ...formOf(10_000, { purpose: `给${NAME}买轮椅` }), wishId },
        }),
      );
      expect(blind.findings.filter(({ mayKeep }) => !mayKeep)).toEqual([]);
    });

    it('keeps a passage of a purpose with a reason, which supervisors can read', async () => {
      const wishId = await open();
      const purpose = '8栋楼下路灯';
      const { findings } = await answer(
        worker.api.POST('/api/v1/spend-assessments', { body: { ...formOf(10_000, { purpose }), wishId } }),
      );
      const keeps = findings.map(({ start, end }) => ({ passage: purpose.slice(start, end), reason: '公共区域' }));
      expect(keeps.length).toBeGreaterThan(0);
      const { id } = await answer(ask(worker, wishId, formOf(10_000, { purpose, keeps })));
      await answer(sign(secretary, id));
      await answer(accept(await stage.actor('grid_leader', 'A1'), id));
      await answer(pay(clerk, id, 10_000));
      expect(await publicGet('payments')).toContain(purpose);
      expect((await see(committee, id)).keptPassages).toMatchObject([{ reason: '公共区域' }]);
    });

    it('the public list of payments shows no name of a person from the purpose or the payee', async () => {
      // What was written before anybody checked it.
      const { requestId } = await paid({});
      await stage.db.query(`UPDATE spend_request SET purpose = ?, payee_id = NULL, payee = ? WHERE id = ?`, [
        `给${NAME}（${PHONE}，${ADDRESS}）买轮椅`,
        `${PAYEE}个人`,
        requestId,
      ]);
      const seen = await publicly();
      expect(seen).toContain('买轮椅');
      for (const secret of [NAME, PAYEE, PHONE, '705房']) expect(seen).not.toContain(secret);
      const lines = [await exported('spend'), await exported('entries')];
      for (const line of lines) {
        expect(line).toContain('买轮椅');
        for (const secret of [NAME, PAYEE, PHONE, '705房']) expect(line).not.toContain(secret);
      }
    });

    it('a private payee appears as a private person', async () => {
      const { requestId } = await paid({ purpose: '代买的药品', payee: person(PAYEE) });
      const { items } = JSON.parse(await publicGet('payments')) as { items: Schemas['PublicPayment'][] };
      expect(items.find(({ purpose }) => purpose === '代买的药品')).toMatchObject({ payee: null, payeeKind: 'person' });
      expect(await publicly()).not.toContain(PAYEE);
      const stored = await stage.rows<{ row: string }>(
        `SELECT CONCAT_WS('|', r.payee, r.purpose, y.name, v.body) AS row FROM spend_request r JOIN payee y ON y.id = r.payee_id
         JOIN spend_version v ON v.spend_request_id = r.id WHERE r.id = ?`,
        [requestId],
      );
      expect(stored[0]!.row).not.toContain(PAYEE);
      // Who decides and pays has to know; the list of requests stays masked.
      expect((await see(clerk, requestId)).payee).toMatchObject({ kind: 'person', name: PAYEE });
      expect((await see(await stage.actor('grid_leader', 'A1'), requestId)).payee.name).toBe('周**');
      const list = await answer(clerk.api.GET('/api/v1/spend-requests', {}));
      expect(JSON.stringify(list)).not.toContain(PAYEE);
    });

    it('exports carry no purpose with a name', async () => {
      const { requestId } = await paid({ payee: person(PAYEE) });
      await stage.db.query('UPDATE spend_request SET purpose = ? WHERE id = ?', [`${NAME}的拐杖`, requestId]);
      for (const kind of ['spend', 'entries'] as const) {
        const lines = await exported(kind);
        expect(lines).toContain('的拐杖');
        expect(lines).toContain('个人');
        for (const secret of [NAME, PAYEE, PHONE]) expect(lines).not.toContain(secret);
      }
    });

    it('registers payees of old requests, as private until a clerk classifies them', async () => {
      const { requestId } = await paid({ purpose: '热水壶一个' });
      const { requestId: other } = await paid({ purpose: '热水壶两个' });
      await stage.db.query(`UPDATE spend_request SET payee_id = NULL, payee = '阿强五金' WHERE id = ?`, [requestId]);
      await stage.db.query(`UPDATE spend_request SET payee_id = NULL, payee = '大沥民生有限公司' WHERE id = ?`, [
        other,
      ]);
      await stage.db.query(
        `UPDATE job SET status = 'scheduled', due_at = UTC_TIMESTAMP(3), gen = gen + 1, queued_at = NULL, finished_at = NULL WHERE kind = 'fund.payees'`,
      );
      await until(
        'they are taken over',
        20_000,
        async () => (await stage.rows('SELECT 1 FROM spend_request WHERE payee_id IS NULL')).length === 0,
      );
      const payeeOf = async (purpose: string): Promise<string | null> => {
        const { items } = JSON.parse(await publicGet('payments')) as { items: Schemas['PublicPayment'][] };
        return items.find((item) => item.purpose === purpose)!.payee;
      };
      expect([await payeeOf('热水壶一个'), await payeeOf('热水壶两个')]).toEqual([null, '大沥民生有限公司']);
      const { items } = await answer(
        clerk.api.GET('/api/v1/payees', { params: { query: { unitId: stage.unit('A1').id, kind: 'unsettled' } } }),
      );
      const unsettled = items.find(({ name }) => name === '阿强五金')!;
      await answer(
        clerk.api.POST('/api/v1/payees/{payeeId}/correction', {
          params: { path: { payeeId: unsettled.id } },
          body: { kind: 'organisation', creditCode: '91440605MA4UQ1234X', reason: '营业执照核对' },
        }),
      );
      await until('the public sees it', 70_000, async () => (await payeeOf('热水壶一个')) === '阿强五金');
      const laws = await stage.cli(['verify']);
      expect([laws.code, laws.out]).toEqual([0, expect.stringMatching(/✓ spend\.payee/)]);
    });
  });
});
