import { PDFArray, PDFDocument, decodePDFRawStream, type PDFRawStream } from '@cantoo/pdf-lib';
import { newId, parseSheets } from '#libs/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accept,
  ask,
  codeOf,
  commit,
  decideReversal,
  decline,
  formOf,
  ledgerOf,
  nextVoucher,
  object,
  paperOf,
  pay,
  proposeReversal,
  refund,
  renew,
  reply,
  revise,
  see,
  sign,
  supervise,
  threeQuotes,
  shop,
} from '../support/spending.js';
import { Stage, daysAhead, until, type Actor } from '../support/stage.js';

const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
const WORKS_FEN = 4_800_000;

describe('the community fund', () => {
  let stage: Stage;
  let officer: Actor;
  let worker: Actor;
  let leader: Actor;
  let secretary: Actor;
  let director: Actor;
  let committee: Actor;
  let clerk: Actor;
  let neighbour: Actor;

  beforeAll(async () => {
    stage = await Stage.open('fund');
    await stage.startApi();
    await stage.startWorker();
    officer = await stage.actor('district_officer', 'D');
    worker = await stage.actor('grid_worker', 'A1');
    leader = await stage.actor('grid_leader', 'A1');
    secretary = await stage.actor('community_secretary', 'A1');
    director = await stage.actor('community_director', 'A1');
    committee = await stage.actor('supervision_committee', 'A1');
    clerk = await stage.actor('finance_clerk', 'A');
    neighbour = await stage.actor('resident', 'A1');
    for (const unit of ['A1', 'A2'])
      await ok(
        officer.api.POST('/api/v1/fund-allotments', {
          body: { unitId: stage.unit(unit).id, year, amountFen: 50_000_000 },
        }),
      );
  });
  afterAll(() => stage.close());

  const ok = async <T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> => {
    const { data, error, response } = await asked;
    expect(response.ok, JSON.stringify(error)).toBe(true);
    return data as T;
  };
  const newWish = (unit = 'A1'): Promise<string> => stage.wish({ unit, enteredBy: worker.id });
  const ledger = async (title: string, spendRequestId: string): Promise<string> => {
    const told = await ledgerOf(stage, 'A1', { thisYear: year, spendRequestId });
    console.log(`${title}\n${told}`);
    return told;
  };

  it('buys a handrail for ¥260: requested, signed, accepted and paid by four people', async () => {
    const { id } = await ok(
      ask(worker, await newWish(), {
        kind: 'goods',
        purpose: '卫生间扶手两根及安装',
        payee: shop('大沥五金店'),
        items: [{ name: '不锈钢扶手', quantity: 2, unit: '根', priceFen: 13_000 }],
      }),
    );
    await ok(sign(secretary, id));
    expect(codeOf(await pay(clerk, id, 24_800))).toBe('ACCEPTANCE_MISSING');
    await ok(accept(leader, id));
    await ok(pay(clerk, id, 24_800));
    expect(await ledger('¥260 handrail', id)).toBe(`this reserve   available  → reserved    260.00
this pay       reserved   → paid        248.00
this release   reserved   → available   12.00`);
    expect((await see(worker, id)).participations.map(({ act }) => act)).toEqual(['ask', 'sign', 'accept', 'pay']);
  });

  it('buys for ¥9,800 with two signatures, after one return for completion', async () => {
    const wishId = await newWish();
    const form = formOf(980_000, { purpose: '老人活动室空调', payee: shop('大沥电器行'), justification: undefined });
    expect((await ask(worker, wishId, form)).error).toMatchObject({
      code: 'INVALID_INPUT',
      faults: [{ field: 'justification', reason: '请说明理由' }],
    });
    const draft = await ok(ask(worker, wishId, { ...form, isDraft: true }));
    expect(codeOf(await ask(worker, wishId, formOf(100)))).toBe('SPEND_REQUEST_OPEN');
    expect((await see(worker, draft.id)).status).toBe('draft');
    expect(
      (
        await secretary.api.GET('/api/v1/spend-requests/{spendRequestId}', {
          params: { path: { spendRequestId: draft.id } },
        })
      ).response.status,
    ).toBe(404);
    const { id } = await ok(revise(worker, draft.id, { ...form, justification: '夏天室温三十五度' }));
    await ok(sign(secretary, id));
    await ok(decline(director, id, 'return', '请写清型号'));
    expect(await see(worker, id)).toMatchObject({ status: 'returned', version: 1, reason: '请写清型号' });
    expect(codeOf(await revise(secretary, id, form))).toBe('FORBIDDEN');
    await ok(
      revise(worker, id, {
        ...form,
        justification: '夏天室温三十五度',
        items: [{ name: '3 匹立式空调', quantity: 1, unit: '台', priceFen: 980_000 }],
      }),
    );
    expect(await see(worker, id)).toMatchObject({
      status: 'submitted',
      version: 2,
      nextRole: 'community_secretary',
      signers: [{ at: null }, { at: null }],
    });
    await ok(sign(secretary, id)); // all sign the new version
    await ok(sign(director, id));
    await ok(accept(leader, id));
    await ok(pay(clerk, id, 980_000, { invoiceNo: '25442000000012345678' }));
    expect(await ledger('¥9,800, two signatures', id)).toBe(`this reserve   available  → reserved    9800.00
this pay       reserved   → paid        9800.00`);
    expect((await see(worker, id)).versions.map(({ version }) => version)).toEqual([2, 1]);
  });

  const works = async (): Promise<string> => {
    const minutesIds = [await paperOf(stage, worker, 'minutes')];
    const { id } = await ok(
      ask(
        worker,
        await newWish(),
        formOf(WORKS_FEN, { kind: 'works', purpose: '楼道扶手与照明', quotes: threeQuotes(WORKS_FEN), minutesIds }),
      ),
    );
    await ok(sign(secretary, id));
    await ok(sign(director, id));
    return id;
  };
  /** The worker's clock rings: the notice is over. */
  const endNotice = async (id: string): Promise<void> => {
    await stage.db.query('UPDATE spend_request SET notice_until = UTC_TIMESTAMP(3) WHERE id = ?', [id]);
    await stage.db.query(
      `UPDATE job SET due_at = UTC_TIMESTAMP(3), gen = gen + 1, queued_at = NULL WHERE kind = 'spend.notice' AND subject_id = ?`,
      [id],
    );
    await until('the notice has ended', 20_000, async () => (await see(clerk, id)).status === 'approved');
  };

  it('pays works of ¥48,000: notice, an objection and its answer, acceptance, two payments and a retention', async () => {
    expect((await ask(worker, await newWish(), formOf(WORKS_FEN, { kind: 'works' }))).error).toMatchObject({
      faults: [{ field: 'quotes' }, { field: 'minutes' }],
    });
    const id = await works();
    const hangingOut = await see(clerk, id);
    expect(hangingOut).toMatchObject({ status: 'on_notice', notice: { amount: 5, unit: 'workingDay' } });
    const board = await ok(clerk.api.GET('/api/v1/public/notices', {}));
    expect(board.items).toMatchObject([{ id, purpose: '楼道扶手与照明', amountFen: WORKS_FEN, objections: [] }]);
    expect(codeOf(await commit(worker, id, { amountFen: 100 }))).toBe('SPEND_REQUEST_STATE');

    const objection = await ok(object(neighbour, id, '为什么不修旧的？'));
    expect(await see(clerk, id)).toMatchObject({ noticeUntil: null, noticeLeft: { amount: 5, unit: 'workingDay' } });
    expect(codeOf(await object(neighbour, id))).toBe('OBJECTION_MADE');
    expect(codeOf(await reply(secretary, objection.id, false))).toBe('FORBIDDEN');
    const stranger = await stage.actor('resident', 'B1');
    expect(codeOf(await object(stranger, id))).toBe('SPEND_REQUEST_NOT_FOUND');
    await ok(reply(committee, objection.id, false, '旧扶手已锈穿，照片已补充'));
    expect(codeOf(await reply(committee, objection.id, true))).toBe('OBJECTION_ANSWERED');
    await endNotice(id);
    expect(codeOf(await object(neighbour, id))).toBe('NOT_IN_NOTICE');

    expect(codeOf(await commit(worker, id, { amountFen: WORKS_FEN + 1 }))).toBe('CONTRACT_TOO_LARGE');
    const retention = { retentionFen: 235_000, retentionUntil: `${year + 1}-11-24` };
    await ok(commit(worker, id, { amountFen: 4_700_000, ...retention }));
    expect(codeOf(await pay(clerk, id, 1_440_001, { isLast: false }))).toBe('ACCEPTANCE_MISSING');
    await ok(pay(clerk, id, 1_410_000, { isLast: false }));
    await ok(accept(leader, id));
    expect((await pay(clerk, id, 3_055_001)).error).toMatchObject({ code: 'RETENTION_HELD', payableFen: 3_055_000 });
    await ok(pay(clerk, id, 3_055_000));
    expect(await see(clerk, id)).toMatchObject({ status: 'approved', paidFen: 4_465_000, releasedFen: 100_000 });
    await stage.db.query('UPDATE spend_request SET retention_until = CURDATE() - INTERVAL 1 DAY WHERE id = ?', [id]);
    await ok(pay(clerk, id, 235_000));
    expect((await see(clerk, id)).status).toBe('settled');
    expect(await ledger('¥48,000 works', id)).toBe(`this reserve   available  → reserved    48000.00
this release   reserved   → available   1000.00
this commit    reserved   → committed   47000.00
this pay       committed  → paid        14100.00
this pay       committed  → paid        30550.00
this pay       committed  → paid        2350.00`);
  });

  it('ends a request after an upheld objection, and releases the reserve', async () => {
    const id = await works();
    const objection = await ok(object(neighbour, id));
    await ok(reply(committee, objection.id, true, '报价确有疑问，重新询价'));
    expect(await see(clerk, id)).toMatchObject({ status: 'cancelled', reason: '报价确有疑问，重新询价' });
    expect(await ledger('objection upheld', id)).toBe(`this reserve   available  → reserved    48000.00
this release   reserved   → available   48000.00`);
  });

  it('pays a small urgent request first and publishes the notice afterwards', async () => {
    await stage.db.query(
      `INSERT INTO policy (name, version, body, set_by, created_at) VALUES ('spend', 1, ?, ?, NOW(3))`,
      [
        JSON.stringify({
          tiers: [
            {
              upToFen: null,
              signers: ['community_secretary'],
              notice: { amount: 5, unit: 'workingDay' },
              needsMinutes: false,
            },
          ],
        }),
        officer.id,
      ],
    );
    const form = formOf(80_000, { isUrgent: true, purpose: '台风后抢修窗户' });
    const tooMuch = await ask(worker, await newWish(), { ...form, ...formOf(1_000_001, { isUrgent: true }) });
    expect(tooMuch.error).toMatchObject({
      faults: expect.arrayContaining([expect.objectContaining({ field: 'isUrgent' })]),
    });
    const { id } = await ok(ask(worker, await newWish(), form));
    await ok(sign(secretary, id));
    await ok(accept(leader, id));
    await ok(pay(clerk, id, 80_000));
    const board = await ok(clerk.api.GET('/api/v1/public/notices', {}));
    expect(board.items.map(({ id: one, isUrgent }) => [one, isUrgent])).toContainEqual([id, true]);
    expect((await see(clerk, id)).policyVersion).toBe(1);
    await stage.db.query(
      `INSERT INTO policy (name, version, body, set_by, created_at) VALUES ('spend', 2, '{"validUntil":"2026-01-01"}', ?, NOW(3))`,
      [officer.id],
    );
    expect(codeOf(await ask(worker, await newWish(), formOf(100)))).toBe('SPEND_POLICY_EXPIRED');
    await stage.db.query(`DELETE FROM policy WHERE name = 'spend'`);
  });

  it('refuses a request with a reason, and books nothing', async () => {
    const { id } = await ok(ask(worker, await newWish(), formOf(26_000)));
    await ok(decline(secretary, id, 'refusal', '已有企业捐赠'));
    expect(await see(worker, id)).toMatchObject({ status: 'refused', reason: '已有企业捐赠' });
    expect(await ledger('refused', id)).toBe('');
  });

  it('is stopped by a supervisor’s pause before the next payment, until the pause is lifted', async () => {
    const { id } = await ok(ask(worker, await newWish(), formOf(26_000)));
    await ok(sign(secretary, id));
    await ok(accept(leader, id));
    await ok(supervise(committee, id, 'pause'));
    expect(codeOf(await supervise(committee, id, 'pause'))).toBe('SPEND_PAUSED');
    expect((await pay(clerk, id, 26_000)).error).toMatchObject({ code: 'SPEND_PAUSED', reason: '核对发票' });
    expect(codeOf(await supervise(secretary, id, 'resumption'))).toBe('FORBIDDEN');
    await ok(supervise(committee, id, 'resumption'));
    await ok(pay(clerk, id, 26_000));
  });

  it('corrects a wrong payment by two people, and books a refund of the payee', async () => {
    const { id } = await ok(ask(worker, await newWish(), formOf(90_000)));
    await ok(sign(secretary, id));
    await ok(accept(leader, id));
    await ok(pay(clerk, id, 9_000)); // meant: ¥900
    const [wrong] = (await see(clerk, id)).payments;
    const reversal = await ok(proposeReversal(clerk, wrong!.id));
    expect(codeOf(await proposeReversal(clerk, wrong!.id))).toBe('PAYMENT_REVERSED');
    expect(codeOf(await refund(clerk, wrong!.id, 100))).toBe('PAYMENT_REVERSED');
    expect(codeOf(await decideReversal(clerk, reversal.id, true))).toBe('FORBIDDEN');
    expect(codeOf(await decideReversal(secretary, reversal.id, true))).toBe('FOUR_EYES');
    const town = await stage.actor('town_officer', 'A');
    await ok(decideReversal(town, reversal.id, true));
    expect(codeOf(await decideReversal(town, reversal.id, true))).toBe('REVERSAL_NOT_FOUND');
    // What was given back by the wrong payment is gone: the request can pay what it still holds.
    expect(await see(clerk, id)).toMatchObject({ status: 'approved', paidFen: 0, releasedFen: 81_000 });
    expect(codeOf(await pay(clerk, id, 9_000))).toBe('PAYMENT_NOT_RENEWED');
    await ok(renew(secretary, reversal.id));
    await ok(pay(clerk, id, 9_000));
    const [, right] = (await see(clerk, id)).payments;
    expect(codeOf(await refund(clerk, right!.id, 9_001))).toBe('REFUND_TOO_LARGE');
    const voucherNo = nextVoucher();
    await ok(refund(clerk, right!.id, 1_500, voucherNo));
    expect(codeOf(await refund(clerk, right!.id, 1_500, voucherNo))).toBe('VOUCHER_USED');
    expect(await ledger('reversed, paid anew, partly refunded', id))
      .toBe(`this reserve   available  → reserved    900.00
this pay       reserved   → paid        90.00
this release   reserved   → available   810.00
this reverse   paid       → reserved    90.00
this pay       reserved   → paid        90.00
this refund    paid       → available   15.00`);
  });

  it('shows the spending of a year by month, kind and payee, from the same entries', async () => {
    const path = { unitId: stage.unit('A1').id };
    const told = await ok(clerk.api.GET('/api/v1/units/{unitId}/fund/breakdown', { params: { path } }));
    const statement = await ok(clerk.api.GET('/api/v1/units/{unitId}/fund', { params: { path } }));
    const sum = (rows: { paidFen: number }[]): number => rows.reduce((all, { paidFen }) => all + paidFen, 0);
    expect(told.months.map(({ refundedFen }) => refundedFen)).toEqual([1_500]);
    expect(sum(told.months) - 1_500).toBe(statement.paidFen);
    expect(sum(told.kinds)).toBe(statement.paidFen);
    expect(sum(told.payees)).toBe(statement.paidFen);
    expect(told.kinds.map(({ kind }) => kind)).toEqual(['goods', 'works']);
    expect(sum(told.wishes)).toBe(statement.paidFen);
    expect(sum(told.categories)).toBe(statement.paidFen);
    expect(told.outlook.usedPercent).toBe(
      Math.round(((statement.paidFen + statement.committedFen + statement.reservedFen) / 50_000_000) * 100),
    );
    const above = await ok(
      officer.api.GET('/api/v1/units/{unitId}/fund/breakdown', { params: { path: { unitId: stage.unit('D').id } } }),
    );
    expect(sum(above.kinds)).toBe(statement.paidFen);
  });

  /** A file that the clerk asked for, as a workbook and as text. */
  const exported = async (kind: 'entries' | 'return', unit: string) => {
    const asked = await ok(
      clerk.api.POST('/api/v1/exports', { body: { kind, unitId: stage.unit(unit).id, year, purpose: '年度审计' } }),
    );
    await until('it is built', 20_000, async () => {
      const mine = await ok(clerk.api.GET('/api/v1/exports', {}));
      return mine.items.find(({ id }) => id === asked.id)?.status === 'ready';
    });
    const fetched = async (form: 'xlsx' | 'csv') => {
      const file = await fetch(`${stage.urls[0]}/api/v1/exports/${asked.id}/file.${form}`, {
        headers: { cookie: clerk.cookie },
      });
      return (await parseSheets(Buffer.from(await file.arrayBuffer()), `file.${form}`))[0]!;
    };
    return { sheet: await fetched('xlsx'), text: await fetched('csv') };
  };

  it('exports a finance return: a line for each community, and their sum', async () => {
    const { sheet } = await exported('return', 'A');
    const lines = sheet.rows.map(({ cells }) => Array.from({ length: 18 }, (_, at) => cells.get(at)?.text ?? ''));
    const [headings, ...rest] = lines;
    const statement = await ok(
      officer.api.GET('/api/v1/units/{unitId}/fund', { params: { path: { unitId: stage.unit('A').id } } }),
    );
    const total = Object.fromEntries(headings!.map((heading, at) => [heading, rest.at(-2)![at]]));
    expect(total).toMatchObject({
      单位编码: '合计',
      收入合计: String((statement.allottedFen + statement.addedFen) / 100),
      支出合计: String(statement.paidFen / 100),
      已签约未付: String(statement.committedFen / 100),
      已批准未付: String(statement.reservedFen / 100),
      可用结余: String(statement.availableFen / 100),
    });
    for (const line of rest.slice(0, -1))
      expect(Number(line[8]) + Number(line[9]) + Number(line[10])).toBeCloseTo(Number(line[11]), 2);
    expect(rest.map((line) => line[0]).slice(0, -2)).toEqual(expect.arrayContaining([stage.unit('A1').code]));
  });

  it('publishes a monthly notice to print, which names purposes and payees, not beneficiaries', async () => {
    const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
    const address = `${stage.urls[0]}/api/v1/public/units/${stage.unit('A1').id}/monthly-notice.pdf`;
    const answer = await fetch(`${address}?month=${month}`);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    const file = Buffer.from(await answer.arrayBuffer());
    const text = await textOf(file);
    expect(text).toContain(`${year} 年 ${Number(month.slice(5))} 月专项经费公开`);
    for (const told of ['本月商家退款：1 笔，合计 15.00 元', '老人活动室空调', '大沥电器行', '9,800.00', '本月支付'])
      expect(text).toContain(told);
    for (const secret of ['李子梅', '15900007004', '演员']) expect(text).not.toContain(secret);
    const before = await textOf(Buffer.from(await (await fetch(`${address}?month=2024-02`)).arrayBuffer()));
    expect(before).toContain('本月没有');
    for (const bad of ['2026-13', '2026', `${month}-01`])
      expect((await fetch(`${address}?month=${bad}`)).status).toBe(422);
    expect((await fetch(`${address.replace(stage.unit('A1').id, newId())}?month=${month}`)).status).toBe(404);
  });

  it('exports a workbook of entries, each with its papers', async () => {
    const { sheet, text } = await exported('entries', 'A1');
    const lines = sheet.rows.map(({ cells }) => Array.from({ length: 11 }, (_, at) => cells.get(at)?.text ?? ''));
    expect(text.rows.length).toBe(sheet.rows.length);
    const booked = await stage.rows('SELECT id FROM fund_transfer WHERE unit_id = ?', [stage.unit('A1').id]);
    expect(lines.length).toBe(booked.length + 2); // headings, and who asked for what
    expect(lines.find((line) => line[10] === '25442000000012345678')).toMatchObject({
      3: '支付',
      4: '冻结',
      5: '已支付',
      6: '9800',
      7: '老人活动室空调',
      8: '大沥电器行',
    });
    expect(lines.filter((line) => line[3] === '商家退款').map((line) => line[9])).toEqual([
      expect.stringMatching(/^JZ-/),
    ]);
  });

  it('books a refund after the end of the year into the original year, and passes it on by its rollover rule', async () => {
    const cast = {
      worker: await stage.actor('grid_worker', 'A2'),
      leader: await stage.actor('grid_leader', 'A2'),
      secretary: await stage.actor('community_secretary', 'A2'),
    };
    const { id } = await ok(
      ask(cast.worker, await stage.wish({ unit: 'A2', enteredBy: cast.worker.id }), formOf(50_000)),
    );
    await ok(sign(cast.secretary, id));
    await ok(accept(cast.leader, id));
    await ok(pay(clerk, id, 50_000));
    const closed = await stage.cli(
      [
        'funds',
        'close-year',
        '--year',
        String(year),
        '--unit',
        stage.unit('A2').code,
        '--rollover',
        'carry',
        '--as',
        officer.phone,
      ],
      [daysAhead(366)],
    );
    expect(closed.code, closed.out).toBe(0);
    const [payment] = (await see(clerk, id)).payments;
    await ok(refund(clerk, payment!.id, 20_000));
    const told = await ledgerOf(stage, 'A2', { thisYear: year });
    console.log(`a refund after the end of the year\n${told}`);
    expect(told).toBe(`1 this allot     allotted   → available   500000.00
2 this reserve   available  → reserved    500.00
3 this pay       reserved   → paid        500.00
4 this carry_out available  → carried_out 499500.00
5 next carry_in  carried_in → available   499500.00
6 this refund    paid       → available   200.00
7 this carry_out available  → carried_out 200.00
8 next carry_in  carried_in → available   200.00`);
  });

  it('keeps the invariants', async () => {
    const { out } = await stage.cli(['funds', 'verify', '--json']);
    expect(JSON.parse(out)).toMatchObject({ broken: 0 });
  });
});

/** The words of a document that we wrote: its strings are UTF-16 in hex. */
async function textOf(file: Buffer): Promise<string> {
  const document = await PDFDocument.load(file);
  return document
    .getPages()
    .flatMap((page) => {
      const contents = page.node.Contents();
      const streams = contents instanceof PDFArray ? contents.asArray() : [contents];
      return streams.map((stream) => document.context.lookup(stream as PDFRawStream));
    })
    .map((stream) => Buffer.from(decodePDFRawStream(stream as PDFRawStream).decode()).toString('latin1'))
    .flatMap((drawn) => [...drawn.matchAll(/<([0-9a-f]+)> Tj/gi)].map(([, hex]) => hex!))
    .map((hex) => Buffer.from(hex, 'hex').swap16().toString('utf16le'))
    .join('\n');
}
