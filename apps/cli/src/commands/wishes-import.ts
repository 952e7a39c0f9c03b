import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Transactions } from '#libs/platform';
import { Units, readUnits } from '#libs/identity';
import { UnitNames, explain, readFile, readForm, type ImportRow, type NamedUnit } from '#libs/wishes';
import { UNITS_FILE, Usage, print, readArgs, withDatabase, type Command } from '../command.js';

const FILE_LIMIT = 20 * 1024 * 1024;

/** Reads a workbook of wishes and tells what it makes of every row. Committing is the api's: it needs a person who
 *  answers for it. */
export const wishesImportCommand: Command = {
  usage: 'FILE.xlsx --dry-run [--json]',
  async run(args) {
    const { positionals, values } = readArgs(args, { 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } });
    const file = positionals[0];
    if (!file) throw new Usage('Which file?');
    if (!values['dry-run'])
      throw new Usage('Only --dry-run here; a town commits its import through POST /api/v1/wish-imports, signed in.');
    // A file far over the limit is not even read.
    const bytes = statSync(file).size > FILE_LIMIT ? Buffer.alloc(FILE_LIMIT + 1) : readFileSync(file);
    const sheets = await readFile(bytes, basename(file));
    const rows = [...readForm(sheets, new UnitNames(await knownUnits()), new Date(), basename(file))];
    const counts = { accept: 0, review: 0, reject: 0, duplicate: 0 };
    for (const { verdict } of rows) counts[verdict] += 1;
    if (values.json) print(JSON.stringify({ rows: rows.map(toJson), counts }));
    else {
      for (const row of rows.filter(({ verdict }) => verdict !== 'accept')) {
        print(`${row.verdict.padEnd(9)} ${row.sheet} ${row.row}  ${explain(row, 'zh').join('；')}`);
      }
      print(
        Object.entries(counts)
          .map(([verdict, count]) => `${verdict} ${count}`)
          .join('  '),
      );
    }
    return 0;
  },
};

const toJson = ({ sheet, row, verdict, why, values }: ImportRow): object => ({ sheet, row, verdict, why, values });

/** The platform's units; while it has none, the district's list that comes with the project. */
async function knownUnits(): Promise<NamedUnit[]> {
  const units = await withDatabase(async (source) => {
    const transactions = new Transactions(source);
    const reader = new Units(transactions);
    const root = await reader.root(transactions);
    return root ? reader.below(transactions, root.path) : [];
  });
  if (units.length > 0) return units;
  const paths = new Map<string, string>();
  return readUnits(readFileSync(UNITS_FILE, 'utf8')).map((row) => {
    const path = `${paths.get(row.parentCode) ?? '/'}${row.code}/`;
    paths.set(row.code, path);
    return { id: row.code, code: row.code, name: row.name, level: row.level, path };
  });
}
