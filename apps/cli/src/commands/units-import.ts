import { readFileSync } from 'node:fs';
import { Transactions } from '#libs/platform';
import { Units } from '#libs/identity';
import { Usage, print, readArgs, withDatabase, type Command } from '../command.js';

/** Adds or renames units from a CSV file; the same file again changes nothing. */
export const unitsImportCommand: Command = {
  usage: 'FILE.csv [--json]',
  async run(args) {
    const { positionals, values } = readArgs(args, { json: { type: 'boolean' } });
    const file = positionals[0];
    if (!file) throw new Usage('Which file?');
    return withDatabase(async (source) => {
      const result = await new Units(new Transactions(source)).importCsv(readFileSync(file, 'utf8'), 'en');
      print(
        values.json
          ? JSON.stringify(result)
          : `${result.added} added, ${result.changed} changed, ${result.total} in all.`,
      );
      return 0;
    });
  },
};
