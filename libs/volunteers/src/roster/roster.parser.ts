import { UnitNames, type NamedUnit } from '#libs/identity/parsing';
import type { Sheet } from '#libs/platform/parsing';
import { StrengthWords, type StrengthList } from '../strengths/strength-list.js';
import { readRoster, type RosterContext } from './read-roster.js';

export type RosterTask = Required<Omit<RosterContext, 'units' | 'words'>> & {
  units: NamedUnit[];
  strengths: StrengthList;
};

/** Entry point of the parser thread for a roster. */
export const parse = (sheets: Sheet[], { units, strengths, ...task }: RosterTask): ReturnType<typeof readRoster> =>
  readRoster(sheets, { ...task, units: new UnitNames(units), words: new StrengthWords(strengths) });
