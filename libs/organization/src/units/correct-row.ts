import { fieldsToCorrectBy } from '#libs/imports';
import type { UnitDoubt, UnitValues } from './judge-units.js';

/** What a person may correct in a row of a list of units. */
export const CORRECTABLE = ['code', 'name', 'level', 'kind', 'parent'] as const satisfies readonly (keyof UnitValues)[];
export type Correctable = (typeof CORRECTABLE)[number];

/** Which values answer which doubt. A unit that was changed meanwhile needs another reading of the file. */
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

/** What a person is asked for in a row; nothing where it is taken in, accepted, known, or stands for a whole sheet. */
export const fieldsToCorrect = fieldsToCorrectBy(CORRECTABLE, ANSWERS);
