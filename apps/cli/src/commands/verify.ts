import type { DataSource } from 'typeorm';
import { Config, Transactions, FieldEncryption, verifyInvariants, type Verification } from '#libs/platform';
import { invariantsOf } from '../../../libraries.js';
import { print, readArgs, withDatabase, type Command } from '../command.js';

/** Checks every library's invariants, samples of encrypted values, and the event chain, all in one snapshot. Exit code 1 if
 *  one is broken. */
export const verifyCommand: Command = {
  usage: '[--json]',
  run: (args) =>
    checkInvariants(args, async (source) =>
      verifyInvariants(source, invariantsOf(await FieldEncryption.open(new Config(), new Transactions(source)))),
    ),
};

/** Checks invariants and prints each result; exit code 1 if one is broken. */
export const checkInvariants = (args: string[], verify: (source: DataSource) => Promise<Verification>): Promise<number> =>
  withDatabase(async (source) => {
    const { values } = readArgs(args, { json: { type: 'boolean' } });
    const verification = await verify(source);
    if (values.json) print(JSON.stringify(verification));
    else {
      for (const { name, rule, holds, findings } of verification.results) {
        print(`${holds ? '✓' : '✗'} ${name.padEnd(22)} ${rule}`);
        for (const finding of findings) print(`    ${finding}`);
      }
      print(`${verification.checked - verification.broken} of ${verification.checked} hold.`);
    }
    return verification.broken === 0 ? 0 : 1;
  });
