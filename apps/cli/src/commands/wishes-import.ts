import { findJob, parseFile, runWithLease, type LongWork, type Transactions } from '#libs/platform';
import { rowReasons } from '#libs/imports';
import {
  WISH_FORM_PARSER,
  WishImports,
  WishesModule,
  explain,
  whyOf,
  type ImportRow,
  type parseWishForm,
} from '#libs/wishes';
import { Usage, print, readArgs, type Command } from '../command.js';
import { inOffice } from '../office.js';
import { knownUnits, printCounts, printHidden, takeFile } from '../sheet-file.js';

/** Reads a workbook of wishes and prints how it understands every row. With `--as` and `--unit` it adds the accepted rows
 *  in that person's name. The same file again adds nothing. */
export const wishesImportCommand: Command = {
  usage: 'FILE.xlsx (--dry-run [--as-of DAY] | --unit CODE --as PHONE) [--json]',
  async run(args) {
    const { positionals, values } = readArgs(args, {
      'dry-run': { type: 'boolean' },
      unit: { type: 'string' },
      as: { type: 'string' },
      'as-of': { type: 'string' },
      json: { type: 'boolean' },
    });
    const file = takeFile(positionals[0]);
    if (values['dry-run']) return preview(file, { asOf: dayOf(values['as-of']), asJson: Boolean(values.json) });
    if (!values.unit || !values.as)
      throw new Usage('Give either --dry-run, or --unit and --as: an import needs a responsible person.');
    return commit(file, { unitCode: values.unit, phone: values.as, asJson: Boolean(values.json) });
  },
};

/** The reference day for dates that the form leaves open. */
function dayOf(text: string | undefined): Date {
  const day = text === undefined ? new Date() : new Date(`${text}T00:00:00+08:00`);
  if (Number.isNaN(day.getTime())) throw new Usage('--as-of needs a day like 2026-11-30.');
  return day;
}

async function preview(file: InputFile, { asOf, asJson }: { asOf: Date; asJson: boolean }): Promise<number> {
  const { rows, hidden } = await parseFile<typeof parseWishForm>(file.bytes, file.name, {
    parser: WISH_FORM_PARSER,
    context: { units: await knownUnits(), asOf, fileName: file.name, choices: {} },
  });
  const counts = { accept: 0, review: 0, reject: 0, duplicate: 0 };
  for (const { verdict } of rows) counts[verdict] += 1;
  if (asJson) {
    print(JSON.stringify({ rows: rows.map(toJson), counts, hidden }));
    return 0;
  }
  for (const row of rows.filter(({ verdict }) => verdict !== 'accept')) {
    print(`${row.verdict.padEnd(9)} ${row.sheet} ${row.row}  ${rowReasons(row, explain, 'zh').join('；')}`);
  }
  printCounts(counts);
  printHidden(hidden);
  return 0;
}

type InputFile = ReturnType<typeof takeFile>;

/** Runs the api's own use cases in this process instead of waiting for the worker. */
async function commit(
  { bytes, name }: InputFile,
  by: { unitCode: string; phone: string; asJson: boolean },
): Promise<number> {
  return inOffice({ unit: by.unitCode, as: by.phone }, async ({ app, transactions, unit, actor: find }) => {
    const actor = await find();
    const imports = app.select(WishesModule).get(WishImports);
    const { jobs } = imports.kind;
    const { id } = await imports.start(actor, { unitId: unit.id, fileName: name, file: bytes });
    await hereOrThere(transactions, jobs.read, id, (job, keepAlive) => imports.read(job, keepAlive));
    await imports.commit(actor, id);
    await hereOrThere(transactions, jobs.commit, id, (job, keepAlive) => imports.takeRowsIn(job, keepAlive));
    const { status, rowsTotal, added, known } = await imports.get(actor, id);
    if (by.asJson) print(JSON.stringify({ id, status, rowsTotal, added, known }));
    else
      print(
        `${rowsTotal} rows, ${added} wishes added, ${known} known already. Import ${id}: correct the rest on the page of the import.`,
      );
    return status === 'committed' ? 0 : 1;
  });
}

/** Runs a job in this process if no worker has taken it yet; otherwise waits for the worker. */
async function hereOrThere(transactions: Transactions, kind: string, subjectId: string, work: LongWork): Promise<void> {
  for (;;) {
    const job = await findJob(transactions, kind, subjectId);
    if (job?.status !== 'scheduled' && job?.status !== 'running') return;
    if (job.status === 'scheduled' && (await runWithLease(transactions, job, work))) return;
    await new Promise((resume) => setTimeout(resume, 200));
  }
}

const toJson = (row: ImportRow): object => ({
  sheet: row.sheet,
  row: row.row,
  verdict: row.verdict,
  why: whyOf(row),
  values: row.values,
});
