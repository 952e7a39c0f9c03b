import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FundBookQueries, SignDailyHeads } from '#libs/funds';
import { Units } from '#libs/identity';
import { Jobs, Transactions, openDatabase } from '#libs/platform';
import { accept, formOf, pay } from '../support/spending.js';
import { Stage, daysAhead, until, type Actor } from '../support/stage.js';

const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();

describe('the fund’s ledger', () => {
  let stage: Stage;
  let officer: Actor;

  beforeAll(async () => {
    stage = await Stage.open('ledger');
    await Promise.all([stage.startApi(), stage.startApi()]);
    officer = await stage.actor('district_officer', 'D');
  });
  afterAll(() => stage.close());

  /** A year cannot be closed while it runs: the real program, with a clock that is a year ahead of the end. */
  async function closeLater(closing: number, ...args: string[]): Promise<void> {
    const { code, out } = await stage.cli(
      ['funds', 'close-year', '--year', String(closing), '--as', officer.phone, ...args],
      [daysAhead((1 + closing - year) * 366)],
    );
    expect(code, out).toBe(0);
  }

  it('numbers the entries of a community without a gap, also for simultaneous bookings', async () => {
    const unitId = stage.unit('A1').id;
    await officer.api.POST('/api/v1/fund-years', { body: { unitId, year } });
    const clerks = await Promise.all(
      [0, 1, 2, 3].map((at) => stage.actor('finance_clerk', 'A', { url: stage.urls[at % 2] })),
    );
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        clerks[at % 4]!.api.POST('/api/v1/units/{unitId}/fund/income', {
          params: { path: { unitId } },
          body: {
            year,
            source: 'donation',
            isInKind: false,
            amountFen: 100 + at,
            giver: '商会',
            reference: `JZ-${at}`,
          },
        }),
      ),
    );
    expect(answers.map(({ response }) => response.status)).toEqual(answers.map(() => 201));
    const [row] = await stage.rows<{ n: number; most: number; least: number; end: number }>(
      `SELECT COUNT(*) n, MAX(entry_no) most, MIN(entry_no) least, (SELECT entries FROM fund_book WHERE unit_id = ?) end
       FROM fund_transfer WHERE unit_id = ?`,
      [unitId, unitId],
    );
    expect(row).toEqual({ n: 60, most: 60, least: 1, end: 60 });
  });

  it('books a command once when it is sent five times', async () => {
    const clerk = await stage.actor('finance_clerk', 'A');
    const unitId = stage.unit('A1').id;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        clerk.api.POST('/api/v1/units/{unitId}/fund/income', {
          params: { path: { unitId } },
          headers: { 'Idempotency-Key': 'the-same' } as never,
          body: { year, source: 'co_funding', isInKind: false, amountFen: 5_000, giver: '业主', reference: 'ZC-1' },
        }),
      ),
    );
    expect(new Set(answers.map(({ data }) => data?.id)).size).toBe(1);
    expect(await stage.rows(`SELECT COUNT(*) n FROM fund_income WHERE source = 'co_funding'`)).toEqual([{ n: 1 }]);
    expect(await stage.rows(`SELECT COUNT(*) n FROM fund_transfer WHERE kind = 'co_fund'`)).toEqual([{ n: 1 }]);
  });

  it('gives the application’s database account no right to change or delete an entry, a head, or income', async () => {
    const app = await mysql.createConnection({ uri: stage.env.DATABASE_URL! });
    for (const table of ['fund_transfer', 'fund_payment', 'fund_income', 'fund_head', 'fund_head_book']) {
      await expect(app.query(`DELETE FROM ${table}`)).rejects.toThrow(/denied/);
      await expect(app.query(`UPDATE ${table} SET unit_id = NULL`)).rejects.toThrow(/denied/);
    }
    await expect(
      app.query(
        `UPDATE fund_account SET balance_fen = -1 WHERE kind = 'available' AND unit_id = '${stage.unit('A1').id}'`,
      ),
    ).rejects.toThrow(/ck_account_side/);
    await expect(
      app.query(
        `UPDATE fund_account SET balance_fen = 1 WHERE kind = 'allotted' AND unit_id = '${stage.unit('A1').id}'`,
      ),
    ).rejects.toThrow(/ck_account_side/);
    await app.end();
  });

  it('lets a closed year pay its approved requests, and passes on what returns to it', async () => {
    const unitId = stage.unit('A2').id;
    const secretary = await stage.actor('community_secretary', 'A2');
    const worker = await stage.actor('grid_worker', 'A2');
    const clerk = await stage.actor('finance_clerk', 'A');
    await officer.api.POST('/api/v1/fund-allotments', { body: { unitId, year, amountFen: 100_000 } });
    const wishId = await stage.wish({ unit: 'A2', enteredBy: worker.id });
    const asked = await worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', {
      params: { path: { wishId } },
      body: formOf(26_000),
    });
    const path = { spendRequestId: asked.data!.id };
    await secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/approval', { params: { path } });
    await closeLater(year, '--unit', stage.unit('A2').code, '--rollover', 'carry:40');

    const other = await stage.wish({ unit: 'A2', enteredBy: worker.id, phone: '15900007005' });
    const second = await worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', {
      params: { path: { wishId: other } },
      body: formOf(100),
    });
    const refused = await secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/approval', {
      params: { path: { spendRequestId: second.data!.id } },
    });
    expect(refused.error).toMatchObject({ code: 'FUND_YEAR_CLOSED' });
    await accept(await stage.actor('grid_worker', 'A2'), path.spendRequestId);
    const paid = await pay(clerk, path.spendRequestId, 20_000, { voucherNo: 'JZ-1' });
    expect(paid.response.status).toBe(201);
    // 1 allotted, 2 reserved; closing: ¥40 carried out and in, the rest returned.
    const rows = await stage.rows<{ kind: string; year: number; amount_fen: number }>(
      `SELECT t.kind, f.year, t.amount_fen FROM fund_transfer t JOIN fund_account f ON f.id = t.from_account_id
       WHERE t.unit_id = ? AND t.entry_no > 5 ORDER BY t.entry_no`,
      [unitId],
    );
    expect(rows).toEqual([
      { kind: 'pay', year, amount_fen: 20_000 },
      { kind: 'release', year, amount_fen: 6_000 },
      // The cap is used up: what comes back late goes back to the district.
      { kind: 'return', year, amount_fen: 6_000 },
    ]);
  });

  it('carries late returns through all closed years', async () => {
    const unitId = stage.unit('B1').id;
    const secretary = await stage.actor('community_secretary', 'B1');
    const worker = await stage.actor('grid_worker', 'B1');
    await officer.api.POST('/api/v1/fund-allotments', { body: { unitId, year, amountFen: 100_000 } });
    const wishId = await stage.wish({ unit: 'B1', enteredBy: worker.id });
    const asked = await worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', {
      params: { path: { wishId } },
      body: formOf(26_000),
    });
    const path = { spendRequestId: asked.data!.id };
    await secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/approval', { params: { path } });
    for (const closing of [year, year + 1])
      await closeLater(closing, '--unit', stage.unit('B1').code, '--rollover', 'carry');
    await secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/release', {
      params: { path },
      body: { reason: '已由商会捐赠' },
    });
    const held = await stage.rows<{ year: number; fen: number }>(
      `SELECT year, balance_fen fen FROM fund_account WHERE unit_id = ? AND kind = 'available' ORDER BY year`,
      [unitId],
    );
    expect(held).toEqual([
      { year, fen: 0 },
      { year: year + 1, fen: 0 },
      { year: year + 2, fen: 100_000 },
    ]);
  });

  it('signs each day once, and later entries with the next day', async () => {
    const source = await openDatabase({ url: stage.env.DATABASE_URL!, poolSize: 4 });
    const transactions = new Transactions(source);
    const units = new Units();
    const seal = new SignDailyHeads(transactions, stage.encryption, units, new Jobs());
    const twice = await Promise.all([seal.seal('2026-01-01'), seal.seal('2026-01-01')]);
    expect(twice.toSorted()).toEqual([false, true]);
    expect(await seal.seal('2025-12-31')).toBe(false);
    expect(await seal.seal('2026-01-02')).toBe(true); // a day on which nothing was booked has its head, too
    const books = new FundBookQueries(transactions, units);
    const heads = await books.heads({ limit: 10 });
    expect(heads.items.map(({ day, body }) => [day, (JSON.parse(body) as { books: object[] }).books.length])).toEqual([
      ['2026-01-02', 0],
      ['2026-01-01', 3],
    ]);
    await source.destroy();
  });

  it('is signed every night by a job that schedules the next one', async () => {
    await stage.startWorker();
    await stage.db.query('DELETE FROM fund_head_book');
    await stage.db.query('DELETE FROM fund_head');
    const job = async (): Promise<{ status: string; gen: number; hours: number }> => {
      const [row] = await stage.rows<{ status: string; gen: number; hours: number }>(
        `SELECT status, gen, TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(3), due_at) / 60 AS hours FROM job WHERE kind = 'fund.seal'`,
      );
      return { ...row!, hours: Number(row!.hours) };
    };
    const before = await job();
    expect(before.status).toBe('scheduled');
    await stage.db.query(
      `UPDATE job SET due_at = UTC_TIMESTAMP(3), gen = gen + 1, queued_at = NULL WHERE kind = 'fund.seal'`,
    );
    await until('yesterday is sealed', 20_000, async () => (await stage.rows('SELECT day FROM fund_head')).length > 0);
    const yesterday = new Date(Date.now() + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10);
    expect(await stage.rows(`SELECT DATE_FORMAT(day, '%Y-%m-%d') day FROM fund_head`)).toEqual([{ day: yesterday }]);
    const after = await job();
    expect(after.status).toBe('scheduled');
    expect(after.gen).toBeGreaterThan(before.gen + 1);
    expect(after.hours).toBeGreaterThan(0);
    expect(after.hours).toBeLessThanOrEqual(24.1);
  });
});
