import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '#libs/platform';
import { layOut, layouts, typedDay, typedPhone, typedSum } from '../../../../test/support/sheets.js';
import { nanhai } from './nanhai.fixture.js';
import { readForm, type ImportRow } from './read-form.js';

const PAIR: [string, string] = ['姓名', '联系电话'];
const OTHERS = ['序号', '所属社区', '心愿内容', '预计费用（元）', '期望完成时间', '受益人数', '备注'];
const SURNAMES = '陈李黄何梁罗谢关麦区霍简';
const SHEETS = Number(process.env.SHEETS ?? 300);
const YEAR = 2026;

const units = nanhai();

describe('a form of wishes', () => {
  it('is read correctly or reported, for any position and spelling', () => {
    const wish = fc.record({
      phone: typedPhone,
      sum: typedSum,
      day: typedDay(YEAR),
      people: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(wish, { minLength: 1, maxLength: 9 }), layouts(PAIR, OTHERS), (wishes, layout) => {
        const lines = wishes.map(({ phone, sum, day, people }, at): Record<string, Cell | undefined> => ({
          序号: { text: String(at + 1), number: at + 1 },
          姓名: { text: `${SURNAMES[at]}阿婆` },
          联系电话: phone.cell,
          所属社区: { text: '沥苑社区' },
          心愿内容: { text: `想要${SURNAMES[at]}记的台灯，走廊太黑` },
          '预计费用（元）': sum.cell,
          期望完成时间: day.cell,
          受益人数: { text: `${people}人` },
          备注: at % 2 ? { text: '已核实 2 次' } : undefined,
        }));
        const { sheet, shown } = layOut(lines, layout, { pair: PAIR, sum: '预计费用（元）' });
        const { rows } = readForm([sheet], { units, asOf: new Date(Date.UTC(YEAR, 0, 5)) });
        expect(rows.map(({ values }) => values.text).toSorted()).toEqual(
          shown.map((line) => line['心愿内容']!.text).toSorted(),
        );
        for (const row of rows) {
          const at = lines.findIndex((line) => line['心愿内容']!.text === row.values.text);
          const { phone, sum, day, people } = wishes[at]!;
          expect(row.values).toMatchObject({ name: `${SURNAMES[at]}阿婆`, unitCode: '440605125001', people });
          // An empty cell says nothing of a telephone or a day; of a sum it says that there is none.
          agree(row, 'phone', row.values.phone, phone.value);
          agree(row, 'cost', row.values.costYuan, sum.value);
          agree(row, 'due', row.values.dueOn, day.value);
        }
      }),
      { numRuns: SHEETS },
    );
  });
});

/** What can be read is read, and nothing is asked; what cannot is asked, and nothing is read. */
function agree(row: ImportRow, field: string, read: unknown, expected: unknown): void {
  expect([field, read, row.doubts.includes(field)]).toEqual([field, expected ?? null, expected === undefined]);
}
