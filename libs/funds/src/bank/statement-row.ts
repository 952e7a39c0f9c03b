import {
  MAX_FEN,
  columnsFor,
  toHalfWidth,
  namesForeignCurrency,
  readDay,
  sharedCells,
  collapseSpaces,
  type Cell,
  type Column,
  type SheetRow,
  type Table,
} from '#libs/platform/parsing';
import type { Layout } from './layouts.js';
import { isBanksFlag, isDebitOrCredit, unitFen, type StatementField } from './statement-columns.js';
import {
  directionOfTransfer,
  directionReader,
  isCarriedOver,
  isReversal,
  isSum,
  isYuan,
  mayBeSum,
  type Direction,
  type DirectionWord,
} from './statement-words.js';

/** A movement as read from its row, before the check against the balances. */
export interface RowRead {
  /** Shanghai day. */
  bookedOn: string;
  /** Without a sign when it is unknown. */
  amountFen: number;
  /** How the sign is known. `certain`: no doubt. `debitOrCredit`: the bank's debit or credit, which mean the opposite to the
   *  holder. `eitherSide`: debit or credit of an unknown side. `unknown`: not at all. */
  sign: 'certain' | 'debitOrCredit' | 'eitherSide' | 'unknown';
  balanceFen: number | null;
  counterparty: string;
  account: string;
  summary: string;
  serial: string;
}
/** The part of a row that cannot be read. */
export type Unreadable = 'day' | 'amount' | 'both' | 'balance';

const NOTHING = /^[-—–/\\\s]*$/;
const LONGEST_TEXT = 200;

/** Reads the rows of one table of a statement. Pure. */
export class RowReader {
  private readonly columns = new Map<StatementField, Column<StatementField>[]>();
  private readonly units = new Map<Column<StatementField>, number>();
  private readonly figures = new Map<SheetRow, Partial<Record<Amount, Figure | null | undefined>>>();
  private readonly direction: (word: string) => DirectionWord | undefined;
  /** Whether figures in the amount column carry their own signs. */
  private readonly isSigned: boolean;
  /** Whether debit and credit are the bank's words. */
  private readonly isBanksWord: boolean;
  /** Columns of amounts in another currency. */
  private readonly foreign: Column<StatementField>[];
  /** Cells with amounts that are merged over several movements. */
  private readonly shared: ReadonlySet<Cell>;
  /** Whether some outgoing figure is positive: then a negative one reverses another. */
  private readonly isOutAboveZero: boolean;

  constructor(
    private readonly table: Table<StatementField>,
    layout: Layout | undefined,
  ) {
    const above = table.above.join(' ');
    const sums = table.columns.filter(({ field }) => FIGURES.includes(field as Amount));
    this.foreign = sums.filter(({ path }) => namesForeignCurrency(path.join('/')));
    this.shared = sharedCells(table, sums);
    const columns = table.columns.filter((column) => !this.foreign.includes(column));
    for (const column of columns) {
      if (!column.field) continue;
      this.units.set(column, unitFen(column.path, above));
      this.columns.set(column.field, columnsFor({ columns }, column.field));
    }
    this.isBanksWord =
      layout?.direction === 'word' || (this.columns.get('sign') ?? []).some(({ path }) => isBanksFlag(path));
    this.direction = directionReader(table.rows.map((row) => this.signText(row)));
    const figures = table.rows.flatMap((row) => this.figure(row, 'amount') || []);
    // Beside figures with a plus, a figure without a sign may be either.
    const hasPlus = figures.some(({ isSigned, fen }) => isSigned && fen > 0);
    this.isSigned = !hasPlus && (layout?.direction === 'sign' || figures.some(({ isSigned }) => isSigned));
    this.isOutAboveZero = table.rows.some(
      (row) =>
        (this.figure(row, 'out')?.fen ?? 0) > 0 ||
        (this.word(row)?.direction === -1 && (this.figure(row, 'amount')?.fen ?? 0) > 0),
    );
  }

  /** The texts of the columns with the lowest rank, joined by spaces. */
  text(row: SheetRow, field: StatementField): string {
    const columns = this.columns.get(field) ?? [];
    let said = '';
    for (const { at, rank } of columns) {
      const cell = rank === columns[0]!.rank ? row.cells.get(at) : undefined;
      if (!cell || cell.isError || NOTHING.test(cell.text)) continue;
      const text = cell.text.replace(/\s+/g, ' ').trim();
      said = said ? `${said} ${text}` : text;
    }
    return said.slice(0, LONGEST_TEXT);
  }

  /** Whether all columns for some amount are in another currency. */
  get lacksYuan(): boolean {
    return this.foreign.some(({ field }) => !this.columns.has(field!));
  }

  get hasForeignColumns(): boolean {
    return this.foreign.length > 0;
  }

  /** By the row's currency, or by the column that holds its amount. */
  isInYuan(row: SheetRow): boolean {
    if (!isYuan(this.text(row, 'currency'))) return false;
    return (
      AMOUNTS.some((field) => this.figure(row, field) !== null) || !this.foreign.some(({ at }) => row.cells.has(at))
    );
  }

  /** Whether a row is a movement, not a sum or a balance carried over. A movement's summary may begin with 本月: then a day
   *  and exactly one amount show that it is one. */
  isMovement(row: SheetRow): boolean {
    const texts = [...row.cells.values()].map(({ text }) => text);
    if (texts.some(isSum)) return false;
    const filled = AMOUNTS.map((field) => this.figure(row, field)).filter((figure) => figure !== null);
    const hasDay = this.day(row) !== undefined;
    if (texts.some(mayBeSum)) return filled.filter((figure) => figure?.fen !== 0).length === 1 && hasDay;
    if (hasDay) return true;
    return filled.length > 0 && OF_A_MOVEMENT.some((field) => this.cell(row, field) !== undefined);
  }

  /** The balance that a row carries over to the first movement. */
  openingFen(row: SheetRow): number | undefined {
    const isOpening = [...row.cells.values()].some(({ text }) => isCarriedOver(text));
    return isOpening ? this.figure(row, 'balance')?.fen : undefined;
  }

  read(row: SheetRow): RowRead | Unreadable {
    const bookedOn = this.day(row);
    if (!bookedOn) return 'day';
    const [out, into, single] = [this.figure(row, 'out'), this.figure(row, 'in'), this.figure(row, 'amount')];
    const balance = this.figure(row, 'balance');
    if (row.isShifted || out === undefined || into === undefined || single === undefined) return 'amount';
    if (balance === undefined) return 'balance';
    if (out?.fen && into?.fen) return 'both';
    const told = this.signed(row, { out, into, single });
    if (told === undefined) return 'amount';
    const isOut = told.amountFen < 0;
    const side = (name: StatementField, others: [StatementField, StatementField]): string =>
      this.text(row, name) || this.text(row, isOut ? others[0] : others[1]);
    const party = this.text(row, 'party');
    return {
      bookedOn,
      ...told,
      balanceFen: balance && (balance.flag ? Math.abs(balance.fen) * balance.flag : balance.fen),
      counterparty: side('counterparty', ['payee', 'payer']) || party.replace(/[\d*/\s]{6,}/, '').trim(),
      account: digitsOf(side('account', ['payeeAccount', 'payerAccount']) || (/[\d*]{6,}/.exec(party)?.[0] ?? '')),
      summary: this.text(row, 'summary') || this.text(row, 'type'),
      serial: wholeNumber(this.text(row, 'serial')),
    };
  }

  /** The first cell of a field that is not empty. */
  private cell(row: SheetRow, field: StatementField): { cell: Cell; path: string[] } | undefined {
    for (const { at, path } of this.columns.get(field) ?? []) {
      const cell = row.cells.get(at);
      if (cell && !NOTHING.test(cell.text)) return { cell, path };
    }
    return undefined;
  }

  private figure(row: SheetRow, field: Amount): Figure | null | undefined {
    let known = this.figures.get(row);
    if (!known) this.figures.set(row, (known = {}));
    if (!(field in known)) known[field] = this.readFigure(row, field);
    return known[field];
  }

  /** Null: empty. Undefined: not a figure, or columns for the field differ, or only a column of lower priority has a
   *  figure. */
  private readFigure(row: SheetRow, field: Amount): Figure | null | undefined {
    let first: { figure: Figure | undefined; rank: number } | undefined;
    const columns = this.columns.get(field) ?? [];
    for (const column of columns) {
      const cell = row.cells.get(column.at);
      const figure = cell && this.shared.has(cell) ? undefined : readFigure(cell, this.units.get(column)!);
      if (figure === null) continue;
      if (first && first.rank === column.rank && first.figure?.fen !== figure?.fen) return undefined;
      first ??= { figure, rank: column.rank };
    }
    if (!first) return null;
    if (first.rank === columns[0]!.rank) return first.figure;
    return field === 'balance' || first.figure?.fen === 0 ? null : undefined;
  }

  private day(row: SheetRow): string | undefined {
    let first: { day: string; rank: number } | undefined;
    for (const { at, rank } of this.columns.get('day') ?? []) {
      const cell = row.cells.get(at);
      if (!cell || NOTHING.test(cell.text)) continue;
      if (first && first.rank !== rank) break;
      const day = readDay(withoutDigitsOfTime(cell), this.table.sheet.from1904);
      // Another column must not replace a day that cannot be read or that differs.
      if (day ? first && day !== first.day : !IS_TIME.test(collapseSpaces(cell.text))) return undefined;
      if (day) first ??= { day, rank };
    }
    return first?.day;
  }

  /** The text of the sign columns, unchanged: a dash may be a minus. */
  private signText(row: SheetRow): string {
    return (this.columns.get('sign') ?? []).map(({ at }) => row.cells.get(at)?.text.trim() ?? '').join('');
  }

  private word(row: SheetRow): DirectionWord | undefined {
    return this.direction(this.signText(row));
  }

  private signed(
    row: SheetRow,
    { out, into, single }: Record<'out' | 'into' | 'single', Figure | null>,
  ): Pick<RowRead, 'amountFen' | 'sign'> | undefined {
    if (out?.fen || into?.fen) {
      const { path } = (out?.fen ? this.cell(row, 'out') : this.cell(row, 'in'))!;
      const amountFen = out?.fen ? this.wentOut(row, out) : into!.fen;
      // Neither a heading nor a person's choice for a column overrules the words of the row itself.
      const said = this.word(row);
      const isContradicted = said && !said.isDebitOrCredit && said.direction !== (out?.fen ? -1 : 1);
      if (isContradicted || (out?.isSigned && out.fen > 0)) return undefined;
      return { amountFen, sign: isDebitOrCredit(path) ? 'debitOrCredit' : 'certain' };
    }
    if (single === null) return out || into ? { amountFen: 0, sign: 'certain' } : undefined;
    const word = this.word(row);
    if (
      word &&
      (single.flag ? word.direction !== single.flag : word.direction < 0 && single.isSigned && single.fen > 0)
    )
      return undefined;
    if (single.flag) return { amountFen: Math.abs(single.fen) * single.flag, sign: 'debitOrCredit' };
    if (word)
      return {
        amountFen: word.direction < 0 ? this.wentOut(row, single) : single.fen,
        sign: !word.isDebitOrCredit ? 'certain' : this.isBanksWord ? 'debitOrCredit' : 'eitherSide',
      };
    const hasWords = this.columns.has('sign');
    if (single.isSigned || (this.isSigned && !hasWords)) return { amountFen: single.fen, sign: 'certain' };
    const direction = hasWords ? directionOfTransfer(this.text(row, 'type')) : undefined;
    return direction
      ? { amountFen: single.fen * direction, sign: 'certain' }
      : { amountFen: single.fen, sign: 'unknown' };
  }

  /** The amount of an outgoing figure. A negative one is outgoing, too, unless it reverses another: a red entry among black
   *  ones. */
  private wentOut(row: SheetRow, { fen }: Figure): number {
    const isTakenBack =
      fen < 0 && (this.isOutAboveZero || [...row.cells.values()].some(({ text }) => isReversal(text)));
    return isTakenBack ? -fen : -Math.abs(fen);
  }
}

const AMOUNTS = ['amount', 'out', 'in'] as const;
type Amount = (typeof AMOUNTS)[number] | 'balance';
const FIGURES: readonly Amount[] = [...AMOUNTS, 'balance'];
/** Fields that only movements have, not sums. */
const OF_A_MOVEMENT = ['day', 'balance', 'sign', 'counterparty', 'account', 'serial', 'summary'] as const;

const IS_TIME = /^(?:\d{6}|\d{1,2}(?::\d{2}){1,2})$/;
/** 20261103 080024: digits of a day, then of a time. */
const withoutDigitsOfTime = (cell: Cell): Cell => {
  const [, day] = /^(20\d{6})\s+\d{6}$/.exec(toHalfWidth(cell.text).trim()) ?? [];
  return day ? { ...cell, text: day } : cell;
};

/** Drops a number that a spreadsheet has shortened to 2.02E+27. */
const wholeNumber = (text: string): string => (/\d(?:\.\d+)?E\+?\d+/i.test(text) ? '' : text);
const digitsOf = (text: string): string => (/\d/.test(text) ? wholeNumber(text).replace(/[^\d*]/g, '') : '');

interface Figure {
  fen: number;
  /** Written with a plus or minus. */
  isSigned: boolean;
  /** Direction by debit or credit next to the figure: 260.00DR, 借 260.00. */
  flag?: Direction;
}

const MINUS = /[−–—﹣]/g;
const SHAPE = /^([+-]?)(\(?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(\)?)([+-]?)$/;

/** A figure with at most two decimals. Null: empty; undefined: not a figure. Brackets, or a minus before or after it, make
 *  it negative. */
function readFigure(cell: Cell | undefined, unit: number): Figure | null | undefined {
  if (!cell) return null;
  if (cell.isError || cell.isDay) return undefined;
  const typed = toHalfWidth(cell.text).trim();
  if (NOTHING.test(typed)) return null;
  if (cell.number !== undefined) return toFigure(cell.number, unit);
  const flagged = /^(CR|DR|借|贷)?\s*(.*?)\s*(CR|DR|借|贷)?$/i.exec(typed.replace(MINUS, '-'))!;
  const flag = (flagged[1] ?? flagged[3])?.toUpperCase();
  // Spaces may surround a figure, but not split it: 80 90 are two figures.
  const text = flagged[2]!
    .replace(/^([+(-]*)\s*(?:CNY|RMB|人民币)?\s*([+-]?)\s*[¥￥]?\s*/i, '$1$2')
    .replace(/\s*(?:元整?|CNY|RMB)$/i, '');
  const shape = SHAPE.exec(text);
  // Ambiguous: 1.200 is 1.20 yuan, or 1,200 in another notation.
  if (unit === 100 && /^[1-9]\d{0,2}\.\d{3}$/.test(text)) return undefined;
  if (!shape || (shape[2] === '(') !== (shape[5] === ')') || (shape[1] && shape[6])) return undefined;
  const sign = shape[1] || shape[6] || (shape[2] ? '-' : '');
  const yuan = Number(`${shape[3]!.replaceAll(',', '')}${shape[4] ?? ''}`) * (sign === '-' ? -1 : 1);
  const figure = toFigure(yuan, unit);
  return (
    figure && {
      ...figure,
      isSigned: sign !== '',
      ...(flag ? { flag: flag === 'CR' || flag === '贷' ? (1 as const) : (-1 as const) } : {}),
    }
  );
}

function toFigure(yuan: number, unit: number): Figure | undefined {
  const exact = yuan * unit;
  const fen = Math.round(exact);
  if (!Number.isFinite(yuan) || Math.abs(fen - exact) > 1e-4 || Math.abs(fen) > MAX_FEN) return undefined;
  return { fen, isSigned: yuan < 0 };
}
