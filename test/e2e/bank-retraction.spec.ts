import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answer } from '#libs/api-client';
import type { SheetCell } from '#libs/platform';
import { sendStatement, statementOf } from '../support/bank.js';
import { codeOf } from '../support/spending.js';
import { Stage, type Actor } from '../support/stage.js';

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const ALLOTMENT_FEN = 50_000_000;

describe('a bank statement imported by mistake', () => {
  let stage: Stage;
  let clerk: Actor;
  let town: Actor;
  let secretary: Actor;
  let unitId: string;
  let path: { params: { path: { unitId: string } } };

  beforeAll(async () => {
    stage = await Stage.open('bank_retraction');
    await stage.startApi();
    clerk = await stage.actor('finance_clerk', 'A');
    town = await stage.actor('town_officer', 'A');
    secretary = await stage.actor('community_secretary', 'A1');
    unitId = stage.unit('A').id;
    path = { params: { path: { unitId } } };
    const officer = await stage.actor('district_officer', 'D');
    await answer(
      officer.api.POST('/api/v1/fund-allotments', {
        body: { unitId, year: Number(today.slice(0, 4)), amountFen: ALLOTMENT_FEN },
      }),
    );
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    for (const table of [
      'bank_match_entry',
      'bank_overlap',
      'bank_break',
      'bank_retraction',
      'bank_line',
      'bank_statement',
    ])
      await stage.db.query(`DELETE FROM ${table}`);
    await stage.db.query('DELETE FROM bank_match');
  });

  const CAME: SheetCell[] = [today, null, 1_000_000, 1_000_000, '南海区财政局', '', '下达专项经费'];
  const PAID: SheetCell[] = [today, 260, null, 999_740, '利民五金店', '', '扶手'];
  const FEE: SheetCell[] = [today, 15, null, 999_725, '', '', '账户管理费'];
  const take = (rows: SheetCell[][], name?: string) => answer(sendStatement(clerk, unitId, statementOf(rows), name));
  /** The laws of the bank and the fund hold. No worker runs here, so jobs are late. */
  const assertInvariants = async (): Promise<void> => {
    const { out } = await stage.cli(['verify']);
    expect(out).toMatch(/✓ bank\.retracted/);
    expect(out).not.toMatch(/✗ (?:bank|fund)\./);
  };
  const state = () => answer(clerk.api.GET('/api/v1/units/{unitId}/bank', path));
  const lines = async (which: 'open' | 'matched' | 'aside' = 'open') =>
    (
      await answer(
        clerk.api.GET('/api/v1/units/{unitId}/bank/lines', {
          params: { path: path.params.path, query: { state: which, limit: 100 } },
        }),
      )
    ).items;
  const propose = (statementId: string, who = clerk, reason = '传成了别的账户') =>
    who.api.POST('/api/v1/bank-statements/{statementId}/retractions', {
      params: { path: { statementId } },
      body: { reason },
    });
  const decide = (retractionId: string, isAgreed: boolean, who = town) =>
    who.api.POST('/api/v1/bank-retractions/{retractionId}/decision', {
      params: { path: { retractionId } },
      body: { isAgreed },
    });
  const retract = async (statementId: string): Promise<void> => {
    const { id } = await answer(propose(statementId));
    await answer(decide(id, true));
  };
  const match = async (lineId: string, who = clerk) => {
    const { items } = await answer(clerk.api.GET('/api/v1/units/{unitId}/bank/entries', path));
    return who.api.POST('/api/v1/units/{unitId}/bank/matches', {
      ...path,
      body: {
        matches: [{ lineIds: [lineId], entries: items.map(({ kind, id }) => ({ kind: kind as 'allotment', id })) }],
      },
    });
  };
  const aside = (lineId: string) =>
    clerk.api.PUT('/api/v1/bank-lines/{lineId}/aside', { params: { path: { lineId } }, body: { reason: '手续费' } });

  it('counts nowhere after two people agreed, and stays visible with who, when and why', async () => {
    const { id } = await take([CAME, PAID], '十一月.csv');
    const proposal = await answer(propose(id));
    expect(codeOf(await propose(id, town))).toBe('STATEMENT_RETRACTED');
    expect(codeOf(await decide(proposal.id, true, clerk))).toBe('RETRACTION_NEEDS_TWO');
    expect((await state()).openLines.count).toBe(2);
    await answer(decide(proposal.id, true));
    expect(codeOf(await decide(proposal.id, true))).toBe('RETRACTION_NOT_FOUND');
    expect(await state()).toMatchObject({
      fromOn: null,
      bankFen: null,
      openLines: { count: 0 },
      openEntries: { count: 0 },
      statements: [
        {
          id,
          fileName: '十一月.csv',
          isRetracted: true,
          retraction: {
            state: 'agreed',
            reason: '传成了别的账户',
            proposedByName: expect.stringMatching(/./),
            decidedByName: expect.stringMatching(/./),
            allowedSteps: [],
          },
        },
      ],
    });
    expect(await lines()).toEqual([]);
    expect((await answer(clerk.api.GET('/api/v1/units/{unitId}/bank/suggestions', path))).items).toEqual([]);
    const [gone] = await stage.rows<{ id: string }>('SELECT id FROM bank_line LIMIT 1');
    expect(codeOf(await aside(gone!.id))).toBe('BANK_LINE_SETTLED');
    await assertInvariants();
  });

  it('stays when the second person declines, and its retraction can be proposed again', async () => {
    const { id } = await take([CAME]);
    const first = await answer(propose(id));
    await answer(decide(first.id, false));
    expect(await state()).toMatchObject({
      openLines: { count: 1 },
      statements: [{ isRetracted: false, retraction: { state: 'declined' } }],
    });
    await retract(id);
    expect((await state()).statements[0]!.isRetracted).toBe(true);
  });

  it('can be imported again, as the same file or an overlapping one', async () => {
    const rows = [CAME, PAID];
    const { id } = await take(rows);
    await retract(id);
    const again = await take(rows);
    expect(again).toMatchObject({ lines: 2, added: 2 });
    expect(again.id).not.toBe(id);
    await retract(again.id);
    expect(await take([CAME, PAID, FEE], 'longer.csv')).toMatchObject({ lines: 3, added: 3 });
    expect((await state()).bankFen).toBe(99_972_500);
    await assertInvariants();
  });

  it('cannot be retracted while movements are matched or set aside; the error says how many', async () => {
    const { id } = await take([CAME, PAID, FEE]);
    const proposal = await answer(propose(id));
    const [came, , fee] = await lines();
    await answer(match(came!.id));
    await answer(aside(fee!.id));
    const refused = await decide(proposal.id, true);
    expect(refused.error).toMatchObject({ code: 'STATEMENT_IN_USE', matched: 1, aside: 1 });
    await answer(decide(proposal.id, false));
    expect(codeOf(await propose(id))).toBe('STATEMENT_IN_USE');
    await answer(clerk.api.DELETE('/api/v1/bank-lines/{lineId}/aside', { params: { path: { lineId: fee!.id } } }));
    const [matched] = await lines('matched');
    await answer(
      clerk.api.DELETE('/api/v1/bank-matches/{matchId}', { params: { path: { matchId: matched!.matchId! } } }),
    );
    await retract(id);
    expect(await lines()).toEqual([]);
  });

  it('cannot be retracted while a later statement relies on it; the later one is retracted first and imported again', async () => {
    const first = await take([CAME, PAID], '上半月.csv');
    const whole = await take([CAME, PAID, FEE], '全月.csv');
    expect(whole.added).toBe(1);
    expect((await propose(first.id)).error).toMatchObject({ code: 'LATER_STATEMENT_DEPENDS', fileName: '全月.csv' });
    await retract(whole.id);
    await retract(first.id);
    expect(await take([CAME, PAID, FEE], '全月.csv')).toMatchObject({ added: 3 });
    await assertInvariants();
  });

  it('is either retracted or used when two people act at once', async () => {
    for (const act of [
      async (lineId: string) => match(lineId),
      async (lineId: string) => aside(lineId),
      async () => sendStatement(clerk, unitId, statementOf([CAME, PAID]), 'overlaps.csv'),
    ]) {
      const { id } = await take([CAME]);
      const proposal = await answer(propose(id));
      const [line] = await lines();
      const [agreed, other] = await Promise.all([decide(proposal.id, true), act(line!.id)]);
      const retracted = (await state()).statements.find((one) => one.id === id)!.isRetracted;
      expect(agreed.error === undefined).toBe(retracted);
      if ('lines' in ((other.data ?? {}) as object)) {
        expect(other.data).toMatchObject({ added: retracted ? 2 : 1 });
      } else expect(other.error === undefined).toBe(!retracted);
      await assertInvariants();
      for (const table of [
        'bank_match_entry',
        'bank_overlap',
        'bank_retraction',
        'bank_line',
        'bank_statement',
        'bank_match',
      ])
        await stage.db.query(`DELETE FROM ${table}`);
    }
  });

  it('is decided once when two people decide at the same time', async () => {
    const { id } = await take([CAME]);
    const other = await stage.actor('town_officer', 'A');
    const proposal = await answer(propose(id));
    const both = await Promise.all([decide(proposal.id, true), decide(proposal.id, false, other)]);
    expect(both.map(codeOf).filter((code) => code === 'RETRACTION_NOT_FOUND')).toHaveLength(1);
    expect(both.filter(({ error }) => !error)).toHaveLength(1);
  });

  it('cannot be retracted by people who depend on the proposer, lack the permission, or belong to another town', async () => {
    const { id } = await take([CAME]);
    const proposal = await answer(propose(id));
    const dependent = await stage.actor('town_officer', 'A');
    await stage.rows(
      `INSERT INTO account_recovery (id, person_id, kind, given_by, given_at, used_at)
       VALUES (UUID(), ?, 'password', ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
      [dependent.id, clerk.id],
    );
    expect(codeOf(await decide(proposal.id, true, dependent))).toBe('RETRACTION_NEEDS_TWO');
    expect((await decide(proposal.id, true, secretary)).response.status).toBe(403);
    const stranger = await stage.actor('finance_clerk', 'B');
    expect((await decide(proposal.id, true, stranger)).response.status).toBe(404);
    expect((await propose(id, stranger)).response.status).toBe(404);
    expect((await state()).statements[0]!.retraction!.state).toBe('proposed');
  });

  it('is marked as retracted in the exported book, without names and texts', async () => {
    const kept = await take([CAME], 'kept.csv');
    const wrong = await take([FEE], 'wrong.csv');
    await retract(wrong.id);
    const folder = mkdtempSync(join(tmpdir(), 'book-'));
    const exported = await stage.cli(['funds', 'export-book', folder, '--unit', stage.unit('A').code]);
    expect(exported).toMatchObject({ code: 0 });
    const text = readFileSync(join(folder, 'statements.jsonl'), 'utf8');
    rmSync(folder, { recursive: true });
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows).toMatchObject([
      { id: kept.id, unit: stage.unit('A').code, lines: 1, added: 1, breaks: 0, retraction: null },
      { id: wrong.id, retraction: { proposedAt: expect.any(String), agreedAt: expect.any(String) } },
    ]);
    expect(text).not.toMatch(/账户|csv|南海/);
  });

  describe('with a break', () => {
    const TORN: SheetCell[][] = [CAME, [today, 10, null, 999_900, '', '', '缺页之后']];

    it('stays unconfirmed in the reconciliation until a person gives the reason', async () => {
      const taken = await take(TORN);
      expect(taken).toMatchObject({
        breaks: [{ row: 3, bookedOn: today, missingFen: -9_000, reason: null, confirmedByName: null }],
      });
      expect(await state()).toMatchObject({ unconfirmedBreaks: 1 });
      const confirm = (who: Actor) =>
        who.api.PUT('/api/v1/bank-breaks/{breakId}/confirmation', {
          params: { path: { breakId: taken.breaks[0]!.id } },
          body: { reason: '网银从这里重新导出' },
        });
      expect((await confirm(secretary)).response.status).toBe(403);
      const both = await Promise.all([confirm(clerk), confirm(town)]);
      expect(both.map(codeOf).filter(Boolean)).toEqual(['BREAK_NOT_FOUND']);
      expect(await state()).toMatchObject({
        unconfirmedBreaks: 0,
        statements: [{ breaks: [{ reason: '网银从这里重新导出', confirmedAt: expect.any(String) }] }],
      });
    });

    it('needs no confirmation once the statement is retracted', async () => {
      const { id } = await take(TORN);
      await retract(id);
      expect(await state()).toMatchObject({ unconfirmedBreaks: 0 });
    });
  });

  it('reports which rows were left out, and why', async () => {
    expect(
      await take([CAME, ['合计', 1, 2, null, '', '', ''], [today, 0, 0, 1_000_000, '', '', '利息税']]),
    ).toMatchObject({
      lines: 1,
      leftOut: [
        { row: 3, why: 'note' },
        { row: 4, why: 'zero' },
      ],
      leftOutCount: 2,
    });
  });
});
