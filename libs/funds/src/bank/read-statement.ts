import {
  MAX_FEN,
  columnsFor,
  findTables,
  halfWidth,
  readDay,
  squeeze,
  type Cell,
  type Column,
  type Sheet,
  type SheetRow,
  type Table,
} from '#libs/platform/parsing';
import {
  STATEMENT,
  directionOf,
  directionOfTransfer,
  isDebitOrCredit,
  isInTenThousands,
  isPending,
  isYuan,
  nothingHappened,
  type StatementField,
} from './statement-columns.js';

interface Place {
  sheet: string;
  /** As the person sees it in the file. */
  row: number;
}

/** A movement on the account, as the bank tells it. */
export interface StatementLine extends Place {
  /** Shanghai day. */
  bookedOn: string;
  /** Above zero: came in. Below: went out. */
  amountFen: number;
  balanceFen: number | null;
  counterparty: string;
  account: string;
  summary: string;
  serial: string;
}

/** Why a row is certainly no movement. */
export type LeftOut = Place & { why: 'zero' | 'failed' | 'closed' | 'currency' | 'note' | 'hidden' };
/** What cannot be read without doubt, or what the balances contradict: then none of the file counts, since a missing
 *  movement would look like a difference of the book. */
export type StatementFault = Place & {
  field: 'day' | 'amount' | 'both' | 'direction' | 'balance' | 'status' | 'accounts';
  /** It can be read, and the balances say otherwise. */
  isContradicted?: true;
};

export interface Statement {
  /** From the earliest to the latest. */
  lines: StatementLine[];
  leftOut: LeftOut[];
  faults: StatementFault[];
  /** Rows before which something is missing, by their balances. */
  breaks: Place[];
}

/** Sums that a bank prints below a page or at the end, and what it carries over. */
const NO_MOVEMENT =
  /^(?:本页|本月|本期|本日|累计|合计|小计|总计|共计|承前|过次|期初|期末|上期|上页|上月|结转|total|opening|closing|balance brought)/i;
const NOTHING = /^[-—–/\\\s]*$/;

/** Reads every sheet on which a statement's headings are found, in their order. Signs come from the column, a known word or
 *  the figure itself, and the balances, where there are any, have the last word. Pure. Nothing without headings. */
export function readStatement(sheets: Sheet[]): Statement | undefined {
  const tables = findTables(sheets, STATEMENT);
  if (tables.length === 0) return undefined;
  const read: Read = { candidates: [], leftOut: [], faults: severalAccounts(tables) };
  for (const table of tables) readTable(table, read);
  const { lines, breaks, faults } = settle(read.candidates);
  const all = [...read.faults, ...faults];
  return { lines, leftOut: read.leftOut, faults: all, breaks: all.length > 0 ? [] : breaks };
}

/** A row as it stands, before the balances are asked. */
interface Candidate extends Omit<StatementLine, 'amountFen'> {
  /** Without a sign where none is known. */
  amountFen: number;
  /** How the sign is known: for certain, by a word that means the opposite to the holder, or not at all. */
  sign: 'certain' | 'debitOrCredit' | 'unknown';
}
interface Read {
  candidates: Candidate[];
  leftOut: LeftOut[];
  faults: StatementFault[];
}

function readTable(table: Table<StatementField>, { candidates, leftOut, faults }: Read): void {
  const reader = new RowReader(table);
  const hasYuan = table.rows.some((row) => {
    const currency = reader.text(row, 'currency');
    return currency !== '' && isYuan(currency);
  });
  for (const row of table.rows) {
    const place = { sheet: table.sheet.name, row: row.row };
    const omit = (why: LeftOut['why']): void => void leftOut.push({ ...place, why });
    const fault = (field: StatementFault['field']): void => void faults.push({ ...place, field });
    if (row.isHidden) omit('hidden');
    else if (!reader.isMovement(row)) {
      if (reader.isNote(row)) omit('note');
    } else {
      const status = reader.text(row, 'status');
      const nothing = nothingHappened(status);
      const currency = reader.text(row, 'currency');
      if (nothing) omit(nothing);
      else if (!isYuan(currency)) {
        if (hasYuan) omit('currency');
        else fault('amount');
      } else if (isPending(status)) fault('status');
      else {
        const line = reader.read(row);
        if (typeof line === 'string') fault(line);
        else if (line.amountFen === 0) omit('zero');
        else candidates.push({ ...place, ...line });
      }
    }
  }
}

/** Statements of several accounts in one file are to be sent one by one: their balances know nothing of each other. */
function severalAccounts(tables: Table<StatementField>[]): StatementFault[] {
  const own = tables.map(({ above }) => OWN_ACCOUNT.exec(halfWidth(above.join(' ')))?.[1]?.replace(/[\s-]/g, ''));
  return tables.flatMap(({ sheet, heading }, at) =>
    own[at] !== undefined && own[0] !== undefined && own[at] !== own[0]
      ? [{ sheet: sheet.name, row: heading.first, field: 'accounts' as const }]
      : [],
  );
}
const OWN_ACCOUNT = /(?:账号|帐号|账户|卡号)\s*[:：,]?\s*((?:\d[\s-]?){8,30})/;

class RowReader {
  private readonly columns = new Map<StatementField, Column<StatementField>[]>();
  /** Figures in the column of amounts carry their own signs. */
  private readonly isSigned: boolean;

  constructor(private readonly table: Table<StatementField>) {
    for (const field of new Set(table.columns.flatMap((column) => column.field ?? [])))
      this.columns.set(field, columnsFor(table, field));
    this.isSigned = table.rows.some((row) => {
      const cell = this.cell(row, 'amount')?.cell;
      return cell !== undefined && (/^\s*[¥￥]?\s*[+\-－＋(（]/.test(cell.text) || (cell.number ?? 0) < 0);
    });
  }

  /** The first cell with something in it. */
  private cell(row: SheetRow, field: StatementField): { cell: Cell; path: string[] } | undefined {
    for (const { at, path } of this.columns.get(field) ?? []) {
      const cell = row.cells.get(at);
      if (cell && !NOTHING.test(cell.text)) return { cell, path };
    }
    return undefined;
  }

  /** What the columns of the lowest rank say, one behind the other. */
  text(row: SheetRow, field: StatementField): string {
    const columns = this.columns.get(field) ?? [];
    const best = columns.filter(({ rank }) => rank === columns[0]!.rank);
    return best
      .flatMap(({ at }) => {
        const cell = row.cells.get(at);
        return cell && !cell.isError && !NOTHING.test(cell.text) ? cell.text.replace(/\s+/g, ' ').trim() : [];
      })
      .join(' ')
      .slice(0, 200);
  }

  /** Fen; null where nothing stands, undefined where it is no figure, or two columns for one thing differ. */
  private fen(row: SheetRow, field: StatementField): number | null | undefined {
    const read = (this.columns.get(field) ?? []).flatMap(({ at, path, rank }) => {
      const fen = readFen(row.cells.get(at), isInTenThousands(path));
      return fen === null ? [] : [{ fen, rank }];
    });
    const first = read[0];
    if (!first) return null;
    const isTold = read.some(({ fen, rank }) => rank === first.rank && fen !== first.fen);
    return isTold ? undefined : first.fen;
  }

  private day(row: SheetRow): string | undefined {
    for (const { at } of this.columns.get('day') ?? []) {
      const day = readDay(row.cells.get(at), this.table.sheet.from1904);
      if (day) return day;
      // A column of days that holds something else is not made good by another column.
      if (
        row.cells.has(at) &&
        !NOTHING.test(row.cells.get(at)!.text) &&
        !/^\d{6}$/.test(squeeze(row.cells.get(at)!.text))
      )
        return undefined;
    }
    return undefined;
  }

  /** Not a sum or a balance carried over: those have no day, or not one amount. The summary of a movement may well begin
   *  with 本月. */
  isMovement(row: SheetRow): boolean {
    const amounts = (['amount', 'out', 'in'] as const).map((field) => this.fen(row, field));
    const filled = amounts.filter((fen) => fen !== null);
    const texts = [...row.cells.values()].map(({ text }) => squeeze(text));
    if (texts.some((text) => NO_MOVEMENT.test(text)))
      return filled.filter((fen) => fen !== 0).length === 1 && this.day(row) !== undefined;
    if (this.day(row) !== undefined) return true;
    return filled.length > 0 && (this.cell(row, 'day') !== undefined || this.fen(row, 'balance') !== null);
  }

  isNote(row: SheetRow): boolean {
    return [...row.cells.values()].some(({ text }) => text.trim() !== '');
  }

  read(row: SheetRow): Omit<Candidate, keyof Place> | StatementFault['field'] {
    const bookedOn = this.day(row);
    if (!bookedOn) return 'day';
    const [out, into, single] = [this.fen(row, 'out'), this.fen(row, 'in'), this.fen(row, 'amount')];
    const balanceFen = this.fen(row, 'balance');
    if (out === undefined || into === undefined || single === undefined) return 'amount';
    if (balanceFen === undefined) return 'balance';
    if (out && into) return 'both';
    const told = this.signed(row, { out, into, single });
    if (told === undefined) return 'amount';
    const isOut = told.amountFen < 0;
    const side = (name: StatementField, others: [StatementField, StatementField]): string =>
      this.text(row, name) || this.text(row, isOut ? others[0] : others[1]);
    return {
      bookedOn,
      ...told,
      balanceFen,
      counterparty: side('counterparty', ['payee', 'payer']),
      account: side('account', ['payeeAccount', 'payerAccount']).replace(/[^\d*]/g, ''),
      summary: this.text(row, 'summary') || this.text(row, 'type'),
      serial: this.text(row, 'serial'),
    };
  }

  private signed(
    row: SheetRow,
    { out, into, single }: Record<'out' | 'into' | 'single', number | null>,
  ): Pick<Candidate, 'amountFen' | 'sign'> | undefined {
    const word = squeeze(this.text(row, 'sign'));
    if (out || into) {
      const { path } = (out ? this.cell(row, 'out') : this.cell(row, 'in'))!;
      return {
        amountFen: (into ?? 0) - (out ?? 0),
        sign: isDebitOrCredit(path) ? 'debitOrCredit' : 'certain',
      };
    }
    if (single === null) return out === 0 || into === 0 ? { amountFen: 0, sign: 'certain' } : undefined;
    const direction =
      directionOf(word) ?? (this.columns.has('sign') ? directionOfTransfer(this.text(row, 'type')) : undefined);
    if (direction)
      return {
        amountFen: single * direction,
        sign: /^[借贷dc]/i.test(word) ? 'debitOrCredit' : 'certain',
      };
    if (this.isSigned && !this.columns.has('sign')) return { amountFen: single, sign: 'certain' };
    return { amountFen: single, sign: 'unknown' };
  }
}

/** Fen of a figure with at most two decimals; null where nothing stands, undefined where it is no figure. A figure in
 *  brackets, or with a minus behind it, is below zero. */
function readFen(cell: Cell | undefined, inTenThousands: boolean): number | null | undefined {
  if (!cell) return null;
  if (cell.isError || cell.isDay) return undefined;
  const typed = halfWidth(cell.text).trim();
  if (NOTHING.test(typed)) return null;
  // Blanks may stand around a figure, never within: 80 90 are two.
  const text = typed.replace(/^(?:CNY|RMB|人民币)?\s*([+-]?)\s*[¥￥]?\s*/i, '$1').replace(/\s*(?:元|CNY|RMB)$/i, '');
  const shape = /^([+-]?)(\(?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(\)?)(-?)$/.exec(text);
  if (cell.number === undefined && !shape) return undefined;
  if (shape && (shape[2] === '(') !== (shape[5] === ')')) return undefined;
  const isBelow = shape !== null && (shape[1] === '-' || shape[2] === '(' || shape[6] === '-');
  const yuan = cell.number ?? Number(`${shape![3]!.replaceAll(',', '')}${shape![4] ?? ''}`) * (isBelow ? -1 : 1);
  const exact = yuan * (inTenThousands ? 1_000_000 : 100);
  const fen = Math.round(exact);
  if (!Number.isFinite(yuan) || Math.abs(fen - exact) > 1e-4 || Math.abs(fen) > MAX_FEN) return undefined;
  return fen;
}

interface Settled {
  lines: StatementLine[];
  breaks: Place[];
  faults: StatementFault[];
}

/** Puts the rows in order and proves their signs by the balances. Some banks tell the newest first; some holders keep
 *  debit and credit from their own side. */
function settle(candidates: Candidate[]): Settled {
  const isTurnable = candidates.some(({ sign }) => sign === 'debitOrCredit');
  const tries = ordersOf(candidates).flatMap((rows) =>
    (isTurnable ? [false, true] : [false]).map((byHolder) => proven(rows, { byHolder })),
  );
  // The first of equals: in the order of the file, as banks write.
  return tries.reduce((best, other) => (contradictionsIn(other) < contradictionsIn(best) ? other : best));
}

/** The days tell the order; where they do not, both could be. */
function ordersOf(rows: Candidate[]): Candidate[][] {
  const steps = rows.slice(1).map(({ bookedOn }, at) => bookedOn.localeCompare(rows[at]!.bookedOn));
  const forwards = steps.filter((step) => step > 0).length - steps.filter((step) => step < 0).length;
  if (forwards > 0) return [rows];
  return forwards < 0 ? [rows.toReversed()] : [rows, rows.toReversed()];
}

const contradictionsIn = ({ faults, breaks }: Settled): number => faults.length + breaks.length;

function proven(rows: Candidate[], { byHolder }: { byHolder: boolean }): Settled {
  const settled: Settled = { lines: [], breaks: [], faults: [] };
  let before: StatementLine | undefined;
  rows.forEach(({ sign, ...row }, at) => {
    const place: Place = { sheet: row.sheet, row: row.row };
    const told = sign === 'debitOrCredit' && byHolder ? -row.amountFen : row.amountFen;
    const known = before && before.balanceFen !== null && row.balanceFen !== null;
    const moved = known ? row.balanceFen! - before!.balanceFen! : undefined;
    let amountFen: number = told;
    if (sign === 'unknown') {
      if (moved !== undefined && Math.abs(moved) === Math.abs(told)) amountFen = moved;
      else settled.faults.push({ ...place, field: 'direction' });
    } else if (moved !== undefined && moved !== told) {
      // The same sum the other way round: the balances contradict the sign.
      if (moved === -told) settled.faults.push({ ...place, field: 'direction', isContradicted: true });
      else if (isBalanceWrong(before!, { ...row, amountFen: told }, rows[at + 1]))
        settled.faults.push({ ...place, field: 'balance', isContradicted: true });
      else if (followsAtOnce(before!.serial, row.serial))
        settled.faults.push({ ...place, field: 'amount', isContradicted: true });
      else settled.breaks.push(place);
    } else if (before && moved === undefined && row.bookedOn < before.bookedOn) settled.breaks.push(place);
    before = { ...row, amountFen };
    settled.lines.push(before);
  });
  return settled;
}

/** The rows on both sides agree with each other over this one: its balance is wrong, and no row is missing. */
function isBalanceWrong(before: StatementLine, row: StatementLine, after: Candidate | undefined): boolean {
  const around = [before.balanceFen, row.balanceFen, after?.balanceFen ?? null];
  if (!after || around.includes(null)) return false;
  return before.balanceFen! + row.amountFen + after.amountFen === after.balanceFen;
}

/** Serial numbers that follow each other leave no room for a missing row. */
function followsAtOnce(before: string, after: string): boolean {
  const [first, second] = [before, after].map((serial) => /^(.*?)(\d{1,15})$/.exec(serial));
  if (!first || !second || first[1] !== second[1]) return false;
  return Math.abs(Number(second[2]) - Number(first[2])) === 1;
}
