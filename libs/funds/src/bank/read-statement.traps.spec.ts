import { describe, expect, it } from 'vitest';
import { parseSheets, toWorkbook, type SheetCell } from '#libs/platform';
import { sheetOf } from '../../../../test/support/sheets.js';
import { readStatement, type Statement } from './read-statement.js';

const read = async (text: string): Promise<Statement> =>
  readStatement(await parseSheets(Buffer.from(text.replace(/ ?\| ?/g, ',')), 'x.csv'))!;
const movements = ({ lines }: Statement): unknown[] => lines.map(({ bookedOn, amountFen }) => [bookedOn, amountFen]);
const refusals = ({ faults }: Statement): unknown[] => faults.map(({ row, field }) => [row, field]);
const clean = async (text: string): Promise<unknown[]> => {
  const statement = await read(text);
  expect({ faults: statement.faults, breaks: statement.breaks }).toEqual({ faults: [], breaks: [] });
  return movements(statement);
};

describe('the direction of a movement', () => {
  it.each(['收费', '支付宝', '其他', '不计收支', '/', 'deposit slip', 'cash', '2', '收/支'])(
    'is not guessed from the word %s',
    async (word) => {
      const text = `日期 | 收支方向 | 金额\n2026-11-03 | ${word} | 10\n2026-11-04 | 支出 | 5`;
      expect(refusals(await read(text))).toEqual([[2, 'direction']]);
    },
  );

  it('follows the balances when the word is unknown', async () => {
    expect(
      await clean(
        '日期 | 方向 | 金额 | 余额\n2026-11-03 | 收 | 10 | 10\n2026-11-04 | 1 | 5 | 5\n2026-11-05 | 2 | 7 | 12',
      ),
    ).toEqual([
      ['2026-11-03', 1_000],
      ['2026-11-04', -500],
      ['2026-11-05', 700],
    ]);
  });

  it.each([
    ['D', 'C'],
    ['DR', 'CR'],
    ['J', 'D'],
    ['借Dr', '贷Cr'],
    ['D-借', 'C-贷'],
    ['借方', '贷方'],
    ['支取', '存入'],
    ['往账', '来账'],
    ['付', '收'],
    ['-', '+'],
  ])('is read from the flags %s and %s', async (out, into) => {
    expect(await clean(`日期 | 借贷标志 | 金额\n2026-11-03 | ${out} | 10\n2026-11-04 | ${into} | 5`)).toEqual([
      ['2026-11-03', -1_000],
      ['2026-11-04', 500],
    ]);
  });

  it('is not known from D alone, which is debit or 贷 (dài)', async () => {
    expect(refusals(await read('日期 | 借贷标志 | 金额\n2026-11-03 | D | 10'))).toEqual([[2, 'direction']]);
  });

  it('is outgoing when both word and sign say so', async () => {
    expect(await clean('日期 | 收支 | 金额\n2026-11-03 | 支出 | -10\n2026-11-04 | 收入 | 5')).toEqual([
      ['2026-11-03', -1_000],
      ['2026-11-04', 500],
    ]);
    expect(
      await clean('日期 | 支出金额（-元） | 收入金额（+元）\n2026-11-03 | -10.00 | 0\n2026-11-04 | 0 | 5'),
    ).toEqual([
      ['2026-11-03', -1_000],
      ['2026-11-04', 500],
    ]);
  });

  it('is reversed by a negative correction entry', async () => {
    expect(
      await clean(
        '日期 | 借方 | 贷方 | 余额 | 摘要\n2026-11-03 | 10 | | 90 | 付款\n2026-11-04 | -10 | | 100 | 红字冲正',
      ),
    ).toEqual([
      ['2026-11-03', -1_000],
      ['2026-11-04', 1_000],
    ]);
    expect(await clean('日期 | 借方 | 贷方 | 摘要\n2026-11-04 | -10 | | 冲正')).toEqual([['2026-11-04', 1_000]]);
    expect(
      await clean('日期 | 收支 | 金额 | 摘要\n2026-11-03 | 收入 | 8 | 捐款\n2026-11-04 | 收入 | -8 | 冲正'),
    ).toEqual([
      ['2026-11-03', 800],
      ['2026-11-04', -800],
    ]);
  });

  it('follows the bank’s explanation in brackets', async () => {
    expect(await clean('日期 | 借方金额（收） | 贷方金额（支）\n2026-11-03 | 10 | \n2026-11-04 | | 5')).toEqual([
      ['2026-11-03', 1_000],
      ['2026-11-04', -500],
    ]);
  });

  it('is read from signed figures or from words below 收入/支出', async () => {
    const expected = [
      ['2026-11-03', 1_000],
      ['2026-11-04', -500],
    ];
    expect(await clean('日期 | 收入/支出\n2026-11-03 | 10\n2026-11-04 | -5')).toEqual(expected);
    expect(await clean('日期 | 收入/支出 | 金额\n2026-11-03 | 收入 | 10\n2026-11-04 | 支出 | 5')).toEqual(expected);
  });

  it('is read from 交易类型 where every word there is a direction', async () => {
    expect(await clean('日期 | 交易类型 | 金额\n2026-11-03 | 来账 | 10\n2026-11-04 | 往账 | 5')).toEqual([
      ['2026-11-03', 1_000],
      ['2026-11-04', -500],
    ]);
    expect(refusals(await read('日期 | 交易类型 | 金额\n2026-11-03 | 来账 | 10\n2026-11-04 | 收费 | 5'))).toEqual([
      [2, 'direction'],
      [3, 'direction'],
    ]);
  });

  it('of the first row is proved by the carried-over balance', async () => {
    expect(
      await clean(
        '日期 | 金额 | 余额 | 摘要\n | | 100 | 承前页\n2026-11-03 | 10 | 90 | a\n2026-11-04 | 5 | 95 | b\n | | 95 | 过次页',
      ),
    ).toEqual([
      ['2026-11-03', -1_000],
      ['2026-11-04', 500],
    ]);
  });
});

describe('a figure of a statement', () => {
  it.each([
    ['（10.50）', -1_050],
    ['(￥10.50)', -1_050],
    ['10.50-', -1_050],
    ['-￥10.50', -1_050],
    ['−10.50', -1_050],
    ['＋１０．５０', 1_050],
    ['10.50+', 1_050],
    ['+1,010.50元', 101_050],
    ['RMB -10.50', -1_050],
    ['10.50DR', -1_050],
    ['10.50 CR', 1_050],
    ['借10.50', -1_050],
  ])('is read in this spelling: %s', async (figure, fen) => {
    expect(await clean(`日期,发生额\n2026-11-03,"${figure}"\n2026-11-04,-1\n`)).toEqual([
      ['2026-11-03', fen],
      ['2026-11-04', -100],
    ]);
  });

  it.each(['1 200.00', '1,20.00', '-5-', '1.2万', '10.505', 'USD 10', '$10', '10美元', '约10', '1e5', '(10', '10,5'])(
    'is refused when it is ambiguous: %s',
    async (figure) => {
      expect(refusals(await read(`日期,发生额\n2026-11-03,"${figure}"\n2026-11-04,-1\n`))).toEqual([[2, 'amount']]);
    },
  );

  it('is in the unit that its heading or the line above the table names', async () => {
    expect(await clean('日期 | 支出(万元) | 收入(万元)\n2026-11-03 | 1.2 | ')).toEqual([['2026-11-03', -1_200_000]]);
    expect(await clean('单位：万元 | | \n日期 | 支出 | 收入\n2026-11-03 | 1.2 | ')).toEqual([
      ['2026-11-03', -1_200_000],
    ]);
    expect(await clean('单位：千元 | | \n日期 | 支出 | 收入(元)\n2026-11-03 | 1.2 | \n2026-11-04 | | 5')).toEqual([
      ['2026-11-03', -120_000],
      ['2026-11-04', 500],
    ]);
  });

  it.each(['美元', 'USD', 'HKD', '港币', '日元', '欧元', '14', '013'])(
    'is not yuan where the currency is %s',
    async (currency) => {
      const rows = `2026-11-03 | 人民币 | 5\n2026-11-04 | ${currency} | 10`;
      const among = await read(`日期 | 币种 | 收入\n${rows}`);
      expect(movements(among)).toEqual([['2026-11-03', 500]]);
      expect(among.leftOut).toEqual([{ sheet: 'x', row: 3, why: 'currency' }]);
      expect(refusals(await read(`日期 | 币种 | 收入\n2026-11-04 | ${currency} | 10`))).toEqual([[2, 'currency']]);
      expect(refusals(await read(`币　种：${currency} | | \n日期 | 支出 | 收入\n2026-11-04 | | 10`))).toEqual([
        [2, 'currency'],
      ]);
    },
  );

  it('of the balance before the movement is not the balance', async () => {
    const { lines, faults } = await read('日期 | 交易前余额 | 支出 | 收入 | 交易后余额\n2026-11-03 | 100 | 10 | | 90');
    expect([faults, lines[0]!.balanceFen]).toEqual([[], 9_000]);
  });
});

describe('a row without a movement', () => {
  it.each([
    '本页合计',
    '本月合计',
    '借方合计',
    '人民币合计',
    '合计金额',
    '合计：',
    '小计',
    '总计',
    '累计发生额',
    '本月累计',
    '承前页',
    '过次页',
    '转下页',
    '接上页',
    '期初余额',
    '期末余额',
    '上年结转',
    '日终余额',
    '共 3 笔',
    '共3笔记录',
    'Total',
    'Closing balance',
  ])('is %s, although it has a day and one sum', async (words) => {
    const statement = await read(
      `日期 | 支出 | 收入 | 余额 | 摘要\n2026-11-03 | 10 | | 90 | 付款\n2026-11-30 | 10 | | 90 | ${words}`,
    );
    expect(movements(statement)).toEqual([['2026-11-03', -1_000]]);
    expect([statement.faults, statement.breaks]).toEqual([[], []]);
    expect(statement.leftOut).toEqual([{ sheet: 'x', row: 3, why: 'note' }]);
  });

  it('does not hide a movement with a similar summary', async () => {
    expect(
      await clean(
        '日期 | 支出 | 收入 | 摘要 | 对方户名\n2026-11-03 | 10 | | 本月电费 | 合计广告公司\n2026-11-04 | 5 | | 累计利息扣税 | \n2026-11-05 | 6 | | 余额宝转出 | ',
      ),
    ).toHaveLength(3);
  });

  it('may stand in the day column below the table', async () => {
    const statement = await read(
      '日期 | 支出 | 收入 | 余额\n2026-11-03 | 10 | | 90\n共 1 笔 | 10 | 0 | \n打印时间：2026-11-30 10:00:00 | | | \n借方笔数：1 | 10 | | ',
    );
    expect([statement.faults, movements(statement)]).toEqual([[], [['2026-11-03', -1_000]]]);
  });

  it('does not swallow a movement whose day is missing', async () => {
    expect(refusals(await read('日期 | 支出 | 收入 | 对方户名\n2026-11-03 | 10 | | 甲商行\n | 20 | | 乙商行'))).toEqual(
      [[3, 'day']],
    );
  });

  it('has a failed status, and the balance agrees', async () => {
    const rows = (balance: number): string =>
      `日期 | 支出 | 收入 | 余额 | 交易状态\n2026-11-03 | | 100 | 100 | 成功\n2026-11-04 | 10 | | ${balance} | 交易失败\n2026-11-05 | 20 | | ${balance - 20} | 成功`;
    expect((await read(rows(100))).leftOut).toEqual([{ sheet: 'x', row: 3, why: 'failed' }]);
    expect(refusals(await read(rows(90)))).toEqual([[3, 'status']]);
  });

  it('may be a returned payment: only the balances show whether money moved', async () => {
    const rows = (first: number, second: number): string =>
      `日期 | 支出 | 收入 | 余额 | 状态\n2026-11-03 | | 100 | 100 | 成功\n2026-11-04 | 10 | | ${first} | 已退款\n2026-11-05 | 20 | | ${second} | 成功`;
    expect(movements(await read(rows(90, 70)))).toHaveLength(3);
    expect((await read(rows(100, 80))).leftOut).toEqual([{ sheet: 'x', row: 3, why: 'failed' }]);
    expect(refusals(await read('日期 | 支出 | 收入 | 状态\n2026-11-04 | 10 | | 已退款'))).toEqual([[2, 'status']]);
    expect(await clean('日期 | 支出 | 收入 | 状态\n2026-11-04 | | 10 | 退款成功')).toEqual([['2026-11-04', 1_000]]);
  });

  it.each(['已关闭', '交易关闭', '已撤销', '已作废'])('was closed: %s', async (status) => {
    const { leftOut, lines } = await read(
      `日期 | 支出 | 收入 | 状态\n2026-11-03 | 10 | | ${status}\n2026-11-04 | 5 | | 成功`,
    );
    expect([lines.length, leftOut]).toEqual([1, [{ sheet: 'x', row: 2, why: 'closed' }]]);
  });
});

describe('the day of a movement', () => {
  it.each([
    ['2026年11月3日', '2026-11-03'],
    ['２０２６－１１－０３', '2026-11-03'],
    ['2026.11.3', '2026-11-03'],
    ['20261103080024', '2026-11-03'],
    ['20261103 08:00:24', '2026-11-03'],
    ['20261103 080024', '2026-11-03'],
    ['2026-11-03 8:05:00', '2026-11-03'],
    ['2026-11-03 下午 3:05', '2026-11-03'],
    ['2026-11-03T23:30:00+09:00', '2026-11-03'],
    ['2026-11-02T20:00:00Z', '2026-11-03'],
  ])('is read from %s', async (written, day) => {
    expect(await clean(`日期 | 支出 | 收入\n${written} | 10 | `)).toEqual([[day, -1_000]]);
  });

  it.each(['03/11/2026', '11-03', '2026-11', '2026-13-01', '2026-02-30', '26-11-03', '昨日', '2026-11-03 CST x'])(
    'is refused when it is ambiguous: %s',
    async (written) => {
      expect(refusals(await read(`日期 | 支出 | 收入\n${written} | 10 | `))).toEqual([[2, 'day']]);
    },
  );

  it('is not the day of the order, the return or the printout', async () => {
    expect(
      await clean(
        '申请日期 | 打印日期 | 退汇日期 | 交易日期 | 支出\n2026-11-01 | 2026-11-30 | 2026-11-09 | 2026-11-03 | 10',
      ),
    ).toEqual([['2026-11-03', -1_000]]);
  });
});

describe('a file of statements', () => {
  it('with two accounts below each other is refused', async () => {
    const table = '日期 | 支出 | 收入\n2026-11-03 | 10 | ';
    expect(
      refusals(await read(`账号：6222000011112345 | | \n${table}\n账号：6222000011119999 | | \n${table}`)),
    ).toEqual([[4, 'accounts']]);
    expect(await clean(`账号：6222000011112345 | | \n${table}\n账号：6222 0000 1111 2345 | | \n${table}`)).toHaveLength(
      2,
    );
  });

  it('with another own account in a row is refused', async () => {
    const rows =
      '本方账号 | 日期 | 支出 | 收入\n6222000011112345 | 2026-11-03 | 10 | \n6222000011119999 | 2026-11-04 | 5 | ';
    expect(refusals(await read(rows))).toEqual([[3, 'accounts']]);
  });

  it('with page breaks is read through them', async () => {
    expect(
      await clean(
        [
          '日期 | 支出 | 收入 | 余额 | 摘要',
          '2026-11-03 | | 100 | 100 | 来款',
          ' | | | 100 | 过次页',
          '第 1 页 共 2 页 | | | | ',
          '日期 | 支出 | 收入 | 余额 | 摘要',
          ' | | | 100 | 承前页',
          '2026-11-04 | 10 | | 90 | 付款',
        ].join('\n'),
      ),
    ).toHaveLength(2);
  });

  it('drops account and serial numbers truncated by a spreadsheet', async () => {
    const { lines } = await read(
      '日期 | 支出 | 收入 | 对方账号 | 流水号\n2026-11-03 | 10 | | 6.22202E+18 | 2.02111E+27',
    );
    expect(lines[0]).toMatchObject({ account: '', serial: '' });
  });

  it('separates account and name from one column', async () => {
    const { lines } = await read(
      '日期 | 支出 | 收入 | 对方账号与户名\n2026-11-03 | 10 | | 6222000011112345/利民五金店',
    );
    expect(lines[0]).toMatchObject({ account: '6222000011112345', counterparty: '利民五金店' });
  });

  it('counts days from 1904 where the workbook does', async () => {
    const book = await toWorkbook('明细', ['日期', '支出', '收入'], [[45_963 - 1_462, 10, null]] as SheetCell[][], []);
    const [sheet] = await parseSheets(book, 'x.xlsx');
    expect(movements(readStatement([{ ...sheet!, from1904: true }]))).toEqual([['2025-11-02', -1_000]]);
  });
});

describe('a statement from outside', () => {
  it('in another currency, named in a separate cell above, is never yuan', async () => {
    const cells = await read('币种,美元\n日期,收入,支出,余额\n2026-11-03,100,,100\n');
    expect(cells.lines).toEqual([]);
    expect(cells.faults).toMatchObject([{ field: 'currency' }]);
  });

  it('keeps movements whose summaries begin like totals', async () => {
    const { lines, leftOut } = await read(
      '日期,摘要,收入,支出\n2026-11-03,合计12人慰问金,,3600\n2026-11-04,共3项工程款,,500\n,合计,,4100\n',
    );
    expect(lines.map(({ amountFen }) => amountFen)).toEqual([-360_000, -50_000]);
    expect(leftOut).toMatchObject([{ row: 4, why: 'note' }]);
  });

  it('with one day for two movements asks for the second day', async () => {
    const { faults } = await read('日期,摘要,收入,支出\n2026-11-03,五金,,260\n,买伞,,30\n');
    expect(faults).toMatchObject([{ row: 3, field: 'day' }]);
  });

  it('whose words contradict its column is refused', async () => {
    const { faults } = await read('日期,收/支,支出金额\n2026-11-03,收入,500\n2026-11-04,支出,20\n');
    expect(faults).toMatchObject([{ row: 2, field: 'amount' }]);
  });

  it('with a month on a sheet without headings is refused because of that sheet', async () => {
    const october = sheetOf(
      [
        ['日期', '摘要', '收入', '支出'],
        ['2026-10-03', '拨款', '100.00', ''],
      ],
      [],
      '10月',
    );
    const november = sheetOf(
      [
        ['2026-11-03', '五金', '', '260.00'],
        ['2026-11-04', '买伞', '', '30.00'],
      ],
      [],
      '11月',
    );
    const about = sheetOf(
      [
        ['账号', '户名', '开户行'],
        ['6222', '某社区', '某支行'],
      ],
      [],
      '账户',
    );
    expect(readStatement([october, november]).faults).toEqual([{ sheet: '11月', row: 1, field: 'headings' }]);
    expect(readStatement([october, about]).faults).toEqual([]);
  });
});
