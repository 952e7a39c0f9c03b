import { type Permission, codedWords, type Problem } from '#libs/platform';

import type { ImportEvents } from './imports.events.js';

export const VERDICTS = ['accept', 'review', 'reject', 'duplicate'] as const;
/** `accept`: taken in with the next commit. `review`: a person corrects what is in doubt. `reject`: there is nothing to take in.
 *  `duplicate`: it stands in the file, or is known, already. */
export type Verdict = (typeof VERDICTS)[number];

export const STATUSES = ['reading', 'ready', 'committing', 'committed', 'failed', 'taking_back', 'taken_back'] as const;
export type ImportStatus = (typeof STATUSES)[number];

export const IMPORT_STATUS_WORDS = codedWords<ImportStatus>({
  reading: { zh: '读取中', en: 'being read' },
  ready: { zh: '待核对', en: 'to check' },
  committing: { zh: '入库中', en: 'being taken in' },
  committed: { zh: '已入库', en: 'taken in' },
  failed: { zh: '读取失败', en: 'unreadable' },
  taking_back: { zh: '撤回中', en: 'being taken back' },
  taken_back: { zh: '已撤回', en: 'taken back' },
});

/** Why a row of an earlier reading is not corrected. */
export const { read_again: READ_AGAIN_WORDS } = codedWords({
  read_again: { zh: '已重新读取，请刷新', en: 'read again meanwhile' },
});

/** What a library declares of a kind of file that people send. Its tables are `<table>`, `<table>_row` and `<table>_file`. */
export interface ImportKind {
  table: string;
  /** Under which headings that people explained are remembered. */
  form: string;
  fields: readonly string[];
  permission: Permission;
  /** The module that a thread parses the file with. */
  parser: URL;
  /** Rows of all sheets together. */
  mostSheetRows?: number;
  mostRows: number;
  /** So many rows are taken in, or taken back, in one transaction. */
  batch: number;
  jobs: { read: string; commit: string; takeBack: string };
  events: ImportEvents;
  notFound: () => Problem;
  /** The step does not fit the import's state; `state` are its words. */
  wrongState: (details: { state: unknown }) => Problem;
  /** The form as people fill it in: for the blank template and for the workbook of rows that need attention. */
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
  /** Encrypted: what looks like a heading may be a name. */
  headings: Buffer | null;
  createdBy: string;
  /** How often the file was read to its end: rows belong to one reading. */
  reading: number;
  hiddenSheets: number;
  hiddenRows: number;
  committedBy: string | null;
  takenBackBy: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** What of a file was not read because it is hidden. */
export interface HiddenParts {
  sheets: string[];
  rows: number;
}

/** Where a row stands in a file: `row` as the person sees it, from 1. */
export interface RowPlace {
  sheet: string;
  row: number;
}

/** The doubt of a row that stands in the file already; `sameAs` says where. */
export const DUPLICATE = 'duplicate';

/** What a row says, sealed whole until it is forgotten, since it names people. */
export interface JudgedRow<Kept> extends RowPlace {
  verdict: Verdict;
  /** Codes of what a person corrects. */
  doubts: string[];
  /** The earlier row that says the same, for the doubt `duplicate`. */
  sameAs?: RowPlace | null;
  kept: Kept;
}

/** A row as it stands now. */
export interface StoredRow<Kept> extends JudgedRow<Kept> {
  rowNo: number;
  sameAs: RowPlace | null;
  /** What became of it when it was taken in. */
  subjectId: string | null;
  /** It was known before this file. */
  isKnown: boolean;
  isTakenBack: boolean;
}

/** What became of an accepted row. */
export type Outcome = { id: string; isKnown: boolean } | { refused: string };
