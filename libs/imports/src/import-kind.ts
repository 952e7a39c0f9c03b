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
  committedBy: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** What a row says, sealed whole until it is forgotten, since it names people. */
export interface JudgedRow<Kept> {
  sheet: string;
  /** As the person sees it, from 1. */
  row: number;
  verdict: Verdict;
  /** Codes of what a person settles. */
  doubts: string[];
  kept: Kept;
}

/** A row as it stands now. */
export interface StoredRow<Kept> extends JudgedRow<Kept> {
  rowNo: number;
  /** What became of it when it was taken in. */
  subjectId: string | null;
  /** It was known before this file. */
  isKnown: boolean;
  isTakenBack: boolean;
}

/** What became of an accepted row. */
export type Outcome = { id: string; isKnown: boolean } | { refused: string };
