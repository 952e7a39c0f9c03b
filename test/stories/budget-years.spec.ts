import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerOf } from '../support/spending.js';
import { Stage, type Actor } from '../support/stage.js';

const run = promisify(execFile);
const lastYear = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear() - 1;

describe('a budget year', () => {
  let stage: Stage;
  let officer: Actor;
  let town: Actor;
  let clerk: Actor;

  beforeAll(async () => {
    stage = await Stage.open('years');
    await stage.startApi();
    officer = await stage.actor('district_officer', 'D');
    town = await stage.actor('town_officer', 'A');
    clerk = await stage.actor('finance_clerk', 'A');
  });
  afterAll(() => stage.close());

  const ok = async <T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> => {
    const { data, error, response } = await asked;
    expect(response.ok, JSON.stringify(error)).toBe(true);
    return data as T;
  };
  const cli = (...args: string[]) => stage.cli(['funds', ...args]);
  const receive = (actor: Actor, unit: string, body: object) =>
    actor.api.POST('/api/v1/units/{unitId}/fund/income', {
      params: { path: { unitId: stage.unit(unit).id } },
      body: { year: lastYear, isInKind: false, giver: '大沥镇财政所', reference: 'DL-001', ...body } as never,
    });
  const statement = (unit: string, year: number) =>
    ok(
      officer.api.GET('/api/v1/units/{unitId}/fund', {
        params: { path: { unitId: stage.unit(unit).id }, query: { year } },
      }),
    );

  it('opens for all communities at once, with money from several sources', async () => {
    const dry = await cli('open-year', '--year', String(lastYear), '--dry-run', '--json');
    expect(JSON.parse(dry.out)).toEqual({ opened: 3, alreadyOpen: 0 });
    const first = await cli('open-year', '--year', String(lastYear), '--as', officer.phone, '--json');
    expect(JSON.parse(first.out)).toEqual({ opened: 3, alreadyOpen: 0 });
    const again = await ok(
      officer.api.POST('/api/v1/fund-years', { body: { unitId: stage.unit('D').id, year: lastYear } }),
    );
    expect(again).toEqual({ opened: 0, alreadyOpen: 3 });

    const allot = ['allot', '--year', String(lastYear), '--amount', '5000', '--json'];
    expect(JSON.parse((await cli(...allot, '--dry-run')).out)).toEqual({ allotted: 3, alreadyAllotted: 0 });
    expect(JSON.parse((await cli(...allot, '--as', officer.phone)).out)).toEqual({ allotted: 3, alreadyAllotted: 0 });
    expect(JSON.parse((await cli(...allot, '--as', officer.phone)).out)).toEqual({ allotted: 0, alreadyAllotted: 3 });

    await ok(receive(town, 'A1', { source: 'top_up', amountFen: 100_000 }));
    await ok(receive(clerk, 'A1', { source: 'donation', amountFen: 50_000, giver: '沥苑商会' }));
    await ok(receive(clerk, 'A1', { source: 'co_funding', amountFen: 20_000, giver: '沥苑业主' }));
    // Goods are recorded at their value and stay out of the money.
    await ok(
      receive(clerk, 'A1', {
        source: 'donation',
        isInKind: true,
        amountFen: 80_000,
        reference: 'DL-002',
        giver: '商会',
      }),
    );
    expect(await statement('A1', lastYear)).toMatchObject({
      allottedFen: 500_000,
      addedFen: 170_000,
      availableFen: 670_000,
      closedAt: null,
    });
    const income = await ok(
      clerk.api.GET('/api/v1/units/{unitId}/fund/income', {
        params: { path: { unitId: stage.unit('A1').id }, query: { year: lastYear } },
      }),
    );
    expect(income.items.map(({ source, isInKind }) => [source, isInKind])).toEqual([
      ['donation', true],
      ['co_funding', false],
      ['donation', false],
      ['top_up', false],
    ]);
  });

  it('refuses invalid input with field and reason', async () => {
    expect((await receive(town, 'A1', { source: 'top_up', amountFen: 100_000 })).error).toMatchObject({
      code: 'INCOME_KNOWN',
    });
    expect((await receive(clerk, 'A1', { source: 'top_up', amountFen: 1, reference: 'X-1' })).error).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await receive(town, 'B1', { source: 'top_up', amountFen: 1 })).response.status).toBe(404);
    for (const amountFen of [0, -1, 0.5, 1e15, '100'])
      expect((await receive(town, 'A1', { source: 'top_up', amountFen, reference: 'X-2' })).error).toMatchObject({
        code: 'INVALID_INPUT',
        faults: expect.arrayContaining([expect.objectContaining({ field: 'amountFen' })]),
      });
    expect(
      (await receive(town, 'A1', { source: 'top_up', amountFen: 1, year: lastYear - 1, reference: 'X-3' })).error,
    ).toMatchObject({ code: 'FUND_NOT_OPENED' });
    const running = await officer.api.POST('/api/v1/fund-closings', {
      body: { unitId: stage.unit('D').id, year: lastYear + 1, rollover: 'return' },
    });
    expect(running.error).toMatchObject({ code: 'FUND_YEAR_RUNNING' });
    const noCap = await officer.api.POST('/api/v1/fund-closings', {
      body: { unitId: stage.unit('D').id, year: lastYear, rollover: 'carry_with_cap' },
    });
    expect(noCap.error).toMatchObject({
      code: 'INVALID_INPUT',
      faults: expect.arrayContaining([expect.objectContaining({ field: 'carryCapFen' })]),
    });
    const byTown = await town.api.POST('/api/v1/fund-closings', {
      body: { unitId: stage.unit('A').id, year: lastYear, rollover: 'return' },
    });
    expect(byTown.error).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('closes by one of three policies: return, carry over, or carry over up to a cap', async () => {
    const close = (unit: string, body: { rollover: 'return' | 'carry' | 'carry_with_cap'; carryCapFen?: number }) =>
      ok(
        officer.api.POST('/api/v1/fund-closings', {
          body: { unitId: stage.unit(unit).id, year: lastYear, ...body },
        }),
      );
    expect(await close('A1', { rollover: 'carry' })).toEqual({ closed: 1, alreadyClosed: 0, notOpened: 0 });
    expect(await close('A2', { rollover: 'carry_with_cap', carryCapFen: 200_000 })).toMatchObject({ closed: 1 });
    const args = ['close-year', '--year', String(lastYear), '--rollover', 'return', '--json'];
    expect(JSON.parse((await cli(...args, '--dry-run')).out)).toEqual({
      closed: 1,
      alreadyClosed: 2,
      notOpened: 0,
      availableFen: 500_000,
    });
    expect(JSON.parse((await cli(...args, '--as', officer.phone)).out)).toMatchObject({ closed: 1, alreadyClosed: 2 });
    expect(JSON.parse((await cli(...args, '--as', officer.phone)).out)).toMatchObject({ closed: 0, alreadyClosed: 3 });
    const told = `carried whole\n${await ledgerOf(stage, 'A1', { thisYear: lastYear + 1 })}\n\ncarried up to ¥2,000\n${await ledgerOf(stage, 'A2', { thisYear: lastYear + 1 })}\n\nreturned\n${await ledgerOf(stage, 'B1', { thisYear: lastYear + 1 })}`;
    console.log(told);
    expect(told).toBe(`carried whole
1 last allot     allotted   → available   5000.00
2 last top_up    topped_up  → available   1000.00
3 last donate    donated    → available   500.00
4 last co_fund   co_funded  → available   200.00
5 last carry_out available  → carried_out 6700.00
6 this carry_in  carried_in → available   6700.00

carried up to ¥2,000
1 last allot     allotted   → available   5000.00
2 last carry_out available  → carried_out 2000.00
3 this carry_in  carried_in → available   2000.00
4 last return    available  → returned    3000.00

returned
1 last allot     allotted   → available   5000.00
2 last return    available  → returned    5000.00`);
    expect(await statement('D', lastYear)).toMatchObject({ availableFen: 0, leftFen: 1_670_000 });
    expect(await statement('A1', lastYear + 1)).toMatchObject({
      allottedFen: 0,
      addedFen: 670_000,
      availableFen: 670_000,
    });
    const late = await receive(town, 'A1', { source: 'top_up', amountFen: 1, reference: 'DL-009' });
    expect(late.error).toMatchObject({ code: 'FUND_YEAR_CLOSED' });
  });

  it('leaves a book that anyone can verify, and that reveals changes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mw-book-'));
    const dry = await cli('export-book', folder, '--dry-run');
    expect(dry.out).toContain('Would write 12 entries of 3 communities');
    expect((await cli('export-book', folder)).code).toBe(0);
    const check = () =>
      run(process.execPath, ['verify-fund-book.mjs', 'book.jsonl', 'heads.jsonl'], { cwd: folder }).then(
        ({ stdout }) => ({ code: 0, stdout }),
        (error: { code: number; stdout: string }) => error,
      );
    expect(await check()).toMatchObject({ code: 0, stdout: expect.stringContaining('12 entries, 3 books, 1 heads') });
    const file = join(folder, 'book.jsonl');
    const whole = await readFile(file, 'utf8');
    expect(whole).not.toMatch(/商会|业主|李子梅/);
    await writeFile(file, whole.replace('"amountFen":670000', '"amountFen":67000'));
    expect(await check()).toMatchObject({ code: 1, stdout: expect.stringContaining('440605125001 #5 was changed') });

    // The same through the public pages, and the proof of one entry.
    const http = async (path: string): Promise<Response> => fetch(`${stage.urls[0]}/api/v1/public/fund-book/${path}`);
    expect(await (await http('book.jsonl')).text()).toBe(whole);
    expect(await (await http('heads.jsonl')).text()).toBe(await readFile(join(folder, 'heads.jsonl'), 'utf8'));
    expect(await (await http('verify-fund-book.mjs')).text()).toContain('Checks a fund book');
    const page = (await (await http(`units/${stage.unit('A1').id}/entries?limit=2`)).json()) as {
      items: { id: string; no: number }[];
      nextCursor: string;
    };
    expect(page.items.map(({ no }) => no)).toEqual([6, 5]);
    const next = await http(`units/${stage.unit('A1').id}/entries?limit=9&cursor=${page.nextCursor}`);
    expect(((await next.json()) as typeof page).items.map(({ no }) => no)).toEqual([4, 3, 2, 1]);
    const proof = await (await http(`entries/${page.items[0]!.id}/proof`)).json();
    expect(proof).toMatchObject({ entry: { no: 6 }, inBook: { at: 5, of: 6 }, inDay: { at: 1, of: 3 } });
    expect((await http(`entries/${stage.unit('D').id}/proof`)).status).toBe(404);
  });

  it('keeps every invariant, also against the application’s database account', async () => {
    const laws = await cli('verify', '--json');
    expect(JSON.parse(laws.out)).toMatchObject({ broken: 0 });
    expect(laws.code).toBe(0);
    await stage.db.query(`UPDATE fund_transfer SET amount_fen = amount_fen + 1 WHERE kind = 'top_up'`);
    const broken = JSON.parse((await cli('verify', '--json')).out) as { results: { name: string; holds: boolean }[] };
    expect(broken.results.filter(({ holds }) => !holds).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['fund.balance', 'fund.income', 'fund.book']),
    );
    await stage.db.query(`UPDATE fund_transfer SET amount_fen = amount_fen - 1 WHERE kind = 'top_up'`);
    expect((await cli('verify')).code).toBe(0);
  });
});
