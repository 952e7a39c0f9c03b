import { readFileSync } from 'node:fs';
import { UnitNames, listUnits } from '#libs/identity';

/** The district's real units, for tests. */
export const nanhai = (): UnitNames =>
  new UnitNames(listUnits(readFileSync(new URL('../../../identity/data/nanhai-units.csv', import.meta.url), 'utf8')));
