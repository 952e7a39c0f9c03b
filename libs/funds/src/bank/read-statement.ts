import { MAX_FEN, halfWidth, readDay, type Cell, type Sheet, type SheetRow } from '#libs/platform';

/** A movement on the account, as the bank tells it. */
export interface StatementLine {
  /** As the person sees it in her file. */
  row: number;
  /** Shanghai day. */
  bookedOn: string;
  /** Above zero: came in. Below: went out. */
  amountFen: number;
  balanceFen: number | null;
  counterparty: string;
  account: string;
  summary: string;
  reference: string;
}

export interface Statement {
  /** From the earliest to the latest. */
  lines: StatementLine[];
  /** Rows whose balance does not follow from the row before: something is missing there. */
  breaks: number[];
}

export type StatementFault = { row: number; fault: 'day' | 'amount' | 'both' | 'balance' };

type Column =
  'day' | 'sign' | 'out' | 'in' | 'amount' | 'balance' | 'account' | 'counterparty' | 'summary' | 'reference';

/** What banks write above their columns, the telling words first. `null`: not needed. */
const MEANINGS: readonly [Column | null, RegExp][] = [
  [null, /序号|币种|行名|行号|开户|机构|网点|柜员|凭证种类|凭证类型|起息|利率|打印|本方/],
  ['sign', /借贷|收支|收付标|收\/付|方向|dr\/?cr/i],
  ['balance', /余额|balance/i],
  ['account', /(?:对方|对手|收款|付款|收\(付\)款|收\/付款).*(?:账号|帐号|卡号)|counterparty.*account/i],
  [
    'counterparty',
    /(?:对方|对手|收款|付款|收\(付\)款|收\/付款).*(?:户名|名称|姓名|单位|人)|对方账户$|counterparty|payee/i,
  ],
  ['out', /借方|支出|付出|付款金额|转出|debit|withdraw|paid out/i],
  ['in', /贷方|收入|存入|收款金额|转入|credit|deposit|paid in/i],
  ['day', /日期|时间|^date/i],
  ['amount', /金额|发生额|amount/i],
  ['reference', /凭证号|流水|单号|编号|回单|voucher|reference|serial/i],
  ['summary', /摘要|用途|附言|备注|说明|description|purpose|remark/i],
];

const HEADING_ROWS = 40;
/** Sums that a bank prints below a page or at the end, and what it carries over. */
const NO_MOVEMENT = /^(?:本页|本月|本期|累计|合计|小计|总计|承前|过次|期初|期末|上期|上页|total|opening|closing)/i;

/** Reads the sheet on which a bank's headings are found. `faults` where a row cannot be read without doubt: then none of
 *  it counts, since a missing movement would look like a difference of the book. Pure. Returns nothing without headings. */
export function readStatement(sheets: Sheet[]): { statement: Statement; faults: StatementFault[] } | undefined {
  for (const sheet of sheets) {
    const heading = sheet.rows.slice(0, HEADING_ROWS).find((row) => isHeading(columnsOf(row)));
    if (heading) return readLines(sheet, heading, columnsOf(heading));
  }
  return undefined;
}

type Columns = Map<Column, number[]>;

function columnsOf(row: SheetRow): Columns {
  const columns: Columns = new Map();
  for (const [at, { text }] of row.cells) {
    const plain = halfWidth(text).replace(/\s+/g, '');
    const column = plain.length > 30 ? null : MEANINGS.find(([, words]) => words.test(plain))?.[0];
    if (column) columns.set(column, [...(columns.get(column) ?? []), at]);
  }
  return columns;
}

const isHeading = (columns: Columns): boolean =>
  columns.has('day') && (columns.has('amount') || columns.has('out') || columns.has('in'));

function readLines(
  sheet: Sheet,
  heading: SheetRow,
  columns: Columns,
): { statement: Statement; faults: StatementFault[] } {
  const lines: StatementLine[] = [];
  const faults: StatementFault[] = [];
  for (const row of sheet.rows) {
    if (row.row <= heading.row || isHeading(columnsOf(row)) || !isMovement(row, columns, sheet.from1904)) continue;
    const line = readLine(row, columns, sheet.from1904);
    if ('fault' in line) faults.push(line);
    else lines.push(line);
  }
  return { statement: inOrder(lines), faults };
}

const cellOf = (row: SheetRow, columns: Columns, column: Column): Cell | undefined => {
  const at = columns.get(column)?.find((place) => row.cells.has(place));
  return at === undefined ? undefined : row.cells.get(at);
};

const textOf = (row: SheetRow, columns: Columns, column: Column): string =>
  (columns.get(column) ?? [])
    .flatMap((at) => row.cells.get(at)?.text.trim() ?? [])
    .join(' ')
    .slice(0, 200);

/** Not a heading's repetition, nor a sum or a balance carried over: those have no day, or not one amount. The summary of a
 *  movement may well begin with 本月. */
function isMovement(row: SheetRow, columns: Columns, from1904: boolean): boolean {
  const amounts = (['amount', 'out', 'in'] as const)
    .map((column) => readFen(cellOf(row, columns, column)))
    .filter((fen) => fen !== null && fen !== 0);
  const texts = [...row.cells.values()].map(({ text }) => halfWidth(text).replace(/\s+/g, ''));
  if (texts.some((text) => NO_MOVEMENT.test(text)))
    return amounts.length === 1 && readDay(cellOf(row, columns, 'day'), from1904) !== undefined;
  return amounts.length > 0 || cellOf(row, columns, 'day') !== undefined;
}

function readLine(row: SheetRow, columns: Columns, from1904: boolean): StatementLine | StatementFault {
  const cell = (column: Column): Cell | undefined => cellOf(row, columns, column);
  const bookedOn = readDay(cell('day'), from1904);
  if (!bookedOn) return { row: row.row, fault: 'day' };
  const out = readFen(cell('out'));
  const into = readFen(cell('in'));
  const single = readFen(cell('amount'));
  const balanceFen = readFen(cell('balance'));
  if (out === undefined || into === undefined || single === undefined) return { row: row.row, fault: 'amount' };
  if (balanceFen === undefined) return { row: row.row, fault: 'balance' };
  if (out && into) return { row: row.row, fault: 'both' };
  const signed = out || into ? (into ?? 0) - (out ?? 0) : (single ?? 0) * signOf(textOf(row, columns, 'sign'));
  if (signed === 0) return { row: row.row, fault: 'amount' };
  return {
    row: row.row,
    bookedOn,
    amountFen: signed,
    balanceFen,
    counterparty: textOf(row, columns, 'counterparty'),
    account: textOf(row, columns, 'account').replace(/\D/g, ''),
    summary: textOf(row, columns, 'summary'),
    reference: textOf(row, columns, 'reference'),
  };
}

/** To the bank its customer's money is a debt: 借 (debit) is what went out. Without a word the figure has its own sign. */
const signOf = (word: string): 1 | -1 => (/借|支|付|出|^d/i.test(word) ? -1 : 1);

/** Fen of a figure with at most two decimals; null for an empty cell, undefined where it is no figure. */
function readFen(cell: Cell | undefined): number | null | undefined {
  if (!cell) return null;
  const text = halfWidth(cell.text).replace(/[\s¥￥,]|元$|^(?:CNY|RMB)/gi, '');
  if (/^[-—–/]*$/.test(text)) return null;
  const bare = /^\((.+)\)$/.exec(text);
  const yuan = cell.number ?? (/^[+-]?\d+(?:\.\d+)?$/.test(bare?.[1] ?? text) ? Number(bare?.[1] ?? text) : Number.NaN);
  const fen = Math.round(yuan * 100);
  if (!Number.isFinite(yuan) || Math.abs(fen - yuan * 100) > 1e-4 || Math.abs(fen) > MAX_FEN) return undefined;
  return bare ? -fen : fen;
}

/** Some banks tell the newest first. */
function inOrder(lines: StatementLine[]): Statement {
  const forwards = breaksIn(lines);
  if (forwards.length === 0) return { lines, breaks: [] };
  const turned = lines.toReversed();
  const backwards = breaksIn(turned);
  return backwards.length < forwards.length ? { lines: turned, breaks: backwards } : { lines, breaks: forwards };
}

function breaksIn(lines: StatementLine[]): number[] {
  return lines.flatMap((line, at) => {
    const before = lines[at - 1];
    if (!before) return [];
    if (line.balanceFen === null || before.balanceFen === null)
      return line.bookedOn < before.bookedOn ? [line.row] : [];
    return line.balanceFen === before.balanceFen + line.amountFen ? [] : [line.row];
  });
}
