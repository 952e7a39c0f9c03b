import { ADULT_AGE, type Category } from '#libs/wishes';
import { ageBand } from '#libs/platform';
import type { PublicWish } from './disclosure.dto.js';

/** So many open wishes at least share community, age band and category before the band is shown: whoever knows these three
 *  has one chance in five of knowing the person. Source: the cell size of five of official statistics (ICO, Anonymisation
 *  code of practice, 2012, app. 2; El Emam, Guide to the De-Identification of Personal Health Information, 2013, ch. 16). */
export const SMALLEST_CELL = 5;

/** What may identify the person of an open wish. communityPath: of the community in which the wish's unit lies. */
export interface Identifying {
  communityPath: string;
  category: Category;
  age: number | null;
}

/** An open wish as it is kept. */
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

/** The one place that decides how a wish is shown to the public. Its community stays, so that neighbours find it; the age is
 *  what gives way. Nothing is said of a minor's age, and of nobody's whose cell is smaller than five. What a reader filters
 *  by plays no part, so no filter gives back what the card hides. `cells` counts all open wishes, not those of a page. */
export function showToPublic(wish: OpenWish, cells: Cells): PublicWish {
  const { age, communityPath, ...shown } = wish;
  const isShown = cells.sizeOf({ age, communityPath, category: wish.category }) >= SMALLEST_CELL;
  return { ...shown, ageBand: isShown ? ageBand(age) : null };
}

/** null: of this person's age nothing is said in any case. */
function keyOf({ communityPath, category, age }: Identifying): string | null {
  return age === null || age < ADULT_AGE ? null : `${communityPath}|${category}|${ageBand(age)}`;
}
