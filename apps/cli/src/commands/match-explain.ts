import { ExplainMatch } from '#libs/matching';
import { Usage, print, readArgs, type Command } from '../command.js';
import { inOffice } from '../office.js';

/** Prints the score of a wish–volunteer pair, component by component. */
export const matchExplainCommand: Command = {
  usage: 'WISH_ID VOLUNTEER_ID [--json]',
  async run(args) {
    const { values, positionals } = readArgs(args, { json: { type: 'boolean' } });
    const [wishId, personId] = positionals;
    if (!wishId || !personId) throw new Usage('Give the ids of a wish and a volunteer.');
    const found = await inOffice({}, ({ app }) => app.get(ExplainMatch, { strict: false }).trace(wishId, personId));
    if (values.json) print(JSON.stringify(found));
    else {
      for (const { signal, points, fact } of found.components)
        print(`${String(points).padStart(6)}  ${signal} ${fact}`.trimEnd());
      const others = found.points - found.components.reduce((sum, { points }) => sum + points, 0);
      print(`${String(others).padStart(6)}  base\n${String(found.points).padStart(6)}  in all`);
      for (const blocker of found.blockers) print(`    ✗  ${blocker}`);
    }
    return 0;
  },
};
