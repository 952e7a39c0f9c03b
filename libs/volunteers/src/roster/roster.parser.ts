import { UnitNames, type NamedUnit } from '#libs/identity/parsing';
import type { Sheet } from '#libs/platform/parsing';
import { SkillWords, type SkillList } from '../skills/skill-list.js';
import { readRoster, type RosterContext } from './read-roster.js';

export type RosterTask = Required<Omit<RosterContext, 'units' | 'words'>> & {
  units: NamedUnit[];
  skills: SkillList;
};

/** Entry point of the parser thread for a roster. */
export const parse = (sheets: Sheet[], { units, skills, ...task }: RosterTask): ReturnType<typeof readRoster> =>
  readRoster(sheets, { ...task, units: new UnitNames(units), words: new SkillWords(skills) });
