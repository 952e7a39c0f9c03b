import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toCsv, toWorkbook, type SheetCell } from '#libs/platform';
import { BANK_HEADINGS, sendStatement, statementOf } from '../support/bank.js';
import {
  accept,
  ask,
  codeOf,
  decideReversal,
  formOf,
  nextVoucher,
  pay,
  proposeReversal,
  see,
  sign,
  shop,
} from '../support/spending.js';
import { Stage, type Actor } from '../support/stage.js';

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const year = Number(today.slice(0, 4));
const ALLOTMENT_FEN = 50_000_000;

describe('bank statement and book', () => {
  let stage: Stage;
  let worker: Actor;
  let secretary: Actor;
  let leader: Actor;
  let clerk: Actor;
  let town: Actor;
  let path: { params: { path: { unitId: string } } };

  beforeAll(async () => {
    stage = await Stage.open('bank');
    await stage.startApi();
    worker = await stage.actor('grid_worker', 'A1');
    secretary = await stage.actor('community_secretary', 'A1');
    leader = await stage.actor('grid_leader', 'A1');
    clerk = await stage.actor('finance_clerk', 'A');
    town = await stage.actor('town_officer', 'A');
    path = { params: { path: { unitId: stage.unit('A').id } } };
    const officer = await stage.actor('district_officer', 'D');
    await officer.api.POST('/api/v1/fund-allotments', {
      body: { unitId: stage.unit('A').id, year, amountFen: ALLOTMENT_FEN },
    });
  });
  afterAll(() => stage.close());

  const paid = async (amountFen: number, payee: string) => {
    const { data } = await ask(
      worker,
      await stage.wish({ enteredBy: worker.id }),
      formOf(amountFen, { payee: shop(payee) }),
    );
    const id = data!.id;
    expect((await sign(secretary, id)).error).toBeUndefined();
    expect((await accept(leader, id)).error).toBeUndefined();
    const voucherNo = nextVoucher();
    expect((await pay(clerk, id, amountFen, { voucherNo })).error).toBeUndefined();
    const { payments } = await see(clerk, id);
    return { id, voucherNo, paymentId: payments[0]!.id };
  };
  const send = (who: Actor, file: Buffer, name?: string) => sendStatement(who, stage.unit('A').id, file, name);
  const state = async () => (await clerk.api.GET('/api/v1/units/{unitId}/bank', path)).data!;
  const suggestions = async () => (await clerk.api.GET('/api/v1/units/{unitId}/bank/suggestions', path)).data!.items;
  const lines = async (which: 'open' | 'matched' | 'aside') =>
    (await clerk.api.GET('/api/v1/units/{unitId}/bank/lines', {
      params: { path: path.params.path, query: { state: which, limit: 100 } },
    }))!.data!.items;
  const match = (
    matches: { lineIds: string[]; entries: { kind: 'payment' | 'allotment'; id: string }[] }[],
    who = clerk,
  ) => who.api.POST('/api/v1/units/{unitId}/bank/matches', { ...path, body: { matches } });

  let rail: Awaited<ReturnType<typeof paid>>;
  let lamp: Awaited<ReturnType<typeof paid>>;

  it('agree when every movement and every entry is explained, in any file layout', async () => {
    rail = await paid(26_000, '利民五金店');
    lamp = await paid(12_900, '光明灯具行');
    await paid(8_500, '未到账商行');
    const rows: SheetCell[][] = [
      [today, null, 1_000_000, 1_000_000, '南海区财政局', '8002 0000 0000 0001', '下达专项经费'],
      [today, 260, null, 999_740, '佛山市利民五金店', '6222 0000 1111 2345', `扶手 ${rail.voucherNo}`],
      [today, 129, null, 999_611, '光明灯具行', '', '台灯'],
      [today, 15, null, 999_596, '', '', '账户管理费'],
    ];
    const { data, error } = await send(clerk, statementOf(rows));
    expect(error).toBeUndefined();
    expect(data).toMatchObject({ lines: 4, added: 4, breaks: [] });
    expect(await state()).toMatchObject({
      bankFen: 99_959_600,
      bookFen: 2 * ALLOTMENT_FEN - 26_000 - 12_900 - 8_500,
      openLines: { count: 4, inFen: 100_000_000, outFen: 40_400 },
      openEntries: { count: 5, inFen: 100_000_000, outFen: 47_400 },
      unexplainedFen: 0,
    });
    const found = await suggestions();
    expect(
      found.map(({ line, entries, isSure, because }) => [line.amountFen, entries.length, isSure, because]).toSorted(),
    ).toEqual(
      [
        [-26_000, 1, true, ['amount', 'paper', 'party', 'day']],
        [-12_900, 1, true, ['amount', 'party', 'day']],
        [100_000_000, 2, false, ['sum', 'day']],
      ].toSorted(),
    );
    const { error: refused } = await match(
      found.map(({ line, entries }) => ({
        lineIds: [line.id],
        entries: entries.map(({ kind, id }) => ({ kind: kind as 'payment', id })),
      })),
    );
    expect(refused).toBeUndefined();
    const [fee] = await lines('open');
    const aside = await clerk.api.PUT('/api/v1/bank-lines/{lineId}/aside', {
      params: { path: { lineId: fee!.id } },
      body: { reason: '银行手续费，由财政所承担' },
    });
    expect(aside.error).toBeUndefined();
    expect(await state()).toMatchObject({
      openLines: { count: 0 },
      openEntries: { count: 1, outFen: 8_500 },
      asideLines: { count: 1, outFen: 1_500 },
      unexplainedFen: 0,
    });
  });

  it('skip known movements: the same file, an overlapping one, the same in another layout', async () => {
    const more: SheetCell[][] = [
      [today, 129, null, 999_611, '光明灯具行', '', '台灯'],
      [today, 15, null, 999_596, '', '', '账户管理费'],
      [today, null, 12.34, 999_608.34, '', '', '结息'],
    ];
    const workbook = await toWorkbook('明细', BANK_HEADINGS, more, []);
    expect((await send(clerk, workbook, 'november.xlsx')).data).toMatchObject({ lines: 3, added: 1 });
    expect((await send(clerk, workbook, 'november.xlsx')).data).toMatchObject({ lines: 3, added: 0 });
    // Two equal movements of one day are two.
    const twice: SheetCell[] = [today, 1, null, null, '甲', '', '复印'];
    const bare = statementOf([twice, twice]);
    const both = await Promise.all([send(clerk, bare, 'a.csv'), send(clerk, bare, 'b.csv')]);
    expect(both.map(({ data }) => data!.added).toSorted()).toEqual([0, 2]);
    expect(await lines('open')).toHaveLength(3);
  });

  it('are matched only with equal sums, once, and with permission', async () => {
    const copies = (await lines('open')).filter(({ amountFen }) => amountFen === -100);
    const [open, second] = copies;
    const other = await paid(100, '甲复印社');
    expect(codeOf(await match([{ lineIds: [open!.id], entries: [{ kind: 'payment', id: rail.paymentId }] }]))).toBe(
      'SUMS_DIFFER',
    );
    const settled = (await lines('matched')).find(({ amountFen }) => amountFen === -26_000)!;
    expect(codeOf(await match([{ lineIds: [settled.id], entries: [{ kind: 'payment', id: rail.paymentId }] }]))).toBe(
      'BANK_LINE_SETTLED',
    );
    const good = { lineIds: [open!.id], entries: [{ kind: 'payment' as const, id: other.paymentId }] };
    expect((await match([good], secretary)).response.status).toBe(403);
    const raced = await Promise.all([match([good]), match([good], town), match([good])]);
    expect(raced.filter(({ error }) => !error)).toHaveLength(1);
    expect(codeOf(await match([{ ...good, lineIds: [second!.id] }]))).toBe('ENTRY_SETTLED');
  });

  it('are unmatched when a match is undone or its payment is reversed', async () => {
    const undo = (matchId: string) =>
      clerk.api.DELETE('/api/v1/bank-matches/{matchId}', { params: { path: { matchId } } });
    const matched = (await lines('matched')).find(({ amountFen }) => amountFen === -12_900)!;
    expect((await undo(matched.matchId!)).error).toBeUndefined();
    expect(codeOf(await undo(matched.matchId!))).toBe('BANK_MATCH_NOT_FOUND');
    expect((await lines('open')).map(({ id }) => id)).toContain(matched.id);
    expect(
      (await match([{ lineIds: [matched.id], entries: [{ kind: 'payment', id: lamp.paymentId }] }])).error,
    ).toBeUndefined();
    const reversal = await proposeReversal(clerk, lamp.paymentId);
    expect((await decideReversal(town, reversal.data!.id, true)).error).toBeUndefined();
    expect((await lines('open')).map(({ id }) => id)).toContain(matched.id);
    expect(codeOf(await match([{ lineIds: [matched.id], entries: [{ kind: 'payment', id: lamp.paymentId }] }]))).toBe(
      'ENTRY_SETTLED',
    );
    const { code } = await stage.cli(['verify']);
    expect(code).toBe(0);
  });

  it('report errors of a file row by row, and import nothing of it', async () => {
    const before = await lines('open');
    const faulty = await send(
      clerk,
      statementOf([
        [today, 1, null, null, '', '', ''],
        ['昨天', 1, null, null, '', '', ''],
        [today, '约五元', null, null, '', '', ''],
      ]),
    );
    expect(faulty.error).toMatchObject({
      code: 'INVALID_INPUT',
      faults: [
        { field: '第 3 行', reason: '日期无法识别' },
        { field: '第 4 行', reason: '金额无法识别' },
      ],
    });
    expect(codeOf(await send(clerk, toCsv(['姓名', '电话'], [['甲', '1']])))).toBe('STATEMENT_WITHOUT_HEADINGS');
    expect(codeOf(await send(clerk, statementOf([['合计', 1, null, null, '', '', '']])))).toBe('STATEMENT_EMPTY');
    expect(codeOf(await send(clerk, Buffer.from('PK\u0003\u0004nonsense'), 'x.xlsx'))).toBe('IMPORT_DAMAGED');
    expect((await send(secretary, statementOf([]))).response.status).toBe(403);
    expect((await send(await stage.actor('finance_clerk', 'B'), statementOf([]))).response.status).toBe(404);
    expect(await lines('open')).toEqual(before);
  });

  it('accept at most 20,000 movements in one import', async () => {
    const unit = stage.unit('A1').id;
    const rows = Array.from({ length: 20_001 }, (_, at): SheetCell[] => [
      today,
      1,
      null,
      1_000_000 - at,
      '甲复印社',
      '6222000011112345',
      `复印 ${at}`,
    ]);
    const { data, error } = await sendStatement(clerk, unit, statementOf(rows.slice(1)), 'year.csv');
    expect(error).toBeUndefined();
    expect(data).toMatchObject({ lines: 20_000, added: 20_000, breaks: [] });
    expect((await sendStatement(clerk, unit, statementOf(rows), 'more.csv')).error).toMatchObject({
      code: 'INVALID_INPUT',
      faults: [{ field: 'file' }],
    });
  });

  it('keep personal data of the bank encrypted', async () => {
    const stored = await stage.rows<{ told: Buffer }>('SELECT told FROM bank_line');
    expect(stored.length).toBeGreaterThan(5);
    for (const { told } of stored) expect(told.toString('utf8')).not.toMatch(/五金|光明|2345/);
    const [shown] = (await lines('matched')).filter(({ counterparty }) => counterparty.includes('五金'));
    expect(shown!.account).toBe('•••• 2345');
  });
});
