import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Transactions, readSheets, runLeased, type DueJob, type LongWork } from '#libs/platform';
import { UnitNames, Units, listUnits, type NamedUnit } from '#libs/identity';
import {
  COMMIT_IMPORT,
  CommitImport,
  READ_IMPORT,
  ReadImport,
  StartImport,
  WishesModule,
  explain,
  readForm,
  type ImportRow,
} from '#libs/wishes';
import { UNITS_FILE, Usage, print, readArgs, withDatabase, type Command } from '../command.js';
import { inOffice } from '../office.js';

const FILE_LIMIT = 20 * 1024 * 1024;

/** Reads a workbook of wishes and tells what it makes of every row; or, in the name of a person who may import for a
 *  unit, adds what is accepted. The same file again adds nothing. */
export const wishesImportCommand: Command = {
  usage: 'FILE.xlsx (--dry-run | --unit CODE --as PHONE) [--json]',
  async run(args) {
    const { positionals, values } = readArgs(args, {
      'dry-run': { type: 'boolean' },
      unit: { type: 'string' },
      as: { type: 'string' },
      json: { type: 'boolean' },
    });
    const file = positionals[0];
    if (!file) throw new Usage('Which file?');
    if (!existsSync(file)) throw new Usage(`There is no file ${file}.`);
    // A file far over the limit is not even read.
    const bytes = statSync(file).size > FILE_LIMIT ? Buffer.alloc(FILE_LIMIT + 1) : readFileSync(file);
    if (values['dry-run']) return preview(bytes, basename(file), Boolean(values.json));
    if (!values.unit || !values.as)
      throw new Usage('Either --dry-run, or --unit and --as: somebody answers for an import.');
    return commit(bytes, basename(file), { unitCode: values.unit, phone: values.as, asJson: Boolean(values.json) });
  },
};

async function preview(bytes: Buffer, name: string, asJson: boolean): Promise<number> {
  const rows = [...readForm(await readSheets(bytes, name), new UnitNames(await knownUnits()), new Date(), name)];
  const counts = { accept: 0, review: 0, reject: 0, duplicate: 0 };
  for (const { verdict } of rows) counts[verdict] += 1;
  if (asJson) {
    print(JSON.stringify({ rows: rows.map(toJson), counts }));
    return 0;
  }
  for (const row of rows.filter(({ verdict }) => verdict !== 'accept')) {
    print(`${row.verdict.padEnd(9)} ${row.sheet} ${row.row}  ${explain(row, 'zh').join('；')}`);
  }
  print(
    Object.entries(counts)
      .map(([verdict, count]) => `${verdict} ${count}`)
      .join('  '),
  );
  return 0;
}

/** The api's own use cases, done here and now instead of by the worker. */
async function commit(
  bytes: Buffer,
  name: string,
  by: { unitCode: string; phone: string; asJson: boolean },
): Promise<number> {
  return inOffice({ unit: by.unitCode, as: by.phone }, async ({ app, transactions, unit, actor: find }) => {
    const actor = await find();
    const wishes = app.select(WishesModule);
    const { id } = await wishes.get(StartImport).execute(actor, { unitId: unit.id, fileName: name, file: bytes });
    const read = wishes.get(ReadImport);
    const commitImport = wishes.get(CommitImport);
    await hereOrThere(transactions, READ_IMPORT, id, (job, keepAlive) => read.run(job, keepAlive));
    await commitImport.execute(actor, id);
    await hereOrThere(transactions, COMMIT_IMPORT, id, (job, keepAlive) => commitImport.run(job, keepAlive));
    const ended = await transactions.row<{
      status: string;
      rowsTotal: number;
      wishesAdded: number;
      wishesKnown: number;
    }>('SELECT status, rows_total, wishes_added, wishes_known FROM wish_import WHERE id = ?', [id]);
    if (by.asJson) print(JSON.stringify({ id, ...ended }));
    else
      print(
        `${ended?.rowsTotal} rows, ${ended?.wishesAdded} wishes added, ${ended?.wishesKnown} known already. Import ${id}: settle the rest through the api.`,
      );
    return ended?.status === 'committed' ? 0 : 1;
  });
}

/** Does a job itself when no worker has taken it yet, or waits for the worker that has. */
async function hereOrThere(transactions: Transactions, kind: string, subjectId: string, work: LongWork): Promise<void> {
  for (;;) {
    const job = await transactions.row<DueJob & { status: string }>(
      'SELECT id, kind, subject_id, gen, due_at, status FROM job WHERE kind = ? AND subject_id = ?',
      [kind, subjectId],
    );
    if (job?.status !== 'scheduled' && job?.status !== 'running') return;
    if (job.status === 'scheduled' && (await runLeased(transactions, job, work))) return;
    await new Promise((resume) => setTimeout(resume, 200));
  }
}

const toJson = ({ sheet, row, verdict, why, values }: ImportRow): object => ({ sheet, row, verdict, why, values });

/** The platform's units; while it has none, the district's list that comes with the project. */
async function knownUnits(): Promise<NamedUnit[]> {
  const units = await withDatabase(async (source) => {
    const transactions = new Transactions(source);
    const reader = new Units(transactions);
    const root = await reader.root(transactions);
    return root ? reader.below(transactions, root.path) : [];
  });
  if (units.some(({ level }) => level === 'community')) return units;
  return listUnits(readFileSync(UNITS_FILE, 'utf8'));
}
