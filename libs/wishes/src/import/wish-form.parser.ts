import { UnitNames, type NamedUnit } from '#libs/identity/parsing';
import type { Sheet } from '#libs/platform/parsing';
import { readForm, type FormContext } from './read-form.js';

export type WishFormTask = Required<Omit<FormContext, 'units'>> & { units: NamedUnit[] };

/** Runs in a worker thread for one file of wishes. */
export const parse = (sheets: Sheet[], { units, ...task }: WishFormTask): ReturnType<typeof readForm> =>
  readForm(sheets, { ...task, units: new UnitNames(units) });
