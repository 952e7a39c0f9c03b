import { benchMatching } from '#libs/matching';
import { Usage, print, readArgs, type Command } from '../command.js';

/** Computes a plan for a generated town and prints its quality, run time and memory use. */
export const matchBenchCommand: Command = {
  usage: '--wishes N --volunteers M [--edges 20] [--tight] [--seed 1] [--json]',
  async run(args) {
    const { values } = readArgs(args, {
      wishes: { type: 'string' },
      volunteers: { type: 'string' },
      edges: { type: 'string', default: '20' },
      tight: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    });
    const size = {
      wishes: whole('wishes', values.wishes),
      volunteers: whole('volunteers', values.volunteers),
      seed: whole('seed', values.seed),
      isTight: values.tight,
    };
    const bench = await benchMatching(size, whole('edges', values.edges));
    if (values.json) print(JSON.stringify(bench));
    else for (const [name, value] of Object.entries(bench)) print(`${name.padEnd(24)} ${value ?? '–'}`);
    return bench.violations === 0 && (bench.optimum === null || bench.optimum === bench.objective) ? 0 : 1;
  },
};

function whole(name: string, text: string | undefined): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Usage(`--${name} must be a whole number above zero.`);
  return value;
}
