import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Events,
  InvalidInput,
  Transactions,
  Vault,
  type BlindIndex,
  newId,
  parseFile,
  type Actor,
  sayIn,
  type Locale,
  type SqlValue,
  type Tx,
  maskText,
} from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';
import { StatementEmpty } from './bank.errors.js';
import { explainFault } from './explain-fault.js';
import type { StatementLine } from './read-statement.js';
import type { ParsedStatement, parse } from './statement.parser.js';

export const STATEMENT_PARSER = new URL('./statement.parser.js', import.meta.url);

/** A month of a busy town's account is some hundred movements. */
const MOST_LINES = 5_000;
/** With what stands above and below the movements of every sheet. */
const MOST_SHEET_ROWS = 10_000;
const LINES_AT_ONCE = 500;
const MOST_FAULTS = 50;

/** What the bank says of a movement beside day and sum; may name a person, so it is kept sealed. */
export type Told = Pick<StatementLine, 'counterparty' | 'account' | 'summary'> & { reference: string };

interface Imported {
  id: string;
  lines: number;
  added: number;
  /** Rows before which something is missing, by their balances. */
  breaks: number[];
}

/** The bank's statement, as it leaves the bank's own program: all of it counts or none. Movements that are known already,
 *  from the same file or from one that overlaps, are not taken again. */
@Injectable()
export class ImportStatement {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly vault: Vault,
    private readonly events: Events,
  ) {}

  /** Throws UNIT_NOT_FOUND, FORBIDDEN, what tells that a file cannot be read, STATEMENT_WITHOUT_HEADINGS,
   *  STATEMENT_EMPTY, INVALID_INPUT with the rows that cannot be read. */
  async execute(actor: Actor, input: { unitId: string; fileName: string; file: Buffer }): Promise<Imported> {
    const unit = await this.units.get(this.transactions, input.unitId);
    this.access.require(actor, 'bank.reconcile', unit.path, UnitNotFound);
    const statement = assertWhole(
      await parseFile<typeof parse>(input.file, input.fileName, {
        parser: STATEMENT_PARSER,
        context: undefined,
        mostRows: MOST_SHEET_ROWS,
      }),
      actor.locale,
    );
    const fileHash = createHash('sha256').update(input.file).digest();
    const id = newId();
    return this.transactions.run(async (tx) => {
      // Two imports for one unit, one after the other: the second knows what the first has brought.
      await tx.row('SELECT id FROM unit WHERE id = ? FOR UPDATE', [unit.id]);
      const known = await tx.row<{ id: string }>('SELECT id FROM bank_statement WHERE unit_id = ? AND file_hash = ?', [
        unit.id,
        fileHash,
      ]);
      const { rows: lines } = statement;
      const breaks = statement.breaks.map(({ row }) => row);
      if (known) return { id: known.id, lines: lines.length, added: 0, breaks };
      const fresh = await this.unknown(tx, unit.id, lines);
      await tx.insert('bank_statement', {
        id,
        unitId: unit.id,
        unitPath: unit.path,
        fileName: maskText(input.fileName).slice(0, 120),
        fileHash,
        fromOn: lines[0]!.bookedOn,
        untilOn: lines.at(-1)!.bookedOn,
        closingFen: lines.at(-1)!.balanceFen,
        lineCount: lines.length,
        addedCount: fresh.length,
        breaks: JSON.stringify(breaks),
        importedBy: actor.personId,
        importedAt: await tx.now(),
      });
      for (let at = 0; at < fresh.length; at += LINES_AT_ONCE)
        await tx.insert(
          'bank_line',
          fresh.slice(at, at + LINES_AT_ONCE).map((one) => this.row(one, { statementId: id, unit })),
        );
      await this.events.record(tx, {
        name: 'BankStatementImported',
        unitId: unit.id,
        subjectId: id,
        actorId: actor.personId,
        visibility: 'internal',
        data: { lines: lines.length, added: fresh.length },
      });
      return { id, lines: lines.length, added: fresh.length, breaks };
    });
  }

  private async unknown(tx: Tx, unitId: string, lines: StatementLine[]): Promise<Fingerprinted[]> {
    const index = await this.vault.blindIndex(tx);
    const marked = fingerprints(index, lines);
    const known = new Set<string>();
    for (let at = 0; at < marked.length; at += LINES_AT_ONCE) {
      const rows = await tx.rows<{ lineHash: Buffer }>(
        'SELECT line_hash FROM bank_line WHERE unit_id = ? AND line_hash IN (?)',
        [unitId, marked.slice(at, at + LINES_AT_ONCE).flatMap(({ hashes }) => hashes)],
      );
      for (const { lineHash } of rows) known.add(lineHash.toString('hex'));
    }
    return marked.filter(({ hashes }) => !hashes.some((hash) => known.has(hash.toString('hex'))));
  }

  private row(
    { line, hashes, indexKeyNo }: Fingerprinted,
    { statementId, unit }: { statementId: string; unit: { id: string; path: string } },
  ): Record<string, SqlValue> {
    const id = newId();
    const { counterparty, account, summary, serial } = line;
    const told: Told = { counterparty, account, summary, reference: serial };
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
      told: this.vault.seal('bank_line.told', id, JSON.stringify(told)),
    };
  }
}

interface Fingerprinted {
  line: StatementLine;
  /** The one that is written comes first. */
  hashes: Buffer[];
  indexKeyNo: number;
}

/** What tells a movement from all others: its serial number, else its balance, else what the bank says of it; of equal ones
 *  it is the first, the second … of its day. The bank may fill in a name later. Movements that came in before this rule are
 *  known by all that the bank said. */
function fingerprints(index: BlindIndex, lines: StatementLine[]): Fingerprinted[] {
  const seen = new Map<string, number>();
  const hashesOf = (what: unknown): Buffer[] => {
    const text = JSON.stringify(what);
    const nth = (seen.get(text) ?? 0) + 1;
    seen.set(text, nth);
    return index.candidates('bank-line', `${text}|${nth}`);
  };
  return lines.map((line) => {
    const { bookedOn, amountFen, balanceFen, counterparty, account, summary, serial } = line;
    const core = { bookedOn, amountFen, balanceFen };
    const isTold = balanceFen === null && serial === '';
    const hashes = hashesOf({ ...core, serial, ...(isTold ? { counterparty, account, summary } : {}) });
    const earlier = hashesOf({ ...core, counterparty, account, summary, reference: serial });
    return { line, hashes: [...hashes, ...earlier], indexKeyNo: index.keyNo };
  });
}

/** All of it counts or none. Throws STATEMENT_EMPTY, INVALID_INPUT. */
function assertWhole(read: ParsedStatement, locale: Locale): ParsedStatement {
  const hasSheets = new Set(read.faults.map(({ sheet }) => sheet)).size > 1;
  if (read.faults.length > 0)
    throw InvalidInput({ faults: read.faults.slice(0, MOST_FAULTS).map(explainFault(locale, hasSheets)) });
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
