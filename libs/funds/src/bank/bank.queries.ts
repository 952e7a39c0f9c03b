import { Injectable } from '@nestjs/common';
import {
  Transactions,
  UNREADABLE,
  FieldEncryption,
  addDays,
  readCursor,
  shanghaiDay,
  toPage,
  type Actor,
  type Flag,
  type Page,
} from '#libs/platform';
import { Access, Independence, People, UNITS, UnitNotFound, Units, type Unit } from '#libs/identity';
import { breaksOf } from './bank-breaks.js';
import {
  BANK_STEPS,
  LINE_FROM,
  LINE_STEPS,
  RETRACTION_STEPS,
  STATEMENT_STEPS,
  decisionRefusal,
  retractionRefusal,
  type StatementUse,
} from './bank-steps.js';
import { BankEntries, SUMS, toSums, type SumsRow } from './bank-entries.js';
import type {
  BankEntryResponse,
  BankLineResponse,
  BankReconciliationResponse,
  BankRetractionResponse,
  BankStatementResponse,
  BankSuggestionResponse,
  BankSumsResponse,
} from './bank.dto.js';
import type { ListedLineState } from './bank-codes.js';
import type { ImportResult } from './import-statement.js';
import { EARLIEST_DAYS, LATEST_DAYS, suggestMatches, type OpenEntry, type OpenLine } from './suggest-matches.js';
import { BANK_READ, BANK_RECONCILE } from '../funds.permissions.js';

/** Number of movements considered for suggestions, oldest first; handled ones make room for the next. */
const LINES_LOOKED_AT = 300;
const ENTRIES_LOOKED_AT = 5_000;

/** Read models of the bank reconciliation: both sides, the matches, and the unexplained difference. */
@Injectable()
export class BankQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly independence: Independence,
    private readonly units: Units,
    private readonly people: People,
    private readonly encryption: FieldEncryption,
    private readonly entries: BankEntries,
  ) {}

  async reconciliation(actor: Actor, unitId: string, wantedDay?: string): Promise<BankReconciliationResponse> {
    const unit = await this.reader(actor, unitId);
    const mayReconcile = this.access.may(actor, BANK_RECONCILE, unit.path);
    const days = await this.daysOf(unitId);
    const untilOn = wantedDay ?? days?.untilOn ?? shanghaiDay(new Date());
    const [bankFen, bookFen, open, aside, openEntries, unconfirmedBreaks, statements] = await Promise.all([
      this.bankFen(unitId, untilOn),
      this.bookFen(unit, untilOn),
      this.lineSums(unitId, 'open', untilOn),
      this.lineSums(unitId, 'aside', untilOn),
      days ? this.entries.openSums(this.transactions, unit.path, { fromOn: days.fromOn, untilOn }) : toSums(undefined),
      this.unconfirmedBreaks(unitId),
      this.statements(actor, unitId, mayReconcile),
    ]);
    const netOf = ({ inFen, outFen }: BankSumsResponse): number => inFen - outFen;
    return {
      allowedSteps: mayReconcile ? [...BANK_STEPS] : [],
      fromOn: days?.fromOn ?? null,
      untilOn: days ? untilOn : null,
      bankFen,
      bookFen,
      openLines: open,
      openEntries,
      asideLines: aside,
      unexplainedFen: bankFen === null ? null : bankFen - netOf(open) - netOf(aside) + netOf(openEntries) - bookFen,
      unconfirmedBreaks,
      statements,
    };
  }

  async lines(
    actor: Actor,
    unitId: string,
    query: { state: ListedLineState; limit: number; cursor?: string },
  ): Promise<Page<BankLineResponse>> {
    const unit = await this.reader(actor, unitId);
    const mayReconcile = this.access.may(actor, BANK_RECONCILE, unit.path);
    const rows = await this.linesOf(unitId, query.state, {
      after: readCursor(query.cursor, ['day', 'uuid']),
      limit: query.limit + 1,
    });
    return toPage(
      rows,
      query.limit,
      ({ bookedOn, id }) => [bookedOn, id],
      (row) => this.showLine(row, mayReconcile),
    );
  }

  /** Book entries without a matching movement, oldest first. */
  async openEntries(
    actor: Actor,
    unitId: string,
    query: { limit: number; cursor?: string },
  ): Promise<Page<BankEntryResponse>> {
    const unit = await this.reader(actor, unitId);
    const after = readCursor(query.cursor, ['day', 'uuid']);
    const days = await this.daysOf(unitId);
    if (!days) return { items: [], nextCursor: null };
    const rows = await this.entries.open(this.transactions, unit.path, days, {
      after,
      limit: query.limit + 1,
    });
    const names = await this.unitNames(rows);
    return toPage(
      rows,
      query.limit,
      ({ bookedOn, id }) => [bookedOn, id],
      (row) => showEntry(row, names),
    );
  }

  /** Suggests which movements and entries belong together, with the matching signals. */
  async suggestions(actor: Actor, unitId: string): Promise<{ items: BankSuggestionResponse[] }> {
    const unit = await this.reader(actor, unitId);
    const mayReconcile = this.access.may(actor, BANK_RECONCILE, unit.path);
    const rows = await this.linesOf(unitId, 'open', { limit: LINES_LOOKED_AT });
    if (rows.length === 0) return { items: [] };
    const lines = new Map(rows.map((row) => [row.id, { row, told: this.told(row) }]));
    const open = rows.map(({ id, bookedOn, amountFen }) => ({ id, bookedOn, amountFen, ...lines.get(id)!.told }));
    const suggestions = suggestMatches(open, await this.entriesFor(unit, open));
    const names = await this.unitNames(suggestions.flatMap((one) => one.entries));
    return {
      items: suggestions.map((one) => ({
        line: this.showLine(lines.get(one.lineId)!.row, mayReconcile, lines.get(one.lineId)!.told),
        entries: one.entries.map((entry) => showEntry(entry, names)),
        isSure: one.isSure,
        because: one.because,
      })),
    };
  }

  /** The entries that may match these movements. When there are too many, only those with the amount or party of one of the
   *  movements, and all allotments and returns. */
  private async entriesFor(unit: Unit, lines: OpenLine[]): Promise<OpenEntry[]> {
    // A payment in the last days of a year reaches the account in the next year: include days before the first movement.
    const days = {
      fromOn: addDays(lines[0]!.bookedOn, -LATEST_DAYS),
      untilOn: addDays(lines.at(-1)!.bookedOn, -EARLIEST_DAYS),
    };
    const page = { limit: ENTRIES_LOOKED_AT + 1 };
    const entries = await this.entries.open(this.transactions, unit.path, days, page);
    if (entries.length <= ENTRIES_LOOKED_AT) return entries;
    const like = {
      amountsFen: [...new Set(lines.map(({ amountFen }) => amountFen))],
      parties: [...new Set(lines.map(({ counterparty }) => counterparty))],
    };
    return this.entries.open(this.transactions, unit.path, days, { ...page, like });
  }

  /** The days of the first and the last known movement. */
  private async daysOf(unitId: string): Promise<{ fromOn: string; untilOn: string } | undefined> {
    const row = await this.transactions.row<{ fromOn: string | null; untilOn: string }>(
      `SELECT DATE_FORMAT(MIN(from_on), '%Y-%m-%d') AS from_on, DATE_FORMAT(MAX(until_on), '%Y-%m-%d') AS until_on
       FROM bank_statement WHERE unit_id = ? AND retracted_at IS NULL`,
      [unitId],
    );
    return row?.fromOn ? { fromOn: row.fromOn, untilOn: row.untilOn } : undefined;
  }

  /** The balance after the last movement up to a day. Ids grow in the order of the statement. */
  private async bankFen(unitId: string, untilOn: string): Promise<number | null> {
    const row = await this.transactions.row<{ balanceFen: number | null }>(
      `SELECT balance_fen FROM bank_line WHERE unit_id = ? AND booked_on <= ? AND retracted_at IS NULL
       ORDER BY booked_on DESC, id DESC LIMIT 1`,
      [unitId, untilOn],
    );
    return row?.balanceFen ?? null;
  }

  /** The expected balance at the end of a day: income, less payments and returned money. */
  private async bookFen(unit: Unit, untilOn: string): Promise<number> {
    const row = await this.transactions.row<{ fen: string | null }>(
      `SELECT -SUM(a.balance_fen) AS fen FROM ${UNITS} JOIN fund_account a ON a.unit_id = u.id
       WHERE u.path LIKE ? AND a.kind IN ('allotted','topped_up','donated','co_funded','paid','returned')`,
      [`${unit.path}%`],
    );
    return Number(row?.fen ?? 0) - (await this.entries.movedAfter(this.transactions, unit.path, untilOn));
  }

  private async lineSums(unitId: string, state: ListedLineState, untilOn: string): Promise<BankSumsResponse> {
    const row = await this.transactions.row<SumsRow>(
      `SELECT ${SUMS} FROM bank_line WHERE unit_id = ? AND state = ? AND booked_on <= ?`,
      [unitId, state, untilOn],
    );
    return toSums(row);
  }

  private async linesOf(
    unitId: string,
    state: ListedLineState,
    { after, limit }: { after?: [day: string, id: string] | null; limit: number },
  ): Promise<LineRow[]> {
    return this.transactions.rows<LineRow>(
      `SELECT id, DATE_FORMAT(booked_on, '%Y-%m-%d') AS booked_on, amount_fen, balance_fen, told, state, match_id, aside_reason FROM bank_line
       WHERE unit_id = ? AND state = ? ${after ? 'AND (bank_line.booked_on, id) > (?, ?)' : ''} ORDER BY bank_line.booked_on, id LIMIT ?`,
      [unitId, state, ...(after ?? []), limit],
    );
  }

  private async unconfirmedBreaks(unitId: string): Promise<number> {
    const row = await this.transactions.row<{ n: number }>(
      `SELECT COUNT(*) AS n FROM bank_break b JOIN bank_statement s ON s.id = b.statement_id
       WHERE s.unit_id = ? AND s.retracted_at IS NULL AND b.confirmed_at IS NULL`,
      [unitId],
    );
    return Number(row?.n ?? 0);
  }

  private async statements(actor: Actor, unitId: string, mayReconcile: boolean): Promise<BankStatementResponse[]> {
    const rows = await this.transactions.rows<StatementRow>(
      `SELECT id, file_name, DATE_FORMAT(from_on, '%Y-%m-%d') AS from_on, DATE_FORMAT(until_on, '%Y-%m-%d') AS until_on, closing_fen,
         line_count, added_count, imported_by, imported_at, retracted_at,
         EXISTS (SELECT 1 FROM bank_line l WHERE l.statement_id = bank_statement.id AND l.state = 'matched') AS matched,
         EXISTS (SELECT 1 FROM bank_line l WHERE l.statement_id = bank_statement.id AND l.state = 'aside') AS aside,
         (SELECT MAX(s.file_name) FROM bank_overlap o JOIN bank_statement s ON s.id = o.later_id
          WHERE o.earlier_id = bank_statement.id AND s.retracted_at IS NULL) AS later_file
       FROM bank_statement WHERE unit_id = ? ORDER BY bank_statement.until_on DESC, id DESC LIMIT 24`,
      [unitId],
    );
    const ids = rows.map(({ id }) => id);
    const namesOf = (people: string[]): Promise<Map<string, string>> => this.people.names(this.transactions, people);
    const [names, breaks, proposals] = await Promise.all([
      namesOf(rows.map(({ importedBy }) => importedBy)),
      breaksOf(this.transactions, ids, { mayReconcile, namesOf }),
      this.proposals(ids),
    ]);
    const statements: BankStatementResponse[] = [];
    for (const { importedBy, retractedAt, matched, aside, laterFile, ...row } of rows) {
      const isFree = !retractionRefusal({ retractedAt, matched, aside, laterFile });
      const proposal = proposals.get(row.id);
      const isProposed = proposal?.isAgreed === null;
      statements.push({
        ...row,
        breaks: breaks.get(row.id) ?? [],
        importedByName: names.get(importedBy) ?? '',
        isRetracted: retractedAt !== null,
        retraction: proposal ? await this.showProposal(proposal, mayReconcile ? { actor, isFree } : undefined) : null,
        allowedSteps: mayReconcile && isFree && !isProposed ? [...STATEMENT_STEPS] : [],
      });
    }
    return statements;
  }

  /** The latest proposal to retract each of these statements. */
  private async proposals(statementIds: string[]): Promise<Map<string, Proposal>> {
    if (statementIds.length === 0) return new Map();
    const rows = await this.transactions.rows<ProposalRow>(
      `SELECT id, statement_id, reason, proposed_by, proposed_at, is_agreed, decided_by, decided_at
       FROM bank_retraction WHERE statement_id IN (?) ORDER BY proposed_at, id`,
      [statementIds],
    );
    const names = await this.people.names(
      this.transactions,
      rows.flatMap(({ proposedBy, decidedBy }) => [proposedBy, ...(decidedBy ? [decidedBy] : [])]),
    );
    return new Map(
      rows.map(({ statementId, ...row }) => [
        statementId,
        {
          ...row,
          proposedByName: names.get(row.proposedBy) ?? '',
          decidedByName: row.decidedBy && (names.get(row.decidedBy) ?? ''),
        },
      ]),
    );
  }

  /** `decider`: the reader, if they may reconcile the account. Asks whether they are independent only of an open proposal. */
  private async showProposal(
    { proposedBy, isAgreed, decidedBy: _, ...proposal }: Proposal,
    decider: { actor: Actor; isFree: boolean } | undefined,
  ): Promise<BankRetractionResponse> {
    const mayDecide = decider && !decisionRefusal({ isAgreed, proposedBy }, decider.actor.personId);
    const mayAgree =
      mayDecide &&
      decider.isFree &&
      (await this.independence.areTwo(this.transactions, [proposedBy, decider.actor.personId]));
    return {
      ...proposal,
      state: isAgreed === null ? 'proposed' : isAgreed ? 'agreed' : 'declined',
      allowedSteps: mayDecide ? RETRACTION_STEPS.filter((step) => step === 'decline' || mayAgree) : [],
    };
  }

  private async unitNames(entries: { unitId: string }[]): Promise<Map<string, string>> {
    return this.units.names(
      this.transactions,
      entries.map(({ unitId }) => unitId),
    );
  }

  private told({ id, told }: LineRow): ImportResult {
    const opened = this.encryption.tryDecrypt('bank_line.told', id, told);
    if (opened !== undefined) return JSON.parse(opened) as ImportResult;
    return { counterparty: UNREADABLE, account: '', summary: UNREADABLE, reference: '' };
  }

  private showLine(row: LineRow, mayReconcile: boolean, said: ImportResult = this.told(row)): BankLineResponse {
    const { counterparty, account, summary, reference } = said;
    const { told: _, ...shown } = row;
    const allowedSteps = mayReconcile ? LINE_STEPS.filter((step) => LINE_FROM[step] === row.state) : [];
    return {
      ...shown,
      allowedSteps,
      counterparty,
      account: account && `•••• ${account.slice(-4)}`,
      summary,
      reference,
    };
  }

  private async reader(actor: Actor, unitId: string): Promise<Unit> {
    const unit = await this.units.get(this.transactions, unitId);
    this.access.require(actor, BANK_READ, unit.path, UnitNotFound);
    return unit;
  }
}

const showEntry = ({ accountTail: _, ...entry }: OpenEntry, names: Map<string, string>): BankEntryResponse => ({
  ...entry,
  unitName: names.get(entry.unitId) ?? '',
});

type StatementRow = Omit<
  BankStatementResponse,
  'breaks' | 'importedByName' | 'isRetracted' | 'retraction' | 'allowedSteps'
> &
  StatementUse & { importedBy: string };

type ProposalRow = Omit<BankRetractionResponse, 'state' | 'proposedByName' | 'decidedByName' | 'allowedSteps'> & {
  statementId: string;
  proposedBy: string;
  isAgreed: Flag | null;
  decidedBy: string | null;
};
type Proposal = Omit<ProposalRow, 'statementId'> & Pick<BankRetractionResponse, 'proposedByName' | 'decidedByName'>;

interface LineRow extends Omit<BankLineResponse, keyof ImportResult | 'allowedSteps'> {
  told: Buffer;
}
