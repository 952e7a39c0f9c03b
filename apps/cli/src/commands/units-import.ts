import { Transactions, parseFile } from '#libs/platform';
import { ChangeUnits, Units } from '#libs/identity';
import { UNITS_PARSER, describedUnit, unitVerdict, type UnitRow, type parseUnits } from '#libs/organization';
import { print, readArgs, withDatabase, type Command } from '../command.js';
import { takeFile } from '../sheet-file.js';

/** Adds or renames units from a workbook or a delimited text file, all or none. The same file again changes nothing. */
export const unitsImportCommand: Command = {
  usage: 'FILE [--json]',
  async run(args) {
    const { positionals, values } = readArgs(args, { json: { type: 'boolean' } });
    const file = takeFile(positionals[0]);
    return withDatabase(async (source) => {
      const transactions = new Transactions(source);
      const { rows } = await parseFile<typeof parseUnits>(file.bytes, file.name, {
        parser: UNITS_PARSER,
        context: { known: await new Units().below(transactions, '/'), within: '/', choices: {} },
      });
      const open = rows.filter(({ doubts }) => ['review', 'reject'].includes(unitVerdict(doubts)));
      for (const { sheet, row, doubts } of open) print(`${sheet} ${row}  ${doubts.join(', ')}`);
      if (open.length > 0) return 1;
      const result = await takeIn(transactions, rows);
      print(values.json ? JSON.stringify(result) : `${result.added} added, ${result.changed} changed.`);
      return 0;
    });
  },
};

async function takeIn(transactions: Transactions, rows: UnitRow[]): Promise<{ added: number; changed: number }> {
  const accepted = rows.filter(({ doubts }) => unitVerdict(doubts) === 'accept');
  const changes = await transactions.run(async (tx) => {
    const made = await new ChangeUnits().describe(tx, accepted.map(describedUnit), '/');
    const refused = made.findIndex((change) => 'refused' in change);
    if (refused >= 0) throw new Error(`${accepted[refused]!.values.code}: the tree was changed meanwhile; try again`);
    return made.flatMap((change) => ('refused' in change ? [] : [change]));
  });
  const added = changes.filter(({ before }) => before === null).length;
  return { added, changed: changes.length - added };
}
