import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSheets } from '#libs/platform';
import { nanhai } from './nanhai.fixture.js';
import { readForm, type ImportRow } from './read-form.js';

const CASES = new URL('../../../../test/fixtures/cases/', import.meta.url);
const read = async (name: string): Promise<ImportRow[]> =>
  readForm(await parseSheets(readFileSync(new URL(name, CASES)), name), {
    units: nanhai(),
    asOf: new Date('2026-11-29'),
    fileName: name,
  }).rows;
const briefly = (rows: ImportRow[]): string[] =>
  rows.map(
    ({ row, verdict, doubts, values }) =>
      `${row} ${verdict} ${doubts.join(',')} ${values.name} ${values.phone} ${values.text}`,
  );

describe('a form with wishes', () => {
  it.each(['wish-part-SharedStrings-capital.xlsx', 'wish-cdata-strings.xlsx', 'wish-workbook2-part.xlsx'])(
    'is read with any internal names and text storage: %s',
    async (name) => {
      const rows = await read(name);
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ verdict: 'accept', values: { name: '李子梅', unitCode: '440605125001' } });
    },
  );

  it('does not join two prices on two lines', async () => {
    const rows = await read('wish-two-prices-on-two-lines.xlsx');
    expect(rows.map(({ verdict, doubts, values }) => [verdict, doubts.join(), values.costYuan])).toEqual([
      ['review', 'cost', null],
      ['review', 'cost', null],
      ['review', 'cost', null],
      ['accept', '', 3.5],
      ['review', 'cost', null],
    ]);
  });

  it('does not take a pasted error for an empty cell', async () => {
    const rows = await read('wish-pasted-error-values.xlsx');
    expect(rows[0]).toMatchObject({ row: 3, verdict: 'review', doubts: ['cost'] });
    expect(rows[1]).toMatchObject({ row: 4, verdict: 'review', doubts: ['cost', 'people', 'due', 'age'] });
    expect(rows.filter(({ verdict }) => verdict === 'accept').map(({ row }) => row)).not.toContain(5);
  });

  it('keeps the last words of a wish, and drops separate thanks', async () => {
    const rows = await read('wish-words-of-thanks.xlsx');
    expect(rows.map(({ values }) => values.text)).toEqual([
      expect.stringMatching(/送一面锦旗表示感谢$/),
      expect.stringMatching(/上下楼梯很麻烦$/),
      expect.stringMatching(/孩子不会说谢谢$/),
      '想要一台风扇',
    ]);
  });

  it('does not cut off the end of a long wish', async () => {
    const [row] = await read('wish-longer-than-a-thousand-characters.xlsx');
    expect(row).toMatchObject({ verdict: 'review', doubts: ['length'] });
    expect(row!.values.text.length).toBeGreaterThan(1_200);
  });

  it('skips a hidden sheet of last year', async () => {
    expect((await read('wish-hidden-sheet-of-last-year.xlsx')).map(({ values }) => values.text)).toEqual([
      '今年想要一台风扇',
    ]);
  });

  it('assigns names and telephones below a heading of two rows', async () => {
    const rows = await read('wish-two-row-heading-two-people-other-first.xlsx');
    expect(briefly(rows)).toEqual(['4 accept  李子梅 15900007004 想要一台风扇']);
  });

  it('reads two lists side by side', async () => {
    const rows = await read('wish-two-lists-side-by-side.xlsx');
    expect(rows.map(({ values }) => [values.name, values.text])).toEqual([
      ['李子梅', '想要一台风扇'],
      ['陈坚', '想要一把伞'],
    ]);
  });

  it('reads a day followed by an hour of one digit', async () => {
    const rows = await read('wish-due-with-single-digit-hour.xlsx');
    expect(rows.map(({ values }) => values.dueOn)).toEqual(['2026-12-31', '2026-12-25', '2026-12-31', '2026-12-31']);
  });
});
