import { FIRST_ID } from '#libs/platform';

/** Reads all rows in id order, in parts. `load` returns at most `part` rows after an id. */
export async function* inParts<R extends { id: string }>(
  load: (after: string) => Promise<R[]>,
  part: number,
): AsyncGenerator<R[]> {
  for (let after: string = FIRST_ID; ;) {
    const rows = await load(after);
    if (rows.length > 0) yield rows;
    if (rows.length < part) return;
    after = rows.at(-1)!.id;
  }
}
