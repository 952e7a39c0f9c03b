import { fieldsToCorrectBy } from '#libs/imports';
import type { RosterDoubt } from './read-roster.js';

/** What a person may correct in a row of a roster. */
export const CORRECTABLE = ['isSame', 'name', 'phone', 'unitCode'] as const;
export type Correctable = (typeof CORRECTABLE)[number];

/** Which values answer which doubt. */
const ANSWERS: Record<RosterDoubt, readonly Correctable[]> = {
  name: ['name'],
  phone: ['phone'],
  unit: ['unitCode'],
  otherName: ['isSame', 'phone'],
  closed: ['phone'],
  otherPerson: ['name', 'phone'],
  twice: ['phone'],
  sheet: [],
};

/** What a person is asked for in a row; nothing where it is taken in, accepted, or stands for a whole sheet. */
export const fieldsToCorrect = fieldsToCorrectBy(CORRECTABLE, ANSWERS);
