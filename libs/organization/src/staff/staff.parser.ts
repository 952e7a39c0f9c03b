import type { Sheet } from '#libs/platform/parsing';
import type { NamedUnit } from '#libs/identity/parsing';
import { OfficeNames } from './office-names.js';
import { readStaff, type StaffContext } from './read-staff.js';

export type StaffTask = Required<Omit<StaffContext, 'offices'>> & { units: NamedUnit[] };

/** What a thread runs for a list of staff. */
export const parse = (sheets: Sheet[], { units, ...task }: StaffTask): ReturnType<typeof readStaff> =>
  readStaff(sheets, { ...task, offices: new OfficeNames(units) });
