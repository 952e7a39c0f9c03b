import 'reflect-metadata';
import { ForeignSchema, KeyFault, Problem, RotationRefused, SettingsFault, problemBody } from '#libs/platform';
import {
  allotCommand,
  closeYearCommand,
  exportBookCommand,
  openYearCommand,
  statementCommand,
  verifyFundsCommand,
} from './commands/funds.js';
import { readStatementCommand } from './commands/funds-read-statement.js';
import { maskingEvaluateCommand } from './commands/masking-evaluate.js';
import { newKeyCommand, retireKeyCommand, rotateKeysCommand, keysStatusCommand } from './commands/keys.js';
import { matchBenchCommand } from './commands/match-bench.js';
import { matchExplainCommand } from './commands/match-explain.js';
import { migrateCommand } from './commands/migrate.js';
import { contractsCommand } from './commands/contracts.js';
import { openapiCommand } from './commands/openapi.js';
import { createAdminCommand } from './commands/people-create-admin.js';
import { forgetSecondFactorCommand } from './commands/people-forget-second-factor.js';
import { giveActivationCodeCommand } from './commands/people-give-activation-code.js';
import { unitsImportCommand } from './commands/units-import.js';
import { verifyCommand } from './commands/verify.js';
import { readRosterCommand } from './commands/volunteers-read-roster.js';
import { wishesImportCommand } from './commands/wishes-import.js';
import { Usage, type Command } from './command.js';

const COMMANDS: Record<string, () => Promise<Command> | Command> = {
  migrate: () => migrateCommand,
  verify: () => verifyCommand,
  contracts: () => contractsCommand,
  openapi: () => openapiCommand,
  'units import': () => unitsImportCommand,
  'people create-admin': () => createAdminCommand,
  'people forget-second-factor': () => forgetSecondFactorCommand,
  'people give-activation-code': () => giveActivationCodeCommand,
  'keys status': () => keysStatusCommand,
  'keys new': () => newKeyCommand,
  'keys rotate': () => rotateKeysCommand,
  'keys retire': () => retireKeyCommand,
  'wishes import': () => wishesImportCommand,
  'funds open-year': () => openYearCommand,
  'funds allot': () => allotCommand,
  'funds close-year': () => closeYearCommand,
  'funds statement': () => statementCommand,
  'funds verify': () => verifyFundsCommand,
  'funds export-book': () => exportBookCommand,
  'funds read-statement': () => readStatementCommand,
  'volunteers read-roster': () => readRosterCommand,
  'masking evaluate': () => maskingEvaluateCommand,
  'match bench': () => matchBenchCommand,
  'match explain': () => matchExplainCommand,
  story: async () => (await import('./demo/story.js')).storyCommand,
};

async function main(args: string[]): Promise<number> {
  const name = [args.slice(0, 2).join(' '), args[0] ?? ''].find((candidate) => candidate in COMMANDS);
  if (!name) {
    const uses = await Promise.all(
      Object.entries(COMMANDS).map(async ([key, load]) => `  ${key} ${(await load()).usage}`),
    );
    process.stderr.write(`npm run cli -- COMMAND\n${uses.join('\n')}\n`);
    return args.length === 0 || args[0] === 'help' || args[0] === '--help' ? 0 : 1;
  }
  const command = await COMMANDS[name]!();
  try {
    return await command.run(args.slice(name.split(' ').length));
  } catch (error) {
    if (error instanceof Problem) {
      const body = problemBody(error, 'zh');
      process.stderr.write(
        args.includes('--json') ? `${JSON.stringify(body)}\n` : `${String(body.title)} (${error.kind.code})\n`,
      );
    } else if ([ForeignSchema, KeyFault, RotationRefused, SettingsFault].some((kind) => error instanceof kind))
      process.stderr.write(`${(error as Error).message}\n`);
    else if (error instanceof Usage)
      process.stderr.write(`${error.message}\nnpm run cli -- ${name} ${command.usage}\n`);
    else process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
