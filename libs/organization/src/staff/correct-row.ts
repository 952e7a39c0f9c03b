import { fieldsToCorrectBy } from '#libs/imports';
import type { StaffDoubt } from './read-staff.js';

/** The fields that a person may correct in a row of a staff list. */
export const CORRECTABLE = ['isSame', 'name', 'phone', 'unitCode', 'roles'] as const;
export type Correctable = (typeof CORRECTABLE)[number];

/** For a role that cannot be given in this unit: another role, or another unit. */
const PLACE = ['unitCode', 'roles'] as const;

/** The fields that resolve each doubt. Where the actor may not give the roles, a person who may give them only saves the
 *  row. */
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

/** The fields that a person is asked for in a row. None where the row is taken in, accepted, or stands for a whole sheet. */
export const fieldsToCorrect = fieldsToCorrectBy(CORRECTABLE, ANSWERS);
