import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accept,
  ask,
  codeOf,
  commit,
  formOf,
  nextVoucher,
  pay,
  paperOf,
  refund,
  see,
  sign,
  threeQuotes,
  shop,
} from '../support/spending.js';
import { Stage, type Actor } from '../support/stage.js';

const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();

describe('invalid input of a spend', () => {
  let stage: Stage;
  let worker: Actor;
  let leader: Actor;
  let secretary: Actor;
  let director: Actor;
  let clerk: Actor;

  beforeAll(async () => {
    stage = await Stage.open('spend_input');
    await Promise.all([stage.startApi(), stage.startApi()]);
    const officer = await stage.actor('district_officer', 'D');
    worker = await stage.actor('grid_worker', 'A1');
    leader = await stage.actor('grid_leader', 'A1');
    secretary = await stage.actor('community_secretary', 'A1');
    director = await stage.actor('community_director', 'A1');
    clerk = await stage.actor('finance_clerk', 'A');
    await officer.api.POST('/api/v1/fund-allotments', {
      body: { unitId: stage.unit('A1').id, year, amountFen: 50_000_000 },
    });
  });
  afterAll(() => stage.close());

  const faultsOf = (answer: { error?: unknown }): string[] =>
    ((answer.error as { faults?: { field: string }[] })?.faults ?? []).map(({ field }) => field);
  const newWish = (): Promise<string> => stage.wish({ enteredBy: worker.id });
  const approved = async (fen = 50_000): Promise<string> => {
    const { data } = await ask(worker, await newWish(), formOf(fen));
    await sign(secretary, data!.id);
    return data!.id;
  };
  const item = (more: object) => ({ items: [{ name: '灯', quantity: 1, unit: '盏', priceFen: 100, ...more }] });

  it.each([
    ['a negative price', item({ priceFen: -1 }), 'items.0.priceFen'],
    ['a fraction of a fen', item({ priceFen: 0.5 }), 'items.0.priceFen'],
    ['10^15 fen', item({ priceFen: 1e15 }), 'items.0.priceFen'],
    ['a price in words', item({ priceFen: '100' }), 'items.0.priceFen'],
    ['no quantity', item({ quantity: 0 }), 'items.0.quantity'],
    ['a quantity with three decimals', item({ quantity: 1.001 }), 'items.0.quantity'],
    ['nothing for nothing', item({ priceFen: 0 }), 'coFundedFen'],
    ['no items', { items: [] }, 'items'],
    ['more co-funding than it costs', { ...item({}), coFundedFen: 100 }, 'coFundedFen'],
    ['an unknown kind', { kind: 'gift' }, 'kind'],
    ['a purpose of blanks', { purpose: '   ' }, 'purpose'],
    [
      'an account that is no number',
      { payeeAccount: { holder: '店', bank: '行', number: 'abc' } },
      'payeeAccount.number',
    ],
    ['an unknown field', { balanceFen: 1 }, 'balanceFen'],
    ['goods above their cap', { items: formOf(20_000_001).items, quotes: threeQuotes(1) }, 'items'],
    ['wages', { purpose: '发放加班费' }, 'purpose'],
  ])('is %s, refused with the field', async (_, more, field) => {
    const answer = await ask(worker, await newWish(), { ...formOf(26_000), ...more } as never);
    expect(answer.response.status).toBe(422);
    expect(faultsOf(answer)).toContain(field);
    expect(await stage.rows('SELECT id FROM spend_request WHERE purpose = ?', ['发放加班费'])).toEqual([]);
  });

  it('is a wish of another community, or a file of another person', async () => {
    const other = await stage.wish({ unit: 'B1', enteredBy: worker.id });
    expect(codeOf(await ask(worker, other, formOf(100)))).toBe('WISH_NOT_FOUND');
    const minutesIds = [await paperOf(stage, leader, 'minutes')];
    expect(codeOf(await ask(worker, await newWish(), formOf(100, { minutesIds })))).toBe('FILE_TAKEN');
    const quote = await paperOf(stage, worker, 'minutes'); // sent as minutes, used as a quote
    const quotes = [{ supplier: '店', amountFen: 1, fileId: quote }];
    expect(codeOf(await ask(worker, await newWish(), formOf(100, { quotes })))).toBe('FILE_TAKEN');
  });

  it('is a payment of zero, of fractions, of too much, or under a used voucher number', async () => {
    const id = await approved();
    await accept(leader, id);
    for (const fen of [0, -1, 0.5, 1e15])
      expect(new Set(faultsOf(await pay(clerk, id, fen)))).toEqual(new Set(['amountFen']));
    expect(faultsOf(await pay(clerk, id, 1, { voucherNo: 'x y' }))).toEqual(['voucherNo']);
    expect(codeOf(await pay(clerk, id, 50_001))).toBe('PAYMENT_TOO_LARGE');
    const voucherNo = nextVoucher();
    expect((await pay(clerk, id, 100, { voucherNo, isLast: false })).response.status).toBe(201);
    expect(codeOf(await pay(clerk, id, 100, { voucherNo, isLast: false }))).toBe('VOUCHER_USED');
    expect(codeOf(await refund(clerk, (await see(clerk, id)).payments[0]!.id, 101))).toBe('REFUND_TOO_LARGE');
    expect(await see(clerk, id)).toMatchObject({ paidFen: 100, status: 'approved' });
  });

  it('is a contract above the approved amount, or a retention without its day', async () => {
    const id = await approved();
    expect(codeOf(await commit(worker, id, { amountFen: 50_001 }))).toBe('CONTRACT_TOO_LARGE');
    expect(faultsOf(await commit(worker, id, { amountFen: 50_000, retentionFen: 1 }))).toEqual(['retentionUntil']);
    expect(faultsOf(await commit(worker, id, { amountFen: 1, contractOn: '2026-02-30' }))).toEqual(['contractOn']);
    expect((await see(clerk, id)).contract).toBeNull();
  });

  it.each([1, 2])('is processed once when a valid command is sent five times at once (%i)', async () => {
    const id = await approved();
    await accept(leader, id);
    const voucherNo = nextVoucher();
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, at) =>
        fetch(`${stage.urls[at % 2]}/api/v1/spend-requests/${id}/payments`, {
          method: 'POST',
          headers: { cookie: clerk.cookie, 'content-type': 'application/json', 'idempotency-key': `five-${id}` },
          body: JSON.stringify({ amountFen: 20_000, voucherNo, isLast: true }),
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    expect(await see(clerk, id)).toMatchObject({ paidFen: 20_000, releasedFen: 30_000, status: 'settled' });
  });

  it('includes warnings with evidence that do not stop a signer', async () => {
    const first = await approved(90_000);
    const { data } = await ask(worker, await newWish(), formOf(95_000, { payeeRelation: '店主是网格员的表兄' }));
    const checks = (await see(secretary, data!.id)).checks;
    expect(checks.map(({ code }) => code).toSorted()).toEqual(['relatedPayee', 'split']);
    expect(checks.find(({ code }) => code === 'split')).toMatchObject({
      facts: { boundFen: 100_000, days: 30 },
      requestIds: expect.arrayContaining([first]),
    });
    // The same file, the same invoice, a word of the list, a new payee.
    const hash = Buffer.alloc(32, 7);
    for (const subject of [first, data!.id])
      await stage.db.query('UPDATE file SET hash = ?, subject_id = ? WHERE id = ?', [
        hash,
        subject,
        await paperOf(stage, worker, 'quote'),
      ]);
    const other = await ask(
      worker,
      await newWish(),
      formOf(1_000, { payee: shop('新开的店'), purpose: '物业公共区域的灯' }),
    );
    expect((await see(secretary, data!.id)).checks.map(({ code }) => code)).toContain('sameFile');
    expect((await see(secretary, other.data!.id)).checks.map(({ code }) => code).toSorted()).toEqual([
      'listed',
      'newPayee',
    ]);
    for (const id of [first, await approved(1_000)]) {
      await accept(leader, id);
      await pay(clerk, id, 500, { invoiceNo: 'FP-0001', isLast: false });
    }
    expect((await see(secretary, first)).checks.find(({ code }) => code === 'sameInvoice')).toMatchObject({
      facts: { invoiceNo: 'FP-0001' },
    });
    expect((await sign(secretary, data!.id)).response.status).toBe(200);
  });

  it('shows the full account number only to the payer', async () => {
    const number = '6222020000009876';
    const form = formOf(1_000, { payeeAccount: { holder: '五金店', bank: '农商银行', number } });
    const { data } = await ask(worker, await newWish(), form);
    const look = (actor: Actor) =>
      actor.api.POST('/api/v1/spend-requests/{spendRequestId}/payee-account-views', {
        params: { path: { spendRequestId: data!.id } },
        body: { reason: '付款' },
      });
    for (const actor of [worker, secretary, director]) {
      expect(codeOf(await look(actor))).toBe('FORBIDDEN');
      const seen = await see(actor, data!.id);
      expect(seen.payeeAccount).toBe('农商银行 •••• 9876');
      expect(JSON.stringify(seen)).not.toContain(number);
    }
    expect((await look(clerk)).data).toEqual({ holder: '五金店', bank: '农商银行', number });
    const [row] = await stage.rows<{ n: number }>(
      `SELECT COUNT(*) n FROM personal_data_view WHERE subject_id = ? AND viewer_id = ? AND fields = 'payeeAccount'`,
      [data!.id, clerk.id],
    );
    expect(Number(row!.n)).toBe(1);
    // Nothing but the sealed column holds it: no version, no event, no kept answer.
    for (const [table, column] of [
      ['spend_version', 'body'],
      ['event', 'data'],
      ['idempotency_key', 'response'],
      ['spend_request', 'items'],
    ])
      expect(await stage.rows(`SELECT 1 FROM ${table} WHERE ${column} LIKE ?`, [`%${number}%`])).toEqual([]);
  });

  it('leaves the invariants intact', async () => {
    const { out } = await stage.cli(['funds', 'verify', '--json']);
    expect(JSON.parse(out)).toMatchObject({ broken: 0 });
  });
});
