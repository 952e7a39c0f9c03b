import type { Sheet } from '#libs/platform/parsing';
import type { NamedUnit } from '#libs/identity/parsing';
import { OfficeNames } from './office-names.js';
import { readStaff, type StaffContext } from './read-staff.js';

export type StaffTask = Required<Omit<StaffContext, 'offices'>> & { units: NamedUnit[] };

/** Parses a staff list; runs in a worker thread. */
export const parse = (sheets: Sheet[], { units, ...task }: StaffTask): ReturnType<typeof readStaff> =>
  readStaff(sheets, { ...task, offices: new OfficeNames(units) });
