import { FIRST_ID } from '#libs/platform';

/** Reads rows in the order of their ids, part by part. load: those after an id, at most `part`. */
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
