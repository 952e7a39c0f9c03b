import { fieldsToCorrectBy } from '#libs/imports';
import type { RosterDoubt } from './read-roster.js';

/** Fields of a roster row that staff may correct. */
export const CORRECTABLE = ['isSame', 'name', 'phone', 'unitCode'] as const;
export type Correctable = (typeof CORRECTABLE)[number];

/** Fields that resolve each doubt. */
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

/** Fields that staff are asked to correct. Empty if the row is imported, is accepted, or stands for a whole sheet. */
export const fieldsToCorrect = fieldsToCorrectBy(CORRECTABLE, ANSWERS);
