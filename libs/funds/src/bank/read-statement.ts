import {
  findTables,
  toHalfWidth,
  headingsToChoose,
  hiddenIn,
  namesForeignCurrency,
  readDay,
  unreadSheets,
  withChoices,
  type Heading,
  type HeadingChoices,
  type Sheet,
  type SheetRow,
  type Table,
} from '#libs/platform/parsing';
import { StatementWithoutHeadings } from './bank.errors.js';
import { layoutOf, type KnownLayout, type Layout } from './layouts.js';
import { proveStatement, type Candidate } from './prove-statement.js';
import { STATEMENT, type StatementField } from './statement-columns.js';
import { RowReader, type RowRead, type Unreadable } from './statement-row.js';
import { directionReader, isPending, isUndone, isYuan, nothingHappened } from './statement-words.js';

export interface Place {
  sheet: string;
  /** The row number as shown in the file. */
  row: number;
}

/** A movement on the account, according to the bank. Positive: incoming. Negative: outgoing. */
export type StatementLine = Place & Omit<RowRead, 'sign'>;

/** Why a row is certainly not a movement. */
export type LeftOut = Place & { why: 'zero' | 'failed' | 'closed' | 'currency' | 'note' | 'hidden' };

/** A gap before this row, according to the balances before and after it. A person has to confirm it. */
export type StatementBreak = Place & {
  bookedOn: string;
  /** The missing amount according to the balances; null when the statement has no balances. */
  missingFen: number | null;
};

/** A value that cannot be read without doubt, or that the balances contradict. It refuses the whole file, because a missing
 *  movement would look like a difference in the book. */
export type StatementFault = Place & {
  field: Unreadable | 'direction' | 'status' | 'currency' | 'accounts' | 'headings';
  /** The value can be read, but the balances contradict it. */
  isContradicted?: true;
};

export interface Statement {
  /** Oldest first. */
  lines: StatementLine[];
  leftOut: LeftOut[];
  faults: StatementFault[];
  breaks: StatementBreak[];
  /** Headings of sheets that were not read; a person may explain them. */
  headings: Heading[];
}

/** Reads every sheet that has a statement's headings, in order. A known layout defines the columns, otherwise their headings
 *  do. Signs come from the column, a known word or the figure itself; balances, if present, decide. Pure. `choices`: the
 *  meanings that people chose for headings. Throws STATEMENT_WITHOUT_HEADINGS with the headings that a person may
 *  explain. */
export function readStatement(sheets: Sheet[], choices: HeadingChoices = {}): Statement {
  const vocabulary = withChoices(STATEMENT, choices);
  const tables = findTables(sheets, vocabulary);
  const headingsOf = (some: Sheet[]): Heading[] =>
    headingsToChoose({ sheets: some, tables: [] }, { vocabulary, choices, asked: [] });
  if (tables.length === 0) throw StatementWithoutHeadings({ headings: headingsOf(sheets) });
  const read: Read = { candidates: [], leftOut: [], faults: [], openingFen: null };
  const accounts = new OwnAccounts();
  for (const table of tables) readTable(table, read, accounts);
  const { lines, leftOut, breaks, faults } = proveStatement(read.candidates, read.openingFen);
  const unread = unreadSheets(sheets.filter(holdsMovements), tables);
  const hidden = hiddenIn(sheets, tables, vocabulary).sheets.map((name): LeftOut => {
    const { rows } = sheets.find((sheet) => sheet.name === name)!;
    return { sheet: name, row: rows[0]!.row, why: 'hidden' };
  });
  const all: StatementFault[] = [
    ...accounts.faults,
    ...read.faults,
    ...faults,
    ...unread.map((place): StatementFault => ({ ...place, field: 'headings' })),
  ];
  return {
    lines,
    leftOut: [...read.leftOut, ...leftOut, ...hidden].toSorted(byPlace(sheets)),
    faults: all.toSorted(byPlace(sheets)),
    breaks: all.length > 0 ? [] : breaks,
    headings: headingsOf(sheets.filter(({ name }) => unread.some(({ sheet }) => sheet === name))),
  };
}

/** Whether a sheet has several rows with a day and a figure: movements without headings, not general information. */
const holdsMovements = ({ rows, from1904 }: Sheet): boolean =>
  rows.filter(({ cells }) => {
    const texts = [...cells.values()];
    return (
      texts.some((cell) => readDay(cell, from1904) !== undefined) &&
      texts.some(({ number, isDay, text }) => !isDay && (number !== undefined || FIGURE.test(toHalfWidth(text).trim())))
    );
  }).length > 1;
const FIGURE = /^[-+]?[\d,]+\.\d{1,2}$/;

const byPlace = (sheets: Sheet[]): ((a: Place, b: Place) => number) => {
  const order = new Map(sheets.map(({ name }, at) => [name, at]));
  return (a, b) => order.get(a.sheet)! - order.get(b.sheet)! || a.row - b.row;
};

interface Read {
  candidates: Candidate[];
  leftOut: LeftOut[];
  faults: StatementFault[];
  /** The opening balance before the first movement. */
  openingFen: number | null;
}

function readTable(found: Table<StatementField>, read: Read, accounts: OwnAccounts): void {
  const known = layoutOf(found.columns);
  const layout = known?.layout;
  const table = { ...found, columns: settledColumns(found, known) };
  const reader = new RowReader(table, layout);
  accounts.above(found);
  const hasCurrency = table.rows.some((row) => reader.text(row, 'currency') !== '');
  if (!isYuan(currencyAbove(found)) || reader.lacksYuan || (!hasCurrency && isOfForeignAccount(found))) {
    read.faults.push({ sheet: table.sheet.name, row: table.heading.first, field: 'currency' });
    return;
  }
  const hasYuan = table.rows.some(
    (row) => reader.isInYuan(row) && (reader.text(row, 'currency') !== '' || reader.hasForeignColumns),
  );
  for (const row of table.rows) {
    const place = { sheet: table.sheet.name, row: row.row };
    const omit = (why: LeftOut['why']): void => void read.leftOut.push({ ...place, why });
    const fault = (field: StatementFault['field']): void => void read.faults.push({ ...place, field });
    if (row.isHidden) omit('hidden');
    else if (!reader.isMovement(row)) {
      accounts.note(row, place);
      if (read.candidates.length === 0) read.openingFen = reader.openingFen(row) ?? read.openingFen;
      if ([...row.cells.values()].some(({ text }) => text.trim() !== '')) omit('note');
    } else if (!reader.isInYuan(row)) {
      if (hasYuan) omit('currency');
      else fault('currency');
    } else {
      const status = reader.text(row, 'status');
      const doubt = nothingHappened(status) ?? doubtOf(status, layout);
      const line = isPending(status) ? 'status' : reader.read(row);
      accounts.own(reader.text(row, 'ownAccount'), place);
      if (typeof line !== 'string') {
        if (line.amountFen === 0) omit('zero');
        else read.candidates.push({ ...place, ...line, ...(doubt ? { doubt } : {}) });
      } else if (doubt && doubt !== 'undone') omit(doubt);
      else fault(line);
    }
  }
}

const doubtOf = (status: string, layout: Layout | undefined): 'undone' | undefined =>
  isUndone(status) && !layout?.happened?.some((word) => status.startsWith(word)) ? 'undone' : undefined;

/** The currency above the table, as in 币种：美元. */
const currencyAbove = ({ above }: Table<StatementField>): string =>
  /(?:币种|币别|货币|currency)\s*[:：]?\s*([^\s:：,，;；]+)/i.exec(
    above.map((line) => line.replace(/币\s+种/g, '币种')).join('\n'),
  )?.[1] ?? '';

/** Whether the sheet's name or a line above the table names a foreign currency, as in 美元账户明细. */
const isOfForeignAccount = ({ sheet, above }: Table<StatementField>): boolean =>
  namesForeignCurrency(sheet.name) ||
  above
    .flatMap((line) => line.split(/\s+/))
    .some((word) => /账户|帐户|账单|明细|流水|单位/.test(word) && namesForeignCurrency(word));

/** The columns according to the layout. The words or figures in ambiguous columns decide their meaning. */
function settledColumns(
  table: Table<StatementField>,
  known: KnownLayout | undefined,
): Table<StatementField>['columns'] {
  const columns = table.columns.map((column) =>
    known?.fields.has(column.at) ? { ...column, rank: 0, field: known.fields.get(column.at)! } : column,
  );
  const texts = (at: number): string[] => table.rows.flatMap(({ cells }) => cells.get(at)?.text.trim() || []);
  const isOfWords = (at: number): boolean => {
    const filled = texts(at).filter((text) => !/^[-—/]*$/.test(text));
    const direction = directionReader(filled);
    return filled.length > 0 && filled.every((text) => direction(text) !== undefined);
  };
  const hasSign = columns.some(({ field }) => field === 'sign');
  return columns.map((column) => {
    if (column.field === 'either')
      return { ...column, field: texts(column.at).some((text) => /\d/.test(text)) ? 'amount' : 'sign' };
    // 来账 and 往账 under 交易类型 give the direction when no other column does.
    return column.field === 'type' && !hasSign && isOfWords(column.at) ? { ...column, field: 'sign' } : column;
  });
}

/** Refuses statements of several accounts in one file. Their balances are independent: upload them separately. */
class OwnAccounts {
  readonly faults: StatementFault[] = [];
  /** A card and its account have different numbers: compare numbers above tables, and numbers in a column, separately. */
  private readonly first = new Map<'above' | 'column', string>();

  above({ sheet, heading, above }: Table<StatementField>): void {
    this.find(above.join(' '), { sheet: sheet.name, row: heading.first });
  }

  /** The account of a second table may stand in rows that are not movements of the first. */
  note({ cells }: SheetRow, place: Place): void {
    this.find([...cells.values()].map(({ text }) => text).join(' '), place);
  }

  own(account: string, place: Place): void {
    if (/^[\d*\s-]{6,}$/.test(account)) this.meet('column', account, place);
  }

  private find(text: string, place: Place): void {
    const found = OWN_ACCOUNT.exec(toHalfWidth(text))?.[1];
    if (found) this.meet('above', found, place);
  }

  private meet(where: 'above' | 'column', found: string, place: Place): void {
    const account = found.replace(/[\s-]/g, '');
    const first = this.first.get(where) ?? account;
    this.first.set(where, first);
    if (account !== first && this.faults.length === 0) this.faults.push({ ...place, field: 'accounts' });
  }
}
const OWN_ACCOUNT = /(?:账\s*号|帐\s*号|账\s*户|卡\s*号)\s*[:：,]?\s*((?:\d[\s-]?){8,30})/;
