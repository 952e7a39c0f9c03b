import { readFileSync } from 'node:fs';
import { UnitNames, parseUnitsCsv } from '#libs/identity';

/** The district's real units, for tests. */
export const nanhai = (): UnitNames =>
  new UnitNames(parseUnitsCsv(readFileSync(new URL('../../../identity/data/nanhai-units.csv', import.meta.url), 'utf8')));
