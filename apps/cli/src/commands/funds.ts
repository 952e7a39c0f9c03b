import { createWriteStream } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { NestFactory } from '@nestjs/core';
import { Transactions, Vault, budgetYear, formatFen, shanghaiDay, verifyInvariants, type Actor } from '#libs/platform';
import {
  AllotYear,
  CloseYear,
  FundBookQueries,
  FundsModule,
  FundsQueries,
  OpenYear,
  SealBooks,
  VERIFIER_FILE,
  fundsInvariants,
  type Rollover,
} from '#libs/funds';
import { People, Units, type Unit } from '#libs/identity';
import { ApiModule } from '../../../api/src/api.module.js';
import { Usage, print, readArgs, withDatabase, type Command } from '../command.js';

interface Office {
  transactions: Transactions;
  funds: { get<T>(type: new (...args: never[]) => T): T };
  unit: Unit;
  actor(): Promise<Actor>;
}

/** Opens the api's own use cases for one piece of work. `--unit` names a unit by its code, the district if there is none;
 *  `--as` the person who answers for what is changed. */
async function inOffice<T>(values: { unit?: string; as?: string }, work: (office: Office) => Promise<T>): Promise<T> {
  const app = await NestFactory.createApplicationContext(ApiModule, { logger: false });
  try {
    const transactions = app.get(Transactions);
    const units = app.get(Units);
    const root = await units.root(transactions);
    const named = values.unit
      ? await transactions.row<{ id: string }>('SELECT id FROM unit WHERE code = ?', [values.unit])
      : root;
    if (!named) throw new Usage(values.unit ? `There is no unit ${values.unit}.` : 'There are no units yet.');
    return await work({
      transactions,
      funds: app.select(FundsModule),
      unit: await units.get(transactions, named.id),
      actor: async () => {
        if (!values.as) throw new Usage('--as is missing: somebody answers for the money.');
        const actor = await app.get(People).actorByPhone(app.get(Vault).index('phone', values.as));
        if (!actor) throw new Usage('Nobody is registered with that telephone.');
        return actor;
      },
    });
  } finally {
    await app.close();
  }
}

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
  const fen = Math.round(Number(text) * 100);
  if (fen < 1) throw new Usage(`${name} must be more than nothing.`);
  return fen;
}

function readRollover(text: string | undefined): Rollover {
  if (text === 'return' || text === 'carry') return { policy: text };
  const cap = /^carry:(.+)$/.exec(text ?? '')?.[1];
  if (cap) return { policy: 'carry_with_cap', capFen: readFen(cap, '--rollover carry:') };
  throw new Usage('--rollover needs return, carry, or carry:YUAN.');
}

/** What every community below a unit has in a year: how many, how many open or closed, and what is left to spend. */
async function yearOf({ transactions, unit }: Office, year: number) {
  const row = await transactions.row<{ communities: number; opened: string; closed: string; availableFen: string }>(
    `SELECT COUNT(*) AS communities, COALESCE(SUM(y.year IS NOT NULL), 0) AS opened,
       COALESCE(SUM(y.closed_at IS NOT NULL), 0) AS closed, COALESCE(SUM(a.balance_fen), 0) AS available_fen
     FROM unit u LEFT JOIN fund_year y ON y.unit_id = u.id AND y.year = ?
     LEFT JOIN fund_account a ON a.unit_id = u.id AND a.year = y.year AND a.kind = 'available'
     WHERE u.level = 'community' AND u.path LIKE ?`,
    [year, `${unit.path}%`],
  );
  return {
    communities: Number(row?.communities ?? 0),
    opened: Number(row?.opened ?? 0),
    closed: Number(row?.closed ?? 0),
    availableFen: Number(row?.availableFen ?? 0),
  };
}

export const openYearCommand: Command = {
  usage: '--year YEAR --as PHONE [--unit CODE] [--dry-run] [--json]',
  run(args) {
    const { values } = readArgs(args, OPTIONS);
    const year = readYear(values.year);
    return inOffice(values, async (office) => {
      if (values['dry-run']) {
        const { communities, opened } = await yearOf(office, year);
        const would = { opened: communities - opened, alreadyOpen: opened };
        print(
          values.json
            ? JSON.stringify(would)
            : `Would open ${year} for ${would.opened} communities; ${opened} have it.`,
        );
        return 0;
      }
      const result = await office.funds.get(OpenYear).execute(await office.actor(), { unitId: office.unit.id, year });
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
        const row = await office.transactions.row<{ n: number; had: string }>(
          `SELECT COUNT(*) AS n, COALESCE(SUM(t.id IS NOT NULL), 0) AS had FROM unit u
           LEFT JOIN fund_transfer t ON t.op_key = CONCAT('allot-', ?, '-', u.id)
           WHERE u.level = 'community' AND u.path LIKE ?`,
          [year, `${office.unit.path}%`],
        );
        const alreadyAllotted = Number(row?.had ?? 0);
        const would = { allotted: Number(row?.n ?? 0) - alreadyAllotted, alreadyAllotted };
        print(
          values.json
            ? JSON.stringify(would)
            : `Would allot ${formatFen(amountFen)} each to ${would.allotted} communities, ${formatFen(amountFen * would.allotted)} in all; ${alreadyAllotted} have it.`,
        );
        return 0;
      }
      const result = await office.funds
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
        const { opened, closed, communities, availableFen } = await yearOf(office, year);
        const would = { closed: opened - closed, alreadyClosed: closed, notOpened: communities - opened, availableFen };
        print(
          values.json
            ? JSON.stringify(would)
            : `Would close ${year} of ${would.closed} communities with ${formatFen(availableFen)} left to spend; ${closed} are closed, ${would.notOpened} never had it.`,
        );
        return 0;
      }
      const showsProgress = process.stderr.isTTY;
      const result = await office.funds
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
    return inOffice(values, async ({ transactions, funds, unit }) => {
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

export const verifyFundsCommand: Command = {
  usage: '[--json]',
  run: (args) =>
    withDatabase(async (source) => {
      const { values } = readArgs(args, { json: { type: 'boolean' } });
      const { results } = await verifyInvariants(source, fundsInvariants);
      const laws = results.filter(({ name }) => name.startsWith('fund.'));
      const broken = laws.filter(({ holds }) => !holds);
      if (values.json) print(JSON.stringify({ checked: laws.length, broken: broken.length, results: laws }));
      else {
        for (const { name, law, holds, findings } of laws) {
          print(`${holds ? '✓' : '✗'} ${name.padEnd(22)} ${law}`);
          for (const finding of findings) print(`    ${finding}`);
        }
        print(`${laws.length - broken.length} of ${laws.length} hold.`);
      }
      return broken.length === 0 ? 0 : 1;
    }),
};

/** Writes the book, its heads and the program that checks them into a folder. What no head covers yet is signed first,
 *  once a day at the most. */
export const exportBookCommand: Command = {
  usage: 'DIR [--unit CODE] [--dry-run]',
  run(args) {
    const { values, positionals } = readArgs(args, OPTIONS);
    const folder = positionals[0];
    if (!folder) throw new Usage('Which folder?');
    return inOffice(values, async ({ transactions, funds, unit }) => {
      if (values['dry-run']) {
        const row = await transactions.row<{ books: number; entries: string }>(
          `SELECT COUNT(*) AS books, COALESCE(SUM(b.entries), 0) AS entries FROM fund_book b JOIN unit u ON u.id = b.unit_id WHERE u.path LIKE ?`,
          [`${unit.path}%`],
        );
        print(`Would write ${Number(row?.entries ?? 0)} entries of ${row?.books ?? 0} communities into ${folder}.`);
        return 0;
      }
      await mkdir(folder, { recursive: true });
      await funds.get(SealBooks).seal(shanghaiDay(new Date()));
      const books = funds.get(FundBookQueries);
      const write = (name: string, lines: AsyncGenerator<string>): Promise<void> =>
        pipeline(Readable.from(lines), createWriteStream(join(folder, name)));
      await write('heads.jsonl', books.headLines());
      await write('book.jsonl', books.lines(unit.path));
      await copyFile(VERIFIER_FILE, join(folder, 'verify-fund-book.mjs'));
      print(`Written into ${folder}. Check it: node verify-fund-book.mjs book.jsonl heads.jsonl`);
      return 0;
    });
  },
};
