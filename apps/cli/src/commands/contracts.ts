import { LIBRARIES } from '../../../libraries.js';
import { print, readArgs, type Command } from '../command.js';

/** Lists what each library declares: events, deadlines, tasks, permissions, jobs, invariants. */
export const contractsCommand: Command = {
  usage: '[--json]',
  run(args) {
    const { values } = readArgs(args, { json: { type: 'boolean' } });
    const contracts = LIBRARIES.map(
      ({ name, events = [], deadlines = [], tasks = [], permissions = [], jobs = [], invariants = [] }) => ({
        library: name,
        events: events.map(({ name: event, topic, visibility }) => ({
          name: event,
          topic: topic?.name ?? null,
          visibility,
        })),
        deadlines: deadlines.map(({ name: deadline, length }) => ({ name: deadline, length })),
        tasks: tasks.map(({ name: task, permission }) => ({ name: task, permission: permission.name })),
        permissions: permissions.map(({ name: permission, roles }) => ({ name: permission, roles })),
        jobs: [...jobs],
        invariants: invariants.map(({ name: invariant, rule }) => ({ name: invariant, rule })),
      }),
    );
    if (values.json) print(JSON.stringify(contracts, null, 2));
    else for (const contract of contracts) printContract(contract);
    return Promise.resolve(0);
  },
};

function printContract({
  library,
  ...declared
}: { library: string } & Record<string, string | readonly (string | { name: string })[]>): void {
  print(library);
  for (const [what, list] of Object.entries(declared)) {
    const names = [...list].map((one) => (typeof one === 'string' ? one : one.name));
    if (names.length > 0) print(`  ${what} (${names.length}): ${names.join(', ')}`);
  }
}
