import type { Sheet } from '#libs/platform/parsing';
import { readUnits, type UnitContext } from './read-units.js';

/** What a thread runs for a list of units. */
export const parse = (sheets: Sheet[], context: Required<UnitContext>): ReturnType<typeof readUnits> =>
  readUnits(sheets, context);
