import { describe, expect, it } from 'vitest';
import { parseSheets, type Sheet } from '#libs/platform';
import { sheetOf } from '../../../../test/support/sheets.js';
import { rowsOf, workbookOf } from '../../../../test/support/workbooks.js';
import { readStatement, type Statement } from './read-statement.js';

const read = (lines: (string | number | undefined)[][], name = 's'): Statement =>
  readStatement([sheetOf(lines, [], name)]);
const movements = ({ lines }: Statement): unknown[] => lines.map(({ bookedOn, amountFen }) => [bookedOn, amountFen]);
const refusals = ({ faults }: Statement): unknown[] => faults.map(({ row, field }) => [row, field]);

describe('a word of debit or credit', () => {
  it.each(['方向', '收支方向', '交易类型', '标志'])('is not read without balances, below %s', (heading) => {
    const statement = read([
      ['日期', heading, '金额'],
      ['2026-11-03', '借', '10'],
      ['2026-11-04', '贷', '5'],
    ]);
    expect(refusals(statement)).toEqual([
      [2, 'direction'],
      [3, 'direction'],
    ]);
  });

  it.each([
    ['90', '95', -1_000, 500],
    ['110', '105', 1_000, -500],
  ])('is proved by the balances %s and %s', (first, second, one, other) => {
    const statement = read([
      ['日期', '方向', '金额', '余额'],
      ['2026-11-03', '借', '10', first],
      ['2026-11-04', '贷', '5', second],
    ]);
    expect(statement.faults).toEqual([]);
    expect(movements(statement)).toEqual([
      ['2026-11-03', one],
      ['2026-11-04', other],
    ]);
  });

  it('has the bank’s meaning below the flag or the column pair of banks', () => {
    for (const heading of ['借贷标志', '借/贷', 'DR/CR'])
      expect(
        movements(
          read([
            ['日期', heading, '金额'],
            ['2026-11-03', heading === 'DR/CR' ? 'DR' : '借', '10'],
          ]),
        ),
      ).toEqual([['2026-11-03', -1_000]]);
    const pair = [
      ['交易日期', '借方发生额', '贷方发生额', '摘要'],
      ['2026-11-03', '10', '', '五金'],
    ];
    expect(movements(read(pair))).toEqual([['2026-11-03', -1_000]]);
  });

  it.each([
    ['260.00DR', '收入'],
    ['260.00CR', '支出'],
    ['+260.00', '支出'],
  ])('is refused when the row contradicts it: %s, %s', (figure, word) => {
    const statement = read([
      ['日期', '收支', '金额'],
      ['2026-11-03', word, figure],
    ]);
    expect(refusals(statement)).toEqual([[2, 'amount']]);
  });
});

describe('a sum without a sign', () => {
  it.each(['金额', '交易金额', '发生额', '收入/支出', 'Amount'])('is not taken for income: %s', (heading) => {
    const statement = read([
      ['日期', heading, '摘要'],
      ['2026-11-03', '10', '五金'],
      ['2026-11-04', '5', '买伞'],
    ]);
    expect(refusals(statement)).toEqual([
      [2, 'direction'],
      [3, 'direction'],
    ]);
  });
});

describe('a sum beside others', () => {
  it('without a sign is not income when others have a plus', () => {
    const statement = read([
      ['日期', '金额'],
      ['2026-11-03', '+100'],
      ['2026-11-04', '50'],
    ]);
    expect(refusals(statement)).toEqual([[3, 'direction']]);
  });

  it('is not the balance in the column for the side of the balance', () => {
    const statement = read([
      ['日期', '收入', '支出', '余额', '余额方向'],
      ['2026-11-03', '100', '', '100', '贷'],
    ]);
    expect([statement.faults, statement.lines[0]!.balanceFen]).toEqual([[], 10_000]);
  });
});

describe('a sum in another currency', () => {
  it.each(['收入(美元)', '收入（USD）', '收入金额/港币', '贷方(HK$)', 'Credit (EUR)'])(
    'by its heading %s is refused',
    (heading) => {
      const statement = read([
        ['日期', heading, '支出'],
        ['2026-11-03', '10', ''],
      ]);
      expect([movements(statement), refusals(statement)]).toEqual([[], [[1, 'currency']]]);
    },
  );

  it('in a single column is refused, with or without a sign', () => {
    for (const heading of ['Amount (USD)', '金额（美元）', '发生额(港元)'])
      expect(
        refusals(
          read([
            ['日期', heading],
            ['2026-11-03', '-10'],
          ]),
        ),
      ).toEqual([[1, 'currency']]);
  });

  it('is left out beside columns of yuan; the yuan amount counts', () => {
    const statement = read([
      ['日期', '收入(人民币)', '支出(人民币)', '收入(美元)', '支出(美元)'],
      ['2026-11-03', '10', '', '', ''],
      ['2026-11-04', '', '', '7', ''],
      ['2026-11-05', '', '70', '', '10'],
    ]);
    expect(movements(statement)).toEqual([
      ['2026-11-03', 1_000],
      ['2026-11-05', -7_000],
    ]);
    expect(statement.leftOut).toEqual([{ sheet: 's', row: 3, why: 'currency' }]);
  });

  it.each(['美元', 'USD', '港币账户'])('on a sheet called %s is refused', (name) => {
    expect(
      refusals(
        read(
          [
            ['日期', '收入', '支出'],
            ['2026-11-03', '10', ''],
          ],
          name,
        ),
      ),
    ).toEqual([[1, 'currency']]);
  });

  it.each(['美元账户交易明细', '单位：美元', '金额单位：USD'])('below the title %s is refused', (title) => {
    expect(refusals(read([[title], ['日期', '收入', '支出'], ['2026-11-03', '10', '']]))).toEqual([[2, 'currency']]);
  });

  it('is refused where only the balance says so', () => {
    expect(
      refusals(
        read([
          ['日期', '收入', '余额(美元)'],
          ['2026-11-03', '10', '10'],
        ]),
      ),
    ).toEqual([[1, 'currency']]);
  });

  it('is refused by its cell format, like percentages and ten thousands', async () => {
    const styles = `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$$-409]#,##0.00"/><numFmt numFmtId="171" formatCode="[$¥-804]#,##0.00"/><numFmt numFmtId="172" formatCode="0.0%"/><numFmt numFmtId="173" formatCode="0.0&quot;万元&quot;"/><numFmt numFmtId="174" formatCode="0!.0,&quot;万元&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="173"/><xf numFmtId="174"/></cellXfs></styleSheet>`;
    const xml = `<worksheet><sheetData>${rowsOf([['日期', '收入', '支出']])}${[1, 2, 3, 4, 5]
      .map(
        (style, at) =>
          `<row r="${at + 2}"><c r="A${at + 2}" t="inlineStr"><is><t>2026-11-0${at + 3}</t></is></c><c r="B${at + 2}" s="${style}"><v>10</v></c></row>`,
      )
      .join('')}</sheetData></worksheet>`;
    const statement = readStatement(await parseSheets(workbookOf([xml], { 'xl/styles.xml': styles }), 'x.xlsx'));
    expect(refusals(statement)).toEqual([
      [2, 'amount'],
      [4, 'amount'],
      [5, 'amount'],
    ]);
    expect(movements(statement)).toEqual([
      ['2026-11-04', 1_000],
      ['2026-11-07', 1_000],
    ]);
  });
});

describe('an ambiguous sum', () => {
  it('is not taken from the wrong column', () => {
    const statement = read([
      ['日期', '记账收入金额', '记账支出金额', '交易收入金额', '交易支出金额'],
      ['2026-11-03', '10', '', '10', ''],
      ['2026-11-04', '', '', '', '5'],
    ]);
    expect(refusals(statement)).toEqual([[3, 'amount']]);
  });

  it('is not the available balance when the account balance is missing', () => {
    const { lines, breaks } = read([
      ['日期', '收入', '支出', '余额', '可用余额'],
      ['2026-11-03', '10', '', '10', '8'],
      ['2026-11-04', '5', '', '', '13'],
    ]);
    expect([lines.map(({ balanceFen }) => balanceFen), breaks]).toEqual([[1_000, null], []]);
  });

  it.each(['1.200', '1.200,00', '壹佰元整', '10%', '约10', '10-20', '10以内'])('is refused: %s', (figure) => {
    expect(
      refusals(
        read([
          ['日期', '收入', '支出'],
          ['2026-11-03', figure, ''],
        ]),
      ),
    ).toEqual([[2, 'amount']]);
  });

  it('is refused when a comma has split it into two cells', async () => {
    const file = '日期,收入,支出\n2026-11-03,,1,200.00\n2026-11-04,5,,\n';
    expect(refusals(readStatement(await parseSheets(Buffer.from(file), 'x.csv')))).toEqual([[2, 'amount']]);
  });

  it('is refused in each row when it is merged over several', async () => {
    const xml = (ref: string): string =>
      `<worksheet><sheetData>${rowsOf([
        ['日期', '收入', '支出', '摘要'],
        ['2026-11-03', '', '260', '五金'],
        ['2026-11-03', '', '', '买伞'],
      ]).replace(
        /<c [^>]*><is><t><\/t><\/is><\/c>/g,
        '',
      )}</sheetData><mergeCells><mergeCell ref="${ref}"/></mergeCells></worksheet>`;
    const merged = async (ref: string): Promise<Statement> =>
      readStatement(await parseSheets(workbookOf([xml(ref)]), 'x.xlsx'));
    expect(refusals(await merged('C2:C3'))).toEqual([
      [2, 'amount'],
      [3, 'amount'],
    ]);
    const html = `<table><tr><th>日期</th><th>收入</th><th>支出</th><th>摘要</th></tr>
      <tr><td rowspan="2">2026-11-03</td><td></td><td rowspan="2">260</td><td>五金</td></tr><tr><td></td><td>买伞</td></tr></table>`;
    expect(refusals(readStatement(await parseSheets(Buffer.from(html), 'x.xls')))).toEqual([
      [2, 'amount'],
      [3, 'amount'],
    ]);
  });
});

describe('the day of a movement', () => {
  it('is the booking day', () => {
    const statement = read([
      ['交易日期', '记账日期', '收入'],
      ['2026-11-30', '2026-12-01', '10'],
    ]);
    expect(movements(statement)).toEqual([['2026-12-01', 1_000]]);
  });

  it('is asked for when two equally likely columns differ', () => {
    const statement = read([
      ['日期', '交易日期', '收入'],
      ['2026-11-03', '2026-11-03', '10'],
      ['2026-11-30', '2026-12-01', '10'],
    ]);
    expect(refusals(statement)).toEqual([[3, 'day']]);
  });
});

describe('a sheet that was not read', () => {
  const october = sheetOf(
    [
      ['日期', '收入', '支出'],
      ['2026-10-03', '10', ''],
    ],
    [],
    '10月',
  );
  it('has headings that a person can explain', () => {
    const november = sheetOf(
      [
        ['何时', '进来', '出去'],
        ['2026-11-03', '10.00', '-'],
        ['2026-11-04', '-', '5.00'],
      ],
      [],
      '11月',
    );
    const { faults, headings } = readStatement([october, november]);
    expect(faults).toEqual([{ sheet: '11月', row: 1, field: 'headings' }]);
    expect(headings.map(({ heading, sheet, state }) => [heading, sheet, state])).toEqual([
      ['何时', '11月', 'unknown'],
      ['进来', '11月', 'unknown'],
      ['出去', '11月', 'unknown'],
    ]);
  });

  it('because it is hidden is reported', () => {
    const hidden: Sheet = {
      ...sheetOf(
        [
          ['日期', '收入'],
          ['2026-09-03', '10'],
        ],
        [],
        '9月',
      ),
      isHidden: true,
    };
    expect(readStatement([hidden, october]).leftOut).toEqual([{ sheet: '9月', row: 1, why: 'hidden' }]);
  });

  it('may have headings like property names of objects', () => {
    const statement = read([
      ['日期', '收入', 'constructor', '__proto__', 'toString'],
      ['2026-11-03', '10', 'x', 'y', 'z'],
    ]);
    expect([movements(statement), statement.faults]).toEqual([[['2026-11-03', 1_000]], []]);
  });
});
