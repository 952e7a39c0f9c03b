import { readFileSync } from 'node:fs';
import { readUnits } from '#libs/identity';
import { UnitNames } from './unit-names.js';

/** The district's real units, for tests. */
export const nanhai = (): UnitNames => {
  const rows = readUnits(readFileSync(new URL('../../../identity/data/nanhai-units.csv', import.meta.url), 'utf8'));
  const paths = new Map<string, string>();
  return new UnitNames(
    rows.map((row) => {
      const path = `${paths.get(row.parentCode) ?? '/'}${row.code}/`;
      paths.set(row.code, path);
      return { ...row, id: row.code, path };
    }),
  );
};
