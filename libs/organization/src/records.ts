import { columnsFor, isBlank, squeeze, type Cell, type Table } from '#libs/platform/parsing';

/** The cell of a record that holds a field; undefined where it is empty. */
export type CellOf<F extends string> = (field: F) => Cell | undefined;

export interface SheetRecord<F extends string> {
  sheet: string;
  /** The row number as a person sees it, from 1. */
  row: number;
  cell: CellOf<F>;
}

/** Texts below a list that are no records: sums, remarks and signatures. */
const BELOW_A_LIST =
  /^(?:(?:本页|本表|全部)?(?:合|总|小|共|累)计|总数|(?:填表|填报|制表|审核|审批|负责|经办|联系)人|填表单位|填报单位|盖章|备注|说明|注|日期|联系电话)(?:人数|日期|时间|\d*)?(?:[:：]|$)/;

/** The rows of a table in which one of the `telling` fields is filled in; hidden rows are left out. Where several columns
 *  hold a field, the first filled one counts. Where two equally likely columns differ, neither is read: a person must
 *  decide. */
export function recordsOf<F extends string>(
  table: Table<F>,
  { fields, telling }: { fields: readonly F[]; telling: readonly F[] },
): SheetRecord<F>[] {
  const columns = new Map(fields.map((field) => [field, columnsFor(table, field)]));
  return table.rows.flatMap(({ row, cells, isHidden }) => {
    if (isHidden) return [];
    const cell: CellOf<F> = (field) => {
      const filled = columns.get(field)!.flatMap(({ at, rank }) => {
        const one = cells.get(at);
        return one && !isBlank(one.text) ? [{ one, rank }] : [];
      });
      const meant = filled.filter(({ rank }) => rank === filled[0]!.rank).map(({ one }) => one);
      return meant.some(({ text }) => text !== meant[0]!.text)
        ? { text: meant.map(({ text }) => text).join(' / '), isError: true }
        : meant[0];
    };
    const isRecord = telling.some((field) => cell(field)) && !isBelowTheList([...cells.values()]);
    return isRecord ? [{ sheet: table.sheet.name, row, cell }] : [];
  });
}

const isBelowTheList = (cells: Cell[]): boolean =>
  cells
    .filter(({ text }) => text.trim() !== '')
    .slice(0, 2)
    .some(({ text }) => BELOW_A_LIST.test(squeeze(text)));

/** The original text by field, shown next to the value that was read from it. */
export function typedOf<F extends string>(cell: CellOf<F>, fields: readonly F[]): Partial<Record<F, string>> {
  const typed: Partial<Record<F, string>> = {};
  for (const field of fields) {
    const text = cell(field)?.text.trim().slice(0, 100);
    if (text) typed[field] = text;
  }
  return typed;
}
