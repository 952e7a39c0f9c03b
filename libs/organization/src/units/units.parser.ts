import type { Sheet } from '#libs/platform/parsing';
import { readUnits, type UnitContext } from './read-units.js';

/** Parses a unit list; runs in a worker thread. */
export const parse = (sheets: Sheet[], context: Required<UnitContext>): ReturnType<typeof readUnits> =>
  readUnits(sheets, context);
