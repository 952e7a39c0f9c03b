/** By how many rows the order of writing may differ from that of time: transactions that ran side by side. */
export const DISORDER = 2_000;
const NO_ROW = Number.MAX_SAFE_INTEGER;

/** Rows of the trail between which everything lies that is asked for; an end that is missing is open. */
export interface RowSpan {
  first?: number;
  last?: number;
}

/** first, last: the first row from the first day on, and the last up to the last day; undefined where nothing happened. Then no
 *  row is far enough, and the span is empty. */
export function rowsBetween({
  from,
  first,
  until,
  last,
}: RowSpan & { from: string | undefined; until: string | undefined }): RowSpan {
  return {
    first: from === undefined ? undefined : first === undefined ? NO_ROW : Math.max(0, first - DISORDER),
    last: until === undefined ? undefined : last === undefined ? 0 : last + DISORDER,
  };
}
