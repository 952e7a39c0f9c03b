import { ADULT_AGE, type Category } from '#libs/wishes';
import { ageBand } from '#libs/platform';
import type { PublicWish } from '../disclosure.dto.js';

/** The age band is shown only where at least this many open wishes share community, age band and category. A reader who
 *  knows these three then has one chance in five of knowing the person. Source: the cell size of five of official statistics
 *  (ICO, Anonymisation code of practice, 2012, app. 2; El Emam, Guide to the De-Identification of Personal Health
 *  Information, 2013, ch. 16). */
export const SMALLEST_CELL = 5;

/** What may identify the person of an open wish. communityPath: the path of the community that the wish's unit belongs
 *  to. */
export interface Identifying {
  communityPath: string;
  category: Category;
  age: number | null;
}

/** An open wish as stored. */
export type OpenWish = Omit<PublicWish, 'ageBand'> & Identifying;

/** How many open wishes each cell of community × age band × category holds. */
export class Cells {
  private readonly sizes = new Map<string, number>();

  /** n: open wishes with these values. */
  add(wish: Identifying, n = 1): void {
    const key = keyOf(wish);
    if (key !== null) this.sizes.set(key, (this.sizes.get(key) ?? 0) + n);
  }

  sizeOf(wish: Identifying): number {
    const key = keyOf(wish);
    return key === null ? 0 : (this.sizes.get(key) ?? 0);
  }
}

/** The one place that decides how a wish is shown to the public. The community is always shown, so that neighbours find the
 *  wish; the age is hidden instead. It is never shown for minors, nor for cells smaller than five. The reader's filters play
 *  no part, so no filter reveals what the card hides. `cells` counts all open wishes, not those of a page. */
export function showToPublic(wish: OpenWish, cells: Cells): PublicWish {
  const { age, communityPath, ...shown } = wish;
  const isShown = cells.sizeOf({ age, communityPath, category: wish.category }) >= SMALLEST_CELL;
  return { ...shown, ageBand: isShown ? ageBand(age) : null };
}

/** null: this person's age band is never shown. */
function keyOf({ communityPath, category, age }: Identifying): string | null {
  return age === null || age < ADULT_AGE ? null : `${communityPath}|${category}|${ageBand(age)}`;
}
