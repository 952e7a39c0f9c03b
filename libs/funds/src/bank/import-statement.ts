import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Events,
  InvalidInput,
  Transactions,
  FieldEncryption,
  newId,
  parseFile,
  sayIn,
  maskText,
  type Actor,
  type BlindIndex,
  type Locale,
  type NewRow,
  type Tx,
  type Row,
} from '#libs/platform';
import { Access, UnitNotFound, Units, lockUnit } from '#libs/identity';
import { FormHeadings } from '#libs/imports';
import { BankBreak } from './bank-break.entity.js';
import { BankLine } from './bank-line.entity.js';
import { BankOverlap } from './bank-overlap.entity.js';
import { BankStatement } from './bank-statement.entity.js';
import { STATEMENT_FIELDS } from './statement-columns.js';
import { breaksOf } from './bank-breaks.js';
import type { BankImportResponse } from './bank.dto.js';
import { StatementEmpty } from './bank.errors.js';
import { explainFault } from './explain-fault.js';
import type { StatementLine } from './read-statement.js';
import type { ParsedStatement, parse } from './statement.parser.js';
import { BankStatementImported } from '../funds.events.js';
import { BANK_RECONCILE } from '../funds.permissions.js';

export const STATEMENT_PARSER = new URL('./statement.parser.js', import.meta.url);

/** The form under which people's choices of headings are stored. */
export const STATEMENT_FORM = {
  form: 'statement',
  fields: STATEMENT_FIELDS,
  permission: BANK_RECONCILE,
} as const;

/** About one year of a busy town's account. */
const MOST_LINES = 20_000;
/** Limit of rows, including rows above and below the movements of all sheets. */
const MOST_SHEET_ROWS = 25_000;
/** A batch takes some milliseconds; between batches the process answers other requests. */
const LINES_AT_ONCE = 500;
const MOST_FAULTS = 50;
const MOST_LEFT_OUT = 200;

/** The bank's details of a movement besides day and amount. They may name a person, so they are stored encrypted. */
export type ImportResult = Pick<StatementLine, 'counterparty' | 'account' | 'summary'> & { reference: string };

/** Imports a bank statement as the bank's own software exports it, completely or not at all. Movements that are already
 *  known, from the same or an overlapping file, are skipped. */
@Injectable()
export class ImportStatement {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly headings: FormHeadings,
    private readonly encryption: FieldEncryption,
    private readonly events: Events,
  ) {}

  /** Throws UNIT_NOT_FOUND, FORBIDDEN, the errors of unreadable files, STATEMENT_WITHOUT_HEADINGS, STATEMENT_EMPTY,
   *  INVALID_INPUT with the rows that cannot be read. */
  async execute(actor: Actor, input: { unitId: string; fileName: string; file: Buffer }): Promise<BankImportResponse> {
    const unit = await this.units.get(this.transactions, input.unitId);
    this.access.require(actor, BANK_RECONCILE, unit.path, UnitNotFound);
    const choices = await this.headings.choices(this.transactions, STATEMENT_FORM.form, unit.path);
    const statement = assertWhole(
      await parseFile<typeof parse>(input.file, input.fileName, {
        parser: STATEMENT_PARSER,
        context: { choices },
        mostRows: MOST_SHEET_ROWS,
      }),
      actor.locale,
    );
    const fileHash = createHash('sha256').update(input.file).digest();
    const id = newId();
    return this.transactions.run(async (tx) => {
      // Imports for a unit run one after the other, so that the second knows the movements of the first.
      await lockUnit(tx, unit.id);
      const known = await tx.row<{ id: string }>(
        'SELECT id FROM bank_statement WHERE unit_id = ? AND file_hash = ? AND is_standing',
        [unit.id, fileHash],
      );
      if (known) return this.answer(tx, statement, { id: known.id, added: 0 });
      const { rows: lines, breaks } = statement;
      const days = lines.map(({ bookedOn }) => bookedOn).toSorted();
      const { fresh, restsOn } = await this.unknown(tx, unit.id, lines);
      await tx.insert(BankStatement, {
        id,
        unitId: unit.id,
        unitPath: unit.path,
        fileName: maskText(input.fileName).slice(0, 120),
        fileHash,
        fromOn: days[0]!,
        untilOn: days.at(-1)!,
        closingFen: lines.at(-1)!.balanceFen,
        lineCount: lines.length,
        addedCount: fresh.length,
        importedBy: actor.personId,
        importedAt: await tx.now(),
      });
      for (const batch of batchesOf(fresh))
        await tx.insert(
          BankLine,
          batch.map((one) => this.row(one, { statementId: id, unit })),
        );
      for (const batch of batchesOf(breaks))
        await tx.insert(
          BankBreak,
          batch.map(({ sheet, row, bookedOn, missingFen }) => ({
            id: newId(),
            statementId: id,
            sheet: maskText(sheet).slice(0, 120),
            rowNo: row,
            bookedOn,
            missingFen,
          })),
        );
      if (restsOn.length > 0)
        await tx.insert(
          BankOverlap,
          restsOn.map((earlierId) => ({ laterId: id, earlierId })),
        );
      await this.events.record(
        tx,
        BankStatementImported({
          unitId: unit.id,
          subjectId: id,
          actorId: actor.personId,
          data: { lines: lines.length, added: fresh.length },
        }),
      );
      return this.answer(tx, statement, { id, added: fresh.length });
    });
  }

  private async answer(
    tx: Tx,
    { rows: lines, leftOut }: ParsedStatement,
    { id, added }: { id: string; added: number },
  ): Promise<BankImportResponse> {
    return {
      id,
      lines: lines.length,
      added,
      breaks: (await breaksOf(tx, [id], { mayReconcile: true })).get(id) ?? [],
      leftOut: leftOut.slice(0, MOST_LEFT_OUT),
      leftOutCount: leftOut.length,
    };
  }

  /** The movements that no statement in use contains, and the statements that contain the others. */
  private async unknown(
    tx: Tx,
    unitId: string,
    lines: StatementLine[],
  ): Promise<{ fresh: Fingerprinted[]; restsOn: string[] }> {
    const fingerprints = new Fingerprints(await this.encryption.blindIndex(tx));
    const fresh: Fingerprinted[] = [];
    const restsOn = new Set<string>();
    for (const batch of batchesOf(lines)) {
      const marked = batch.map((line) => fingerprints.of(line));
      const rows = await tx.rows<Row<BankLine, 'lineHash' | 'statementId'>>(
        'SELECT line_hash, statement_id FROM bank_line WHERE unit_id = ? AND line_hash IN (?) AND is_standing',
        [unitId, marked.flatMap(({ hashes }) => hashes)],
      );
      const known = new Set(rows.map(({ lineHash }) => lineHash.toString('hex')));
      for (const { statementId } of rows) restsOn.add(statementId);
      fresh.push(...marked.filter(({ hashes }) => !hashes.some((hash) => known.has(hash.toString('hex')))));
    }
    return { fresh, restsOn: [...restsOn] };
  }

  private row(
    { line, hashes, indexKeyNo }: Fingerprinted,
    { statementId, unit }: { statementId: string; unit: { id: string; path: string } },
  ): NewRow<BankLine> {
    const id = newId();
    const { counterparty, account, summary, serial } = line;
    const told: ImportResult = { counterparty, account, summary, reference: serial };
    return {
      id,
      statementId,
      unitId: unit.id,
      unitPath: unit.path,
      lineHash: hashes[0]!,
      indexKeyNo,
      bookedOn: line.bookedOn,
      amountFen: line.amountFen,
      balanceFen: line.balanceFen,
      told: this.encryption.encrypt('bank_line.told', id, JSON.stringify(told)),
    };
  }
}

interface Fingerprinted {
  line: StatementLine;
  /** The first hash is the one to store. */
  hashes: Buffer[];
  indexKeyNo: number;
}

/** Identifies a movement by its serial number, else by its balance, else by the bank's details. Equal movements of a day are
 *  numbered. Details do not count beside a serial number or balance, since the bank may add a name later. Movements
 *  imported before this rule are identified by all details. */
class Fingerprints {
  private readonly seen = new Map<string, number>();

  constructor(private readonly index: BlindIndex) {}

  of(line: StatementLine): Fingerprinted {
    const { bookedOn, amountFen, balanceFen, counterparty, account, summary, serial } = line;
    const core = { bookedOn, amountFen, balanceFen };
    const isTold = balanceFen === null && serial === '';
    const hashes = this.hashesOf({ ...core, serial, ...(isTold ? { counterparty, account, summary } : {}) });
    const earlier = this.hashesOf({ ...core, counterparty, account, summary, reference: serial });
    return { line, hashes: [...hashes, ...earlier], indexKeyNo: this.index.keyNo };
  }

  private hashesOf(what: unknown): Buffer[] {
    const text = JSON.stringify(what);
    const nth = (this.seen.get(text) ?? 0) + 1;
    this.seen.set(text, nth);
    return this.index.candidates('bank-line', `${text}|${nth}`);
  }
}

const batchesOf = <T>(items: T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / LINES_AT_ONCE) }, (_, nth) =>
    items.slice(nth * LINES_AT_ONCE, (nth + 1) * LINES_AT_ONCE),
  );

/** Requires that the whole statement can be read. Throws STATEMENT_EMPTY, INVALID_INPUT. */
function assertWhole(read: ParsedStatement, locale: Locale): ParsedStatement {
  if (read.faults.length > 0)
    throw InvalidInput({
      faults: read.faults.slice(0, MOST_FAULTS).map(explainFault(locale, read.hasSheets)),
      ...(read.headings.length > 0 ? { headings: read.headings } : {}),
    });
  if (read.rows.length === 0) throw StatementEmpty();
  if (read.rows.length > MOST_LINES)
    throw InvalidInput({
      faults: [
        {
          field: 'file',
          reason: sayIn(locale)(`超过 ${MOST_LINES} 笔，请按月上传`, `more than ${MOST_LINES} movements`),
        },
      ],
    });
  return read;
}
