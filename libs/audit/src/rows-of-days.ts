/** By how many rows the order of writing may differ from the order of time, because transactions run concurrently. */
export const DISORDER = 2_000;
const NO_ROW = Number.MAX_SAFE_INTEGER;

/** A range of rows of the trail that contains everything requested; a missing end is open. */
export interface RowSpan {
  first?: number;
  last?: number;
}

/** The rows to search for a range of days. first: the first row from the first day on. last: the last row up to the last
 *  day. Where a day is given but no row exists for it, the range is empty. */
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
