import { readFileSync } from 'node:fs';
import { listUnits } from '#libs/identity';
import { UnitNames } from './unit-names.js';

/** The district's real units, for tests. */
export const nanhai = (): UnitNames =>
  new UnitNames(listUnits(readFileSync(new URL('../../../identity/data/nanhai-units.csv', import.meta.url), 'utf8')));
