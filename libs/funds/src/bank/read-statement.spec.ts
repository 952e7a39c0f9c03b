import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSheets, toCsv, toWorkbook, type SheetCell } from '#libs/platform';
import { readStatement } from './read-statement.js';

const read = async (lines: SheetCell[][], as: 'csv' | 'xlsx' = 'csv') => {
  const [headings, ...rest] = lines as [string[], ...SheetCell[][]];
  const file = as === 'csv' ? toCsv(headings, rest) : await toWorkbook('明细', headings, rest, []);
  return readStatement(await parseSheets(file, `statement.${as}`));
};

describe('a bank’s statement', () => {
  it('is read with separate debit and credit columns, below the bank’s header lines', async () => {
    const file = toCsv(['佛山农商银行账户明细', '', '', '', '', '', '', ''], [
      ['账号：80020000012345678', '', '户名：大沥镇财政所', '', '', '', '', ''],
      [
        '序号',
        '交易日期',
        '借方发生额（支取）',
        '贷方发生额（收入）',
        '账户余额',
        '对方户名',
        '对方账号',
        '摘要',
        '凭证号',
      ],
      ['', '', '', '', '1000000.00', '', '', '期初余额', ''],
      ['1', '2026-11-03', '260.00', '', '999,740.00', '利民五金店', '6222 0000 1111 2345', '扶手 JZ-26-001', '884412'],
      ['2', '2026/11/4', '', '600.00', '1,000,340.00', '利民五金店', '', '退款', '884413'],
      ['3', '20261105', '￥48,000.00', '', '952,340.00', '南海建筑公司', '', '工程款', '884414'],
      ['合计', '', '48260.00', '600.00', '', '', '', '', ''],
    ] as SheetCell[][]);
    const result = readStatement(await parseSheets(file, 'a.csv'));
    expect(result.faults).toEqual([]);
    expect(result.breaks).toEqual([]);
    expect(result.lines).toEqual([
      {
        sheet: 'a',
        row: 5,
        bookedOn: '2026-11-03',
        amountFen: -26_000,
        balanceFen: 99_974_000,
        counterparty: '利民五金店',
        account: '6222000011112345',
        summary: '扶手 JZ-26-001',
        serial: '884412',
      },
      expect.objectContaining({ bookedOn: '2026-11-04', amountFen: 60_000 }),
      expect.objectContaining({ bookedOn: '2026-11-05', amountFen: -4_800_000 }),
    ]);
  });

  it.each([
    [
      'a word beside the figure',
      ['日期', '借贷标志', '金额', '摘要'],
      [
        ['2026-11-03', '借', 12.5, 'x'],
        ['2026-11-03', '贷', 7, 'y'],
      ],
    ],
    [
      'income and expense',
      ['交易时间', '收支', '交易金额', '用途'],
      [
        ['2026-11-03 10:11:12', '支出', 12.5, 'x'],
        ['2026-11-03 10:12:00', '收入', 7, 'y'],
      ],
    ],
    [
      'a signed figure',
      ['记账日期', '发生额', '附言'],
      [
        ['2026年11月3日', -12.5, 'x'],
        ['2026年11月3日', 7, 'y'],
      ],
    ],
    [
      'brackets',
      ['Date', 'Amount', 'Description'],
      [
        ['2026-11-03', '(12.50)', 'x'],
        ['2026-11-03', '7.00', 'y'],
      ],
    ],
    [
      'English columns',
      ['Date', 'Debit', 'Credit', 'Counterparty'],
      [
        ['2026-11-03', 12.5, null, 'x'],
        ['2026-11-03', null, 7, 'y'],
      ],
    ],
  ] as [string, string[], SheetCell[][]][])('is read with %s, as text and as a workbook', async (_, headings, rows) => {
    for (const as of ['csv', 'xlsx'] as const) {
      const { lines: movements, faults } = (await read([headings, ...rows], as))!;
      expect(faults).toEqual([]);
      expect(movements.map(({ bookedOn, amountFen }) => [bookedOn, amountFen])).toEqual([
        ['2026-11-03', -1_250],
        ['2026-11-03', 700],
      ]);
    }
  });

  it('distinguishes totals and carried-over balances from movements with similar texts', async () => {
    const { lines: movements, faults } = (await read([
      ['交易日期', '支出', '收入', '余额', '摘要'],
      ['2026-11-01', null, null, 100, '期初余额'],
      ['2026-11-03', 5, null, 95, '本月电费'],
      ['2026-11-04', 0, 15, 110, '累计利息'],
      ['2026-11-30', 5, 15, 110, '本月合计'],
      [null, 5, 15, null, '合计'],
    ]))!;
    expect(faults).toEqual([]);
    expect(movements.map(({ amountFen }) => amountFen)).toEqual([-500, 1_500]);
  });

  it('is sorted when the newest comes first, and reports gaps', async () => {
    const headings = ['交易日期', '支出', '收入', '余额'];
    const newestFirst = await read([
      headings,
      ['2026-11-05', 30, null, 70],
      ['2026-11-04', null, 50, 100],
      ['2026-11-03', 50, null, 50],
    ]);
    expect(newestFirst!.lines.map(({ amountFen }) => amountFen)).toEqual([-5_000, 5_000, -3_000]);
    expect(newestFirst!.breaks).toEqual([]);
    const torn = await read([
      headings,
      ['2026-11-03', 50, null, 50],
      ['2026-11-05', 30, null, 70],
      ['2026-11-06', 1, null, 69],
    ]);
    expect(torn!.breaks).toEqual([{ sheet: 'statement', row: 3, bookedOn: '2026-11-05', missingFen: 5_000 }]);
  });

  it('reports every row that cannot be read with certainty', async () => {
    const { faults, leftOut } = (await read([
      ['交易日期', '支出', '收入', '余额'],
      ['昨天', 50, null, 50],
      ['2026-11-04', '约 50', null, 50],
      ['2026-11-04', 50, 20, 50],
      ['2026-11-04', 0, null, 50],
      ['2026-11-04', 0.001, null, 50],
      ['2026-11-04', 1e15, null, 50],
      ['2026-02-30', 5, null, 50],
      ['2026-11-04', 5, null, '不详'],
    ]))!;
    expect(faults).toEqual([
      { sheet: 'statement', row: 2, field: 'day' },
      { sheet: 'statement', row: 3, field: 'amount' },
      { sheet: 'statement', row: 4, field: 'both' },
      { sheet: 'statement', row: 6, field: 'amount' },
      { sheet: 'statement', row: 7, field: 'amount' },
      { sheet: 'statement', row: 8, field: 'day' },
      { sheet: 'statement', row: 9, field: 'balance' },
    ]);
    expect(leftOut).toEqual([{ sheet: 'statement', row: 5, why: 'zero' }]);
  });

  it('is refused without headings for day and sum', async () => {
    const file = read([
      ['姓名', '电话'],
      ['张三', '13800000000'],
    ]);
    await expect(file).rejects.toThrow('STATEMENT_WITHOUT_HEADINGS');
  });

  it('keeps every movement, its sum and its order', async () => {
    const movements = fc.array(
      fc.record({
        fen: fc.integer({ min: -100_000_000, max: 100_000_000 }).filter((fen) => fen !== 0),
        day: fc.integer({ min: 1, max: 28 }),
      }),
      { minLength: 1, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(movements, fc.boolean(), async (list, isNewestFirst) => {
        let balance = 1_000_000_000;
        const rows = list
          .toSorted((a, b) => a.day - b.day)
          .map(({ fen, day }) => {
            balance += fen;
            return [
              `2026-11-${String(day).padStart(2, '0')}`,
              ...(fen < 0 ? [-fen / 100, null] : [null, fen / 100]),
              balance / 100,
            ];
          });
        const {
          lines: movements,
          faults,
          breaks,
        } = (await read([['交易日期', '借方', '贷方', '余额'], ...(isNewestFirst ? rows.toReversed() : rows)]))!;
        expect(faults).toEqual([]);
        expect(breaks).toEqual([]);
        expect(movements.map(({ amountFen }) => amountFen)).toEqual(
          list.toSorted((a, b) => a.day - b.day).map(({ fen }) => fen),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('is never accepted against its balances: a changed sign, sum or row is found', async () => {
    const movements = fc.array(
      fc.integer({ min: -90_000, max: 90_000 }).filter((fen) => fen !== 0),
      { minLength: 4, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(
        movements,
        fc.nat(),
        fc.constantFrom('sign', 'sum', 'row'),
        fc.constantFrom('columns', 'word', 'signed'),
        fc.boolean(),
        async (list, where, fault, layout, isNewestFirst) => {
          let balance = 1_000_000;
          const rows = list.map((fen, at) => {
            balance += fen;
            return { fen, balance, on: `2026-11-${String(at + 1).padStart(2, '0')}` };
          });
          // Within: a first or last row has nothing on one side that could contradict it.
          const at = 1 + (where % (rows.length - 2));
          if (fault === 'row') rows.splice(at, 1);
          else rows[at]!.fen = fault === 'sign' ? -rows[at]!.fen : rows[at]!.fen + (rows[at]!.fen > 0 ? 1_000 : -1_000);
          const yuan = (fen: number): number => fen / 100;
          const lines = rows.map(({ fen, balance: after, on }) =>
            layout === 'columns'
              ? [on, ...(fen < 0 ? [yuan(-fen), null] : [null, yuan(fen)]), yuan(after)]
              : layout === 'word'
                ? [on, fen < 0 ? '支出' : '收入', yuan(Math.abs(fen)), yuan(after)]
                : [on, yuan(fen), yuan(after)],
          );
          const headings = {
            columns: ['交易日期', '支出', '收入', '余额'],
            word: ['交易日期', '收支', '交易金额', '余额'],
            signed: ['交易日期', '发生额', '余额'],
          }[layout];
          const { faults, breaks } = (await read([headings, ...(isNewestFirst ? lines.toReversed() : lines)]))!;
          expect(faults.length + breaks.length).toBeGreaterThan(0);
          if (fault === 'sign') expect(faults.map(({ field }) => field)).toContain('direction');
        },
      ),
      { numRuns: 200 },
    );
  });
});
