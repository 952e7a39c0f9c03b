import { createWriteStream } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { budgetYear, formatFen, shanghaiDay, verifyInvariants, yuanToFen } from '#libs/platform';
import {
  AllotYear,
  CloseYear,
  FundBookQueries,
  FundsModule,
  FundsQueries,
  OpenYear,
  SignDailyHeads,
  StatementRegister,
  VERIFIER_FILE,
  fundsContract,
  type Rollover,
} from '#libs/funds';
import { Usage, print, readArgs, type Command } from '../command.js';
import { inOffice, type Office } from '../office.js';
import { checkInvariants } from './verify.js';

const OPTIONS = {
  unit: { type: 'string' },
  year: { type: 'string' },
  as: { type: 'string' },
  amount: { type: 'string' },
  rollover: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

function readYear(text: string | undefined, fallback?: number): number {
  const year = text === undefined ? fallback : Number(text);
  if (year === undefined || !Number.isInteger(year) || year < 2020 || year > 2100)
    throw new Usage('--year needs a year like 2027.');
  return year;
}

function readFen(text: string | undefined, name: string): number {
  if (!text || !/^\d{1,10}(\.\d{1,2})?$/.test(text))
    throw new Usage(`${name} needs an amount in yuan like 500000 or 260.50.`);
  const fen = yuanToFen(Number(text));
  if (fen < 1) throw new Usage(`${name} must be more than nothing.`);
  return fen;
}

function readRollover(text: string | undefined): Rollover {
  if (text === 'return' || text === 'carry') return { policy: text };
  const cap = /^carry:(.+)$/.exec(text ?? '')?.[1];
  if (cap) return { policy: 'carry_with_cap', capFen: readFen(cap, '--rollover carry:') };
  throw new Usage('--rollover needs return, carry, or carry:YUAN.');
}

const progressOf = ({ app, transactions, unit }: Office, year: number) =>
  app.select(FundsModule).get(FundsQueries).progress(transactions, unit.path, year);

export const openYearCommand: Command = {
  usage: '--year YEAR --as PHONE [--unit CODE] [--dry-run] [--json]',
  run(args) {
    const { values } = readArgs(args, OPTIONS);
    const year = readYear(values.year);
    return inOffice(values, async (office) => {
      if (values['dry-run']) {
        const { communities, opened } = await progressOf(office, year);
        const would = { opened: communities - opened, alreadyOpen: opened };
        print(
          values.json
            ? JSON.stringify(would)
            : `Would open ${year} for ${would.opened} communities; ${opened} have it.`,
        );
        return 0;
      }
      const result = await office.app
        .select(FundsModule)
        .get(OpenYear)
        .execute(await office.actor(), { unitId: office.unit.id, year });
      print(
        values.json
          ? JSON.stringify(result)
          : `${year} opened for ${result.opened} communities; ${result.alreadyOpen} had it already.`,
      );
      return 0;
    });
  },
};

export const allotCommand: Command = {
  usage: '--year YEAR --amount YUAN --as PHONE [--unit CODE] [--dry-run] [--json]',
  run(args) {
    const { values } = readArgs(args, OPTIONS);
    const year = readYear(values.year);
    const amountFen = readFen(values.amount, '--amount');
    return inOffice(values, async (office) => {
      if (values['dry-run']) {
        const { communities, allotted } = await progressOf(office, year);
        const would = { allotted: communities - allotted, alreadyAllotted: allotted };
        print(
          values.json
            ? JSON.stringify(would)
            : `Would allot ${formatFen(amountFen)} each to ${would.allotted} communities, ${formatFen(amountFen * would.allotted)} in total; ${allotted} have it.`,
        );
        return 0;
      }
      const result = await office.app
        .select(FundsModule)
        .get(AllotYear)
        .execute(await office.actor(), { unitId: office.unit.id, year, amountFen });
      print(
        values.json
          ? JSON.stringify(result)
          : `${formatFen(amountFen)} each allotted to ${result.allotted} communities; ${result.alreadyAllotted} had it already.`,
      );
      return 0;
    });
  },
};

export const closeYearCommand: Command = {
  usage: '--year YEAR --rollover return|carry|carry:YUAN --as PHONE [--unit CODE] [--dry-run] [--json]',
  run(args) {
    const { values } = readArgs(args, OPTIONS);
    const year = readYear(values.year);
    const rollover = readRollover(values.rollover);
    return inOffice(values, async (office) => {
      if (values['dry-run']) {
        const { opened, closed, communities, availableFen } = await progressOf(office, year);
        const would = { closed: opened - closed, alreadyClosed: closed, notOpened: communities - opened, availableFen };
        print(
          values.json
            ? JSON.stringify(would)
            : `Would close ${year} of ${would.closed} communities with ${formatFen(availableFen)} left to spend; ${closed} are closed, ${would.notOpened} never had it.`,
        );
        return 0;
      }
      const showsProgress = process.stderr.isTTY;
      const result = await office.app
        .select(FundsModule)
        .get(CloseYear)
        .execute(await office.actor(), { unitId: office.unit.id, year, rollover }, (done, of) => {
          if (showsProgress) process.stderr.write(`\r${done} of ${of}${done === of ? '\n' : ''}`);
        });
      print(
        values.json
          ? JSON.stringify(result)
          : `${year} closed for ${result.closed} communities; ${result.alreadyClosed} were closed, ${result.notOpened} never had it.`,
      );
      return 0;
    });
  },
};

export const statementCommand: Command = {
  usage: '[--unit CODE] [--year YEAR] [--json]',
  run(args) {
    const { values } = readArgs(args, OPTIONS);
    const year = readYear(values.year, budgetYear(new Date()));
    return inOffice(values, async ({ app, transactions, unit }) => {
      const funds = app.select(FundsModule);
      const totals = await funds.get(FundsQueries).totals(transactions, unit.path, year);
      if (values.json) print(JSON.stringify({ unit: unit.code, name: unit.name, year, ...totals }));
      else {
        print(`${unit.name}  ${year}`);
        const lines: [string, number][] = [
          ['allotted 下达', totals.allottedFen],
          ['added 追加', totals.addedFen],
          ['reserved 冻结', totals.reservedFen],
          ['paid 支付', totals.paidFen],
          ['left 结转上缴', totals.leftFen],
          ['available 可用', totals.availableFen],
        ];
        for (const [name, fen] of lines) print(`${name.padEnd(14)} ${formatFen(fen).padStart(20)}`);
      }
      return 0;
    });
  },
};

/** Checks only the fund's invariants, without the event chain. */
export const verifyFundsCommand: Command = {
  usage: '[--json]',
  run: (args) =>
    checkInvariants(args, (source) => verifyInvariants(source, fundsContract.invariants, { chain: false })),
};

/** Writes the fund book, its signed daily heads and the verification program into a folder. First signs what no head covers
 *  yet, at most once a day. */
export const exportBookCommand: Command = {
  usage: 'DIR [--unit CODE] [--dry-run]',
  run(args) {
    const { values, positionals } = readArgs(args, OPTIONS);
    const folder = positionals[0];
    if (!folder) throw new Usage('Which folder?');
    return inOffice(values, async ({ app, unit }) => {
      const funds = app.select(FundsModule);
      if (values['dry-run']) {
        const books = await funds.get(FundBookQueries).books(unit.path);
        const entries = books.reduce((sum, book) => sum + book.entries, 0);
        print(`Would write ${entries} entries of ${books.length} communities into ${folder}.`);
        return 0;
      }
      await mkdir(folder, { recursive: true });
      await funds.get(SignDailyHeads).seal(shanghaiDay(new Date()));
      const books = funds.get(FundBookQueries);
      const write = (name: string, lines: AsyncGenerator<string>): Promise<void> =>
        pipeline(Readable.from(lines), createWriteStream(join(folder, name)));
      await write('heads.jsonl', books.headLines());
      await write('book.jsonl', books.lines(await books.books(unit.path)));
      await write('statements.jsonl', funds.get(StatementRegister).lines(unit.path));
      await copyFile(VERIFIER_FILE, join(folder, 'verify-fund-book.mjs'));
      print(`Written into ${folder}. Check it: node verify-fund-book.mjs book.jsonl heads.jsonl`);
      return 0;
    });
  },
};
