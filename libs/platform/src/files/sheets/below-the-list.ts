import { collapseSpaces } from './person-cells.js';
import type { Cell, SheetRow } from './sheet.js';

/** 填表人, 填表人：, 审核日期（盖章）, 审核人张三 */
const SIGNATURE =
  /^(?:(?:填表|填报|制表|审核|审批|复核|核对|经办)(?:人|员|单位|日期|时间|电话)?\d*(?:[:(]|$)|(?:负责|联系)(?:人|电话)\d*[:(]|(?:填表|填报|制表|审核|审批|复核|核对|经办|负责)[人员]\p{Script=Han}{2,3}$)/u;
const TOTAL =
  /^(?:本[页表]|全[部表]|以上)?(?:[合总小共累]计|总[数额])(?:[\d.,元人名户件个万共约]|金额|费用|人数)*(?:[:(]|$)/;
const REMARK = /^(?:盖章|公章|签[字名章]|单位|日期|负责人|联系人|联系电话|注|备注|说明)\d*(?:[:(]|$)/;

/** The cell that shows that a row stands below a list. */
export interface Mark {
  cell: Cell;
  /** It names the person who filled in the form; otherwise it is a sum or a remark. */
  isSignature: boolean;
}

/** Returns the mark of a row below a list, or undefined. Each form judges the other cells of the row itself. */
export function belowTheList({ cells }: SheetRow): Mark | undefined {
  const first = [...cells]
    .filter(([, { text }]) => text.trim() !== '')
    .toSorted(([a], [b]) => a - b)
    .slice(0, 3);
  for (const [nth, [, cell]] of first.entries()) {
    const label = collapseSpaces(cell.text.slice(0, 60));
    if (nth < 2 && SIGNATURE.test(label)) return { cell, isSignature: true };
    if (TOTAL.test(label) || (nth < 2 && REMARK.test(label))) return { cell, isSignature: false };
  }
  return undefined;
}
