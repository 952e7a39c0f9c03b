import fc from 'fast-check';
import type { Cell, Sheet } from '#libs/platform';

/** A cell as people fill it in, and what has to be read from it; undefined: a person has to be asked. */
export interface Typed<V> {
  cell: Cell | undefined;
  value: V | undefined;
}
/** What stands in one line of a list, by its heading. */
export type Line = Record<string, Cell | undefined>;

/** A sheet of these lines, from row 1; undefined: the cell is not there. */
export const sheetOf = (lines: (string | number | undefined)[][], merges: Sheet['merges'] = [], name = 's'): Sheet => ({
  name,
  isHidden: false,
  from1904: false,
  merges,
  rows: lines.flatMap((line, at) => {
    const cells = new Map<number, Cell>();
    line.forEach((value, column) => {
      if (value === undefined) return;
      cells.set(column, typeof value === 'number' ? { text: String(value), number: value } : { text: value });
    });
    return cells.size > 0 ? [{ row: at + 1, cells }] : [];
  }),
});

const text = (typed: string): Cell => ({ text: typed });
const number = (value: number, typed = String(value)): Cell => ({ text: typed, number: value });
const fullWidth = (typed: string): string =>
  typed.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const grouped = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 });
const NUMERALS = '零一二三四五六七八九';
const chinese = (value: number): string => [...String(value)].map((digit) => NUMERALS[Number(digit)]).join('');

/** Mobile numbers, each in one of the ways in which offices keep them; some have lost digits, or are two. */
export const typedPhone: fc.Arbitrary<Typed<string>> = fc
  .tuple(fc.stringMatching(/^1[3-9]\d{7}[1-9]\d$/), fc.nat(13), fc.stringMatching(/^13[1-9]\d{7}1$/))
  .map(([phone, way, other]): Typed<string> => {
    const [a, b, c] = [phone.slice(0, 3), phone.slice(3, 7), phone.slice(7)];
    const right: Cell[] = [
      text(phone),
      number(Number(phone)),
      text(`${a} ${b} ${c}`),
      text(`${a}-${b}-${c}`),
      text(`+86 ${a} ${b} ${c}`),
      text(`0086${phone}`),
      text(`86-${phone}`),
      text(fullWidth(phone)),
      text(`（+86）${phone}`),
    ];
    if (way < right.length) return { cell: right[way], value: phone };
    const asked: (Cell | undefined)[] = [
      text(`${phone[0]}.${phone.slice(1, 5)}E+10`),
      text(`${phone} ${other}`),
      text(phone.slice(0, 10)),
      { text: '#N/A', isError: true },
      undefined,
    ];
    return { cell: asked[way - right.length], value: undefined };
  });

/** Sums of yuan; some are two, or none that can be told. */
export const typedSum: fc.Arbitrary<Typed<number>> = fc
  .tuple(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom(0, 0, 0.5, 0.25), fc.nat(17))
  .map(([whole, part, way]): Typed<number> => {
    const yuan = whole + part;
    const right: Cell[] = [
      number(yuan),
      text(String(yuan)),
      text(`${yuan}元`),
      text(`￥${grouped(yuan)}`),
      text(`${grouped(yuan)}.00`.replace(/(\.\d+)\.00$/, '$1')),
      text(`人民币${yuan}元整`),
      text(fullWidth(`${yuan}元`)),
      text(`约${yuan}元`),
      text(`${yuan} 块`),
      number(yuan, `¥${grouped(yuan)}`),
    ];
    if (way < right.length) return { cell: right[way], value: yuan };
    const asked: (Cell | undefined)[] = [
      text(`${whole} ${whole + 10}`),
      text(`${whole}元\n${whole}元`),
      text(`${whole}-${whole + 100}`),
      text(`${whole}左右或${whole + 5}`),
      text(`几百元`),
      { text: '#REF!', isError: true },
    ];
    if (way < 16) return { cell: asked[way - right.length], value: undefined };
    return way === 16
      ? { cell: text(`${(whole % 9_000) / 100}万元`), value: (whole % 9_000) * 100 }
      : { cell: text('无'), value: 0 };
  });

const EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** Days of the year in which the form was filled in and of the next; some are none, or could be two. */
export const typedDay = (year: number): fc.Arbitrary<Typed<string | null>> =>
  fc
    .tuple(
      fc.constantFrom(year, year + 1),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
      fc.nat(14),
    )
    .map(([y, month, day, way]): Typed<string | null> => {
      const two = (value: number): string => String(value).padStart(2, '0');
      const serial = (Date.UTC(y, month - 1, day) - EPOCH) / DAY_MS;
      const value = `${y}-${two(month)}-${two(day)}`;
      const right: Cell[] = [
        text(value),
        text(`${y}/${month}/${day}`),
        text(`${y}.${month}.${day}`),
        text(`${y}年${month}月${day}日`),
        text(fullWidth(`${y}年${month}月${day}日前`)),
        text(`${y}/${month}/${day} 0:00:00`),
        text(`${y}${two(month)}${two(day)}`),
        number(Number(`${y}${two(month)}${two(day)}`)),
        { ...number(serial, value), isDay: true },
        text(String(serial)),
        text(`${chinese(y)}年${month}月${day}日`),
      ];
      if (way < right.length) return { cell: right[way], value };
      if (way === 13) return { cell: undefined, value: null };
      const asked = [text(`${y}年${month}月31日或30日`), text('尽快'), { text: '#VALUE!', isError: true } as Cell];
      return { cell: asked[way - right.length] ?? text('春节前后'), value: undefined };
    });

export interface Layout {
  /** Lines of titles above the first list, and columns left of it. */
  above: number;
  left: number;
  /** Headings from left to right; name and telephone may stand under one group. */
  order: string[];
  heading: 'plain' | 'titled' | 'twiceTitled' | 'grouped';
  beside: number;
  below: number;
  gap: number;
  /** What stands under each list. */
  under: ('total' | 'remark' | 'signature' | 'blank')[];
  /** Every so many lines are hidden; 0: none. */
  hidden: number;
}

/** Where lists may stand in a sheet. `pair`: the headings that stand together. */
export const layouts = (pair: [string, string], others: string[]): fc.Arbitrary<Layout> =>
  fc
    .record({
      above: fc.integer({ min: 0, max: 4 }),
      left: fc.integer({ min: 0, max: 3 }),
      blocks: fc.shuffledSubarray([pair, ...others.map((one) => [one])], {
        minLength: others.length + 1,
        maxLength: others.length + 1,
      }),
      isTurned: fc.boolean(),
      heading: fc.constantFrom<Layout['heading'][]>('plain', 'titled', 'twiceTitled', 'grouped'),
      beside: fc.integer({ min: 1, max: 2 }),
      below: fc.integer({ min: 1, max: 2 }),
      gap: fc.integer({ min: 0, max: 2 }),
      under: fc.subarray(['total', 'remark', 'signature', 'blank'] as const),
      hidden: fc.constantFrom(0, 0, 2, 3),
    })
    .map(({ blocks, isTurned, ...rest }) => ({
      ...rest,
      order: blocks.flatMap((block) => (isTurned ? block.toReversed() : block)),
    }));

/** Lays lists out in a sheet. Returns it with the lines that can be seen, in the order of reading. */
export function layOut(
  lines: Line[],
  layout: Layout,
  { pair, sum }: { pair: [string, string]; sum: string },
): { sheet: Sheet; shown: Line[] } {
  const { order, left, gap, beside, below } = layout;
  const rows: Sheet['rows'] = [];
  const merges: Sheet['merges'] = [];
  const shown: Line[] = [];
  let row = 0;
  const write = (cells: [column: number, cell: Cell | undefined][], isHidden = false): void => {
    row += 1;
    const filled = cells.flatMap(([column, cell]): [number, Cell][] => (cell ? [[column, cell]] : []));
    if (filled.length > 0) rows.push({ row, cells: new Map(filled), ...(isHidden ? { isHidden: true as const } : {}) });
  };
  for (let at = 0; at < layout.above; at += 1) write([[0, text(`2026年第${at + 1}次征集情况一览表`)]]);
  const perBlock = Math.ceil(lines.length / below);
  for (let from = 0; from < lines.length; from += perBlock) {
    const block = lines.slice(from, from + perBlock);
    const height = Math.ceil(block.length / beside);
    const lists = Array.from({ length: beside }, (_, at) => block.slice(at * height, (at + 1) * height)).filter(
      (list) => list.length > 0,
    );
    const starts = lists.map((_, nth) => left + nth * (order.length + gap));
    const across = (column: number, count: number): number =>
      merges.push({ top: row + 1, bottom: row + 1, left: column, right: column + count - 1 });
    const titles = { plain: 0, titled: 1, twiceTitled: 2, grouped: 0 }[layout.heading];
    for (let level = 0; level < titles; level += 1) {
      for (const start of starts) across(start, order.length);
      write(starts.map((start, nth) => [start, text(`${level === 0 ? '登记' : '人员'}情况${'甲乙'[nth]!}`)]));
    }
    if (layout.heading === 'grouped') {
      const first = Math.min(...pair.map((one) => order.indexOf(one)));
      for (const start of starts) {
        across(start + first, 2);
        for (const [at, one] of order.entries())
          if (!pair.includes(one)) merges.push({ top: row + 1, bottom: row + 2, left: start + at, right: start + at });
      }
      write(
        starts.flatMap((start) =>
          order.flatMap((one, at): [number, Cell][] =>
            at === first ? [[start + at, text('本人')]] : pair.includes(one) ? [] : [[start + at, text(one)]],
          ),
        ),
      );
      write(starts.flatMap((start) => pair.map((one): [number, Cell] => [start + order.indexOf(one), text(one)])));
    } else write(starts.flatMap((start) => order.map((one, at): [number, Cell] => [start + at, text(one)])));
    for (let nth = 0; nth < height; nth += 1) {
      const isHidden = layout.hidden > 0 && (nth + 1) % layout.hidden === 0;
      write(
        lists
          .flatMap((list, at) => order.map((one, place) => [starts[at]! + place, list[nth]?.[one]] as const))
          .map(([column, cell]) => [column, cell]),
        isHidden,
      );
      if (!isHidden) shown.push(...lists.flatMap((list) => list.slice(nth, nth + 1)));
    }
    const at = starts[0]!;
    for (const what of layout.under) {
      if (what === 'blank') write([]);
      if (what === 'total')
        write([
          [at, text('合计')],
          [at + order.indexOf(sum), order[0] === sum ? text('合计') : number(4_321)],
        ]);
      if (what === 'remark') write([[at, text('备注：以上情况已经核实')]]);
      if (what === 'signature')
        write([
          [at, text('填表人：')],
          [at + 1, text('王网格')],
          [at + 2, text('13900000009')],
        ]);
    }
  }
  return { sheet: { name: '征集表', isHidden: false, from1904: false, merges, rows }, shown };
}
