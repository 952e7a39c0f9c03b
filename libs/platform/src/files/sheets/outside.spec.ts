import { describe, expect, it } from 'vitest';
import { sheetOf } from '../../../../../test/support/sheets.js';
import { parseSheets } from './parse-sheets.js';
import { personColumn } from './person-columns.js';
import { findTables } from './find-tables.js';
import { headingsToChoose, withChoices } from './heading-choices.js';

describe('a text file', () => {
  it('with an unclosed quotation mark is refused, since it would join rows', async () => {
    const text = '日期,摘要,收入,支出\n2026-11-03,"五金,,260\n2026-11-04,买伞,,30\n2026-11-05,灯",,3\n';
    await expect(parseSheets(Buffer.from(text), 'a.csv')).rejects.toThrow('IMPORT_QUOTES');
    await expect(parseSheets(Buffer.from(text.replaceAll(',', '\t')), 'a.xls')).rejects.toThrow('IMPORT_QUOTES');
  });

  it('may have a cell of two lines', async () => {
    const [sheet] = await parseSheets(Buffer.from('日期,摘要,收入\n2026-11-03,"五金\n两件",260\n'), 'a.csv');
    expect(sheet!.rows[1]!.cells.get(1)!.text).toBe('五金\n两件');
  });
});

describe('a table of a web page', () => {
  it('with cells over several rows keeps every value in its column', async () => {
    const html = `<table><tr><th>日期</th><th>摘要</th><th>支出</th></tr>
      <tr><td rowspan="2">2026-11-03</td><td>五金</td><td>260</td></tr><tr><td>买伞</td><td>5</td></tr></table>`;
    const [sheet] = await parseSheets(Buffer.from(html), 'a.xls');
    expect(sheet!.rows.map(({ cells }) => [0, 1, 2].map((at) => cells.get(at)?.text))).toEqual([
      ['日期', '摘要', '支出'],
      ['2026-11-03', '五金', '260'],
      ['2026-11-03', '买伞', '5'],
    ]);
  });
});

describe('a telephone', () => {
  it.each(['帮扶干部手机', '楼长手机号', '小组长电话', '支部书记电话'])(
    'of a staff member belongs to that person: %s',
    (own) => {
      expect(personColumn([own])).toMatchObject({ of: 'staff' });
    },
  );

  it('of an unknown relation ranks after one without a relation', () => {
    const plain = personColumn(['联系电话'])!;
    expect(personColumn(['老师手机'])!.rank).toBeGreaterThan(plain.rank);
  });
});

describe('the meaning of a heading', () => {
  const form = {
    meaningOf: ([own]: readonly string[]) =>
      ({ 姓名: { field: 'name', rank: 0 }, 金额: { field: 'sum', rank: 1 } })[own!] as
        { field: 'name' | 'sum'; rank: number } | undefined,
    isTable: (fields: ReadonlySet<string>) => fields.size > 1,
  };
  it('chosen by a person like the default changes nothing', () => {
    expect(withChoices(form, { 金额: 'sum' }).meaningOf(['金额'])).toEqual({ field: 'sum', rank: 1 });
  });

  it('is asked for once for all sheets', () => {
    const sheets = [
      sheetOf(
        [
          ['姓名', '金额', '称呼'],
          ['甲', '1', '乙'],
        ],
        [],
        'S',
      ),
      sheetOf([['姓名', '金额', '称呼']], [], 'S'),
    ];
    const tables = findTables(sheets, form);
    expect(headingsToChoose({ sheets, tables }, { vocabulary: form, choices: {}, asked: [] })).toEqual([
      { heading: '称呼', sheet: 'S', column: 'C', field: null, state: 'unknown' },
    ]);
  });

  it('is not asked for when a row of names looks like a heading', () => {
    const sheets = [sheetOf([['李子梅', '姓名', '陈伯']])];
    expect(headingsToChoose({ sheets, tables: [] }, { vocabulary: form, choices: {}, asked: [] })).toEqual([]);
  });
});
