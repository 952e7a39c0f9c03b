import type { RowPlace, StoredRow, Verdict } from './import-kind.js';

export const ROW_COLUMNS =
  'row_no, sheet, sheet_row, verdict, doubts, same_as, cells, subject_id, is_known, is_taken_back';

/** A stored row; its contents are encrypted. */
export interface EncryptedRow {
  rowNo: number;
  sheet: string;
  sheetRow: number;
  verdict: Verdict;
  doubts: string;
  sameAs: string | null;
  cells: Buffer;
  subjectId: string | null;
  isKnown: number;
  isTakenBack: number;
}

/** `kept`: the decrypted contents of the row. */
export const toRow = <Kept>(
  { cells: _, doubts, sameAs, sheetRow, isKnown, isTakenBack, ...row }: EncryptedRow,
  kept: Kept,
): StoredRow<Kept> => ({
  ...row,
  row: sheetRow,
  doubts: JSON.parse(doubts) as string[],
  sameAs: sameAs === null ? null : (JSON.parse(sameAs) as RowPlace),
  kept,
  isKnown: Boolean(isKnown),
  isTakenBack: Boolean(isTakenBack),
});
