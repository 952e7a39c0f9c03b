import { codedWords, type Permission, type Problem, type EntityClass } from '#libs/platform';
import { type ImportColumns, type ImportFileColumns, type ImportRowColumns } from './import.entity.js';
import type { ImportEvents } from './imports.events.js';

export const VERDICTS = ['accept', 'review', 'duplicate', 'reject'] as const;
/** `accept`: the next commit imports it. `review`: a person must correct its doubts. `reject`: there is nothing to import.
 *  `duplicate`: it is already in the file, or already known. */
export type Verdict = (typeof VERDICTS)[number];

export const IMPORT_STATUSES = [
  'reading',
  'ready',
  'committing',
  'committed',
  'failed',
  'taking_back',
  'taken_back',
] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

export const IMPORT_STATUS_WORDS = codedWords<ImportStatus>({
  reading: { zh: '读取中', en: 'being read' },
  ready: { zh: '待核对', en: 'ready to check' },
  committing: { zh: '入库中', en: 'being imported' },
  committed: { zh: '已入库', en: 'imported' },
  failed: { zh: '读取失败', en: 'unreadable' },
  taking_back: { zh: '撤回中', en: 'being reverted' },
  taken_back: { zh: '已撤回', en: 'reverted' },
});

/** Why a row of an earlier reading cannot be corrected. */
export const { read_again: READ_AGAIN_WORDS } = codedWords({
  read_again: { zh: '已重新读取，请刷新', en: 'read again; reload' },
});

/** Declares a kind of file that people send. Its tables are `<table>`, `<table>_row` and `<table>_file`. */
export interface ImportKind {
  table: string;
  /** What its tables look like. */
  entities: {
    head: EntityClass<ImportColumns>;
    row: EntityClass<ImportRowColumns>;
    file: EntityClass<ImportFileColumns>;
  };
  /** Key under which the choices for headings are stored. */
  form: string;
  fields: readonly string[];
  permission: Permission;
  /** The module with which a worker thread parses the file. */
  parser: URL;
  /** Maximum number of rows in all sheets together. */
  mostSheetRows?: number;
  mostRows: number;
  /** How many rows are imported, or taken back, in one transaction. */
  batch: number;
  jobs: { read: string; commit: string; takeBack: string };
  /** The retention period of its imports, defined with `importsDue`. */
  period: string;
  events: ImportEvents;
  notFound: () => Problem;
  /** The step does not fit the import's status; `state` holds its words. */
  wrongState: (details: { state: unknown }) => Problem;
  /** The form that people fill in: for the blank template and for the workbook of rows that need attention. */
  workbook: { sheet: string; headings: readonly string[]; example: readonly string[]; widths: readonly number[] };
}

export interface ImportHead {
  id: string;
  unitId: string;
  unitPath: string;
  fileName: string;
  status: ImportStatus;
  problem: string | null;
  problemDetails: string | null;
  rowsRead: number;
  rowsTotal: number;
  added: number;
  known: number;
  takenBack: number;
  /** Encrypted, because what looks like a heading may be a name. */
  headings: Buffer | null;
  createdBy: string;
  /** How often the file was read completely; each row belongs to one reading. */
  reading: number;
  hiddenSheets: number;
  hiddenRows: number;
  committedBy: string | null;
  takenBackBy: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** Parts of a file that were not read because they are hidden. */
export interface HiddenParts {
  sheets: string[];
  rows: number;
}

/** Where a row is in a file; `row` is the number that people see, from 1. */
export interface RowPlace {
  sheet: string;
  row: number;
}

/** Doubt of a row that repeats an earlier row of the file; `sameAs` says which. */
export const DUPLICATE = 'duplicate';

/** A judged row. Its contents (`kept`) are encrypted as a whole until they are deleted, because they name people. */
export interface JudgedRow<Kept> extends RowPlace {
  verdict: Verdict;
  /** Codes of what a person must correct. */
  doubts: string[];
  /** The earlier row with the same contents, for the doubt `duplicate`. */
  sameAs?: RowPlace | null;
  kept: Kept;
}

/** A row in its current state. */
export interface StoredRow<Kept> extends JudgedRow<Kept> {
  rowNo: number;
  sameAs: RowPlace | null;
  /** Id of the record that the row became; null: not imported yet. */
  subjectId: string | null;
  /** The record existed before this file. */
  isKnown: boolean;
  isTakenBack: boolean;
}

/** The result of importing an accepted row. */
export type Outcome = { id: string; isKnown: boolean } | { refused: string };
