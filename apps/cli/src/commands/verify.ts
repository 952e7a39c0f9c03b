import { verifyInvariants } from '#libs/platform';
import { INVARIANTS } from '../../../api/src/platform-parts.js';
import { print, readArgs, withDatabase, type Command } from '../command.js';

/** Runs every library's laws and the event chain in one snapshot; exit code 1 when one is broken. */
export const verifyCommand: Command = {
  usage: '[--json]',
  run: (args) =>
    withDatabase(async (source) => {
      const { values } = readArgs(args, { json: { type: 'boolean' } });
      const verification = await verifyInvariants(source, INVARIANTS);
      if (values.json) print(JSON.stringify(verification));
      else {
        for (const { name, law, holds, findings } of verification.results) {
          print(`${holds ? '✓' : '✗'} ${name.padEnd(22)} ${law}`);
          for (const finding of findings) print(`    ${finding}`);
        }
        print(`${verification.checked - verification.broken} of ${verification.checked} hold.`);
      }
      return verification.broken === 0 ? 0 : 1;
    }),
};
