import { parseFile } from '#libs/platform';
import { DEFAULT_SKILLS, ROSTER_PARSER, homeOf, verdictOf, type RosterRow, type parseRoster } from '#libs/volunteers';
import { Usage, print, readArgs, type Command } from '../command.js';
import { knownUnits, printCounts, printHidden, takeFile } from '../sheet-file.js';

/** Reads a roster of party members and prints how it understands every row. Registers no one. */
export const readRosterCommand: Command = {
  usage: 'FILE --unit CODE [--json]',
  async run(args) {
    const { positionals, values } = readArgs(args, { unit: { type: 'string' }, json: { type: 'boolean' } });
    const file = takeFile(positionals[0]);
    if (!values.unit) throw new Usage('--unit needs the code of the unit whose members the file names.');
    const units = await knownUnits();
    const unit = units.find(({ code }) => code === values.unit);
    if (!unit) throw new Usage(`There is no unit ${values.unit}.`);
    const { rows, hidden } = await parseFile<typeof parseRoster>(file.bytes, file.name, {
      parser: ROSTER_PARSER,
      context: { units, skills: DEFAULT_SKILLS, home: homeOf(unit), choices: {} },
    });
    const counts = { accept: 0, review: 0, reject: 0, duplicate: 0 };
    for (const { doubts } of rows) counts[verdictOf(doubts)] += 1;
    if (values.json) print(JSON.stringify({ rows: rows.map(toJson), counts, hidden }));
    else {
      for (const { sheet, row, doubts } of rows.filter((one) => one.doubts.length > 0))
        print(`${verdictOf(doubts).padEnd(9)} ${sheet} ${row}  ${doubts.join(', ')}`);
      printCounts(counts);
      printHidden(hidden);
    }
    return 0;
  },
};

const toJson = ({ sheet, row, doubts, values }: RosterRow): object => ({
  sheet,
  row,
  verdict: verdictOf(doubts),
  why: doubts,
  values,
});
