import { columnsFor, isBlank, squeeze, type Cell, type Table } from '#libs/platform/parsing';

/** The cell of a record that holds a field; undefined where nothing was filled in. */
export type CellOf<F extends string> = (field: F) => Cell | undefined;

export interface SheetRecord<F extends string> {
  sheet: string;
  /** As the person sees it, from 1. */
  row: number;
  cell: CellOf<F>;
}

/** What stands below a list: sums, remarks and signatures. */
const BELOW_A_LIST =
  /^(?:(?:本页|本表|全部)?(?:合|总|小|共|累)计|总数|(?:填表|填报|制表|审核|审批|负责|经办|联系)人|填表单位|填报单位|盖章|备注|说明|注|日期|联系电话)(?:人数|日期|时间|\d*)?(?:[:：]|$)/;

/** The rows of a table in which one of the `telling` fields is filled in; hidden rows are left out. Of several columns for a field
 *  the first that is filled in counts; where two that could be meant alike differ, neither is read: a person says which. */
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

/** What was typed, by field, to be shown beside what it was read as. */
export function typedOf<F extends string>(cell: CellOf<F>, fields: readonly F[]): Partial<Record<F, string>> {
  const typed: Partial<Record<F, string>> = {};
  for (const field of fields) {
    const text = cell(field)?.text.trim().slice(0, 100);
    if (text) typed[field] = text;
  }
  return typed;
}
