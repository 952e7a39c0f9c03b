import { problem, type Words } from '../../problems.js';

/** A cell as it was typed. */
export interface Cell {
  text: string;
  /** A number cell's value. */
  number?: number;
  /** The number is shown as a day. */
  isDay?: true;
  /** It holds, or begins like, a formula. */
  isFormula?: true;
  /** A formula that could not be computed, like #N/A: it has no value, even if it shows text. */
  isError?: true;
  /** The text was longer than the limit and was cut. */
  isCut?: true;
}

export interface SheetRow {
  /** The row number that people see, from 1. */
  row: number;
  /** By column from 0; absent where nothing was typed. */
  cells: Map<number, Cell>;
  isHidden?: true;
  /** Separated text with more cells than its heading: an extra delimiter moved what follows it into the wrong columns. */
  isShifted?: true;
}

/** Merged cells, by their corners; rows from 1, columns from 0. The first cell holds the text. */
export interface Merge {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export interface Sheet {
  name: string;
  rows: SheetRow[];
  merges: Merge[];
  /** Days are counted from 1904 in this workbook. */
  from1904: boolean;
  isHidden: boolean;
  /** It comes from separated text, where an extra delimiter moves cells. */
  isSeparated?: true;
}

/** Limits of an import: a district's largest town has some 5,000 wishes a year. Products of two numbers in a file (merged
 *  cells by rows, shared texts by cells) have limits of their own. */
export const IMPORT_LIMITS = {
  fileBytes: 20 * 1024 * 1024,
  unpackedBytes: 300 * 1024 * 1024,
  /** For the workbook's list of sheets, and for the list of its parts. */
  partBytes: 4 * 1024 * 1024,
  sheets: 400,
  rows: 60_000,
  columns: 200,
  cells: 1_500_000,
  /** All cells together; a shared text counts for each cell that has it. */
  characters: 30_000_000,
  cellCharacters: 4_000,
  csvLineCharacters: 1_000_000,
  sharedStrings: 1_500_000,
  merges: 10_000,
  /** All cells that merges cover, together. */
  mergedCells: 1_000_000,
  /** Nesting depth of XML elements; a sheet has five. */
  xmlDepth: 64,
} as const;

/** Cuts a text to the length that a cell may have. */
export const cut = (text: string): Pick<Cell, 'text' | 'isCut'> =>
  text.length > IMPORT_LIMITS.cellCharacters
    ? { text: text.slice(0, IMPORT_LIMITS.cellCharacters), isCut: true }
    : { text };

export const ImportTooLarge = problem('IMPORT_TOO_LARGE', 413, {
  zh: '文件太大（{what}）。请分成几个文件再上传。',
  en: 'The file is too large ({what}). Split it and upload the parts.',
});
/** Says which limit a file exceeds, in both languages. */
export const tooMuch = (zh: string, en: string): ReturnType<typeof ImportTooLarge> =>
  ImportTooLarge({ what: { zh, en } satisfies Words });

export const ImportBusy = problem('IMPORT_BUSY', 503, {
  zh: '正在读取的文件较多，请过半分钟再上传。',
  en: 'Many files are being read at the moment. Upload it again in half a minute.',
});
export const ImportDamaged = problem('IMPORT_DAMAGED', 422, {
  zh: '文件打不开，可能已损坏。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。',
  en: 'The file cannot be opened and may be damaged. Open it in Excel or WPS, save it as .xlsx and upload it again.',
});
export const ImportQuotes = problem('IMPORT_QUOTES', 422, {
  zh: '第 {row} 行附近的引号没有成对，几行会被读成一行。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。',
  en: 'Near row {row} a quotation mark is not closed, so several rows would be read as one. Open the file in Excel or WPS, save it as .xlsx and upload it again.',
});
export const ImportLocked = problem('IMPORT_LOCKED', 422, {
  zh: '文件设有打开密码。请取消密码后再上传。',
  en: 'The file is protected by a password. Remove the password and upload it again.',
});
export const ImportOldFormat = problem('IMPORT_OLD_FORMAT', 422, {
  zh: '这是旧版（97–2003）.xls 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。',
  en: 'This is an old (97–2003) .xls workbook. Open it in Excel or WPS, save it as .xlsx and upload it again.',
});
export const ImportUnknownFormat = problem('IMPORT_UNKNOWN_FORMAT', 422, {
  zh: '认不出这是什么文件。请上传 .xlsx 或 .csv。',
  en: 'The file type is not supported. Upload .xlsx or .csv.',
});
