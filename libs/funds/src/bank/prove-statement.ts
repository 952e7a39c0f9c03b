import type { LeftOut, Place, StatementBreak, StatementFault, StatementLine } from './read-statement.js';
import type { RowRead } from './statement-row.js';

/** A row as read, before the check against the balances. */
export type Candidate = Place &
  RowRead & {
    /** By its status the movement did not happen or was undone; the balances show whether money moved. */
    doubt?: 'failed' | 'closed' | 'undone';
  };

export interface Proven {
  /** Oldest first. */
  lines: StatementLine[];
  leftOut: LeftOut[];
  breaks: StatementBreak[];
  faults: StatementFault[];
}

/** Puts the rows in order and verifies their signs by the balances, starting from `openingFen` when it is known. Some banks
 *  list the newest rows first; some holders use debit and credit from their own point of view. Pure. */
export function proveStatement(candidates: Candidate[], openingFen: number | null): Proven {
  const isTurnable = candidates.some(isDebitOrCredit);
  const tries = ordersOf(candidates).flatMap((rows) => {
    const isAsWritten = rows === candidates;
    return (isTurnable ? [false, true] : [false]).map((byHolder) =>
      new Proof(isAsWritten ? openingFen : null, byHolder).of(rows),
    );
  });
  // On a tie the first wins: the order of the file.
  return tries.reduce((best, other) => (contradictionsIn(other) < contradictionsIn(best) ? other : best));
}

/** The days determine the order. If they do not, both orders are possible. Monthly sheets may start with the newest. */
function ordersOf(rows: Candidate[]): Candidate[][] {
  const sheets = new Map<string, Candidate[]>();
  for (const row of rows) {
    const sheet = sheets.get(row.sheet);
    if (sheet) sheet.push(row);
    else sheets.set(row.sheet, [row]);
  }
  if (sheets.size < 2) return ordersOfSheet(rows);
  const first = (sheet: Candidate[]): string => sheet.map(({ bookedOn }) => bookedOn).toSorted()[0]!;
  const byDay = [...sheets.values()].toSorted((a, b) => compare(first(a), first(b)));
  return [...ordersOfSheet(rows), byDay.flat(), byDay.flatMap((sheet) => sheet.toReversed())];
}

function ordersOfSheet(rows: Candidate[]): Candidate[][] {
  const steps = rows.slice(1).map(({ bookedOn }, at) => compare(bookedOn, rows[at]!.bookedOn));
  const forwards = steps.filter((step) => step > 0).length - steps.filter((step) => step < 0).length;
  if (forwards > 0) return [rows];
  return forwards < 0 ? [rows.toReversed()] : [rows, rows.toReversed()];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const isDebitOrCredit = ({ sign }: Candidate): boolean => sign === 'debitOrCredit' || sign === 'eitherSide';

const contradictionsIn = ({ faults, breaks }: Proven): number => faults.length + breaks.length;

class Proof {
  private readonly proven: Proven = { lines: [], leftOut: [], breaks: [], faults: [] };
  private before: StatementLine | undefined;
  private balanceFen: number | null;

  constructor(
    openingFen: number | null,
    /** Debit and credit from the holder's point of view: 借 is incoming. */
    private readonly byHolder: boolean,
  ) {
    this.balanceFen = openingFen;
  }

  of(rows: Candidate[]): Proven {
    let isSideKnown = false;
    rows.forEach((row, at) => {
      const told = isDebitOrCredit(row) && this.byHolder ? -row.amountFen : row.amountFen;
      const moved = this.balanceFen !== null && row.balanceFen !== null ? row.balanceFen - this.balanceFen : undefined;
      if (row.doubt && !this.happened(row, { told, moved })) return;
      isSideKnown ||= isDebitOrCredit(row) && moved === told;
      this.take(row, row.sign === 'unknown' ? this.signOf(row, moved) : told);
      if (row.sign !== 'unknown' && moved !== undefined && moved !== told) this.contradict(row, told, rows[at + 1]);
      else this.follow(row, moved);
      this.balanceFen = row.balanceFen;
      this.before = this.proven.lines.at(-1);
    });
    // No balance confirms the direction of debit and credit, so their meaning stays unknown.
    if (!isSideKnown)
      for (const { sign, sheet, row } of rows)
        if (sign === 'eitherSide') this.proven.faults.push({ sheet, row, field: 'direction' });
    return this.proven;
  }

  private take({ sign: _, doubt: __, ...row }: Candidate, amountFen: number): void {
    this.proven.lines.push({ ...row, amountFen });
  }

  /** Whether the movement counts. A failed one moved no balance; an undone one may have, before a later row reversed it. */
  private happened(row: Candidate, { told, moved }: { told: number; moved: number | undefined }): boolean {
    const { sheet, row: no, doubt } = row;
    const hasMoved = moved !== undefined && moved !== 0 && Math.abs(moved) === Math.abs(told);
    if (doubt === 'undone') {
      if (hasMoved) return true;
      if (moved === 0) this.proven.leftOut.push({ sheet, row: no, why: 'failed' });
      else this.proven.faults.push({ sheet, row: no, field: 'status' });
    } else if (hasMoved) this.proven.faults.push({ sheet, row: no, field: 'status', isContradicted: true });
    else this.proven.leftOut.push({ sheet, row: no, why: doubt! });
    return false;
  }

  private signOf({ sheet, row, amountFen }: Candidate, moved: number | undefined): number {
    if (moved !== undefined && Math.abs(moved) === Math.abs(amountFen)) return moved;
    this.proven.faults.push({ sheet, row, field: 'direction' });
    return amountFen;
  }

  private contradict(row: Candidate, told: number, after: Candidate | undefined): void {
    const moved = row.balanceFen! - this.balanceFen!;
    const fault = (field: StatementFault['field']): void =>
      void this.proven.faults.push({ sheet: row.sheet, row: row.row, field, isContradicted: true });
    // The opposite amount: the balances contradict the sign.
    if (moved === -told) fault('direction');
    else if (isBalanceWrong(this.balanceFen!, told, after)) fault('balance');
    else if (this.before && followsAtOnce(this.before.serial, row.serial)) fault('amount');
    else this.break(row, moved - told);
  }

  /** Without balances, only a day earlier than the previous one indicates a gap. */
  private follow(row: Candidate, moved: number | undefined): void {
    if (moved === undefined && this.before && row.bookedOn < this.before.bookedOn) this.break(row, null);
  }

  private break({ sheet, row, bookedOn }: Candidate, missingFen: number | null): void {
    this.proven.breaks.push({ sheet, row, bookedOn, missingFen });
  }
}

/** The rows before and after fit together: this row's balance is wrong, and no row is missing. */
const isBalanceWrong = (beforeFen: number, amountFen: number, after: Candidate | undefined): boolean =>
  after !== undefined &&
  after.balanceFen !== null &&
  after.sign === 'certain' &&
  beforeFen + amountFen + after.amountFen === after.balanceFen;

/** Consecutive serial numbers leave no room for a missing row. */
function followsAtOnce(before: string, after: string): boolean {
  const [first, second] = [before, after].map((serial) => /^(.*?)(\d{1,15})$/.exec(serial));
  if (!first || !second || first[1] !== second[1]) return false;
  return Math.abs(Number(second[2]) - Number(first[2])) === 1;
}
