import { fieldsToCorrectBy } from '#libs/imports';
import type { UnitDoubt, UnitValues } from './judge-units.js';

/** The fields that a person may correct in a row of a unit list. */
export const CORRECTABLE = ['code', 'name', 'level', 'kind', 'parent'] as const satisfies readonly (keyof UnitValues)[];
export type Correctable = (typeof CORRECTABLE)[number];

/** The fields that resolve each doubt. A unit that was changed in the meantime needs another reading of the file. */
const ANSWERS: Record<UnitDoubt, readonly Correctable[]> = {
  code: ['code'],
  name: ['name'],
  level: ['level'],
  kind: ['kind'],
  parent: ['parent'],
  notBelow: ['level', 'parent'],
  moved: ['code', 'level', 'parent'],
  differs: CORRECTABLE,
  outside: ['code', 'parent'],
  changed: [],
  twice: [],
  same: [],
  sheet: [],
};

/** The fields that a person is asked for in a row. None where the row is taken in, accepted, known, or stands for a whole
 *  sheet. */
export const fieldsToCorrect = fieldsToCorrectBy(CORRECTABLE, ANSWERS);
