import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { IMPORT_LIMITS, Transactions, type Hidden } from '#libs/platform';
import { Units, parseUnitsCsv, type NamedUnit } from '#libs/identity';
import { UNITS_FILE, Usage, print, withDatabase } from './command.js';

/** Reads a file named on the command line. A file over the size limit is not read; it is refused later as too large. Throws
 *  Usage. */
export function takeFile(path: string | undefined): { name: string; bytes: Buffer } {
  if (!path) throw new Usage('Which file?');
  if (!existsSync(path)) throw new Usage(`There is no file ${path}.`);
  const isTooLarge = statSync(path).size > IMPORT_LIMITS.fileBytes;
  return { name: basename(path), bytes: isTooLarge ? Buffer.alloc(IMPORT_LIMITS.fileBytes + 1) : readFileSync(path) };
}

/** Prints on one line how many rows have each verdict. */
export function printCounts(counts: Record<string, number>): void {
  const parts = Object.entries(counts).map(([verdict, count]) => `${verdict} ${count}`);
  print(parts.join('  '));
}

/** Prints which hidden sheets and rows were not read; prints nothing if there are none. */
export function printHidden({ sheets, rows }: Hidden): void {
  if (sheets.length > 0 || rows > 0) print(`not read, since hidden: ${[`${rows} rows`, ...sheets].join(', ')}`);
}

/** Returns the platform's units, or the list that comes with the project while the platform has no communities. */
export async function knownUnits(): Promise<NamedUnit[]> {
  const units = await withDatabase(async (source) => {
    const transactions = new Transactions(source);
    const reader = new Units();
    const root = await reader.root(transactions);
    return root ? reader.below(transactions, root.path) : [];
  });
  if (units.some(({ level }) => level === 'community')) return units;
  return parseUnitsCsv(readFileSync(UNITS_FILE, 'utf8'));
}
