import { fieldsToCorrectBy } from '#libs/imports';
import type { StaffDoubt } from './read-staff.js';

/** What a person may correct in a row of a list of staff. */
export const CORRECTABLE = ['isSame', 'name', 'phone', 'unitCode', 'roles'] as const;
export type Correctable = (typeof CORRECTABLE)[number];

/** A role that cannot be given there: another one, or another unit. */
const PLACE = ['unitCode', 'roles'] as const;

/** Which values answer which doubt. Where the actor may not give the roles, whoever may only saves the row. */
const ANSWERS: Record<StaffDoubt, readonly Correctable[]> = {
  name: ['name'],
  phone: ['phone'],
  unit: ['unitCode'],
  role: PLACE,
  level: PLACE,
  conflict: PLACE,
  ownAccount: ['phone'],
  servesElsewhere: ['phone', ...PLACE],
  notYours: PLACE,
  reserved: PLACE,
  fromAbove: PLACE,
  twoNames: ['isSame', 'name', 'phone'],
  otherName: ['isSame', 'phone'],
  closed: ['phone'],
  otherPerson: ['name', 'phone'],
  twice: ['phone', ...PLACE],
  held: PLACE,
  sheet: [],
};

/** What a person is asked for in a row; nothing where it is taken in, accepted, or stands for a whole sheet. */
export const fieldsToCorrect = fieldsToCorrectBy(CORRECTABLE, ANSWERS);
