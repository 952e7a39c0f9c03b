import type { Reader } from '#libs/platform';
import { BREAK_STEPS } from './bank-steps.js';
import type { BankBreakResponse } from './bank.dto.js';

type BreakRow = Omit<BankBreakResponse, 'confirmedByName' | 'allowedSteps'> & {
  statementId: string;
  confirmedBy: string | null;
};

/** The breaks of each statement, in the order of the file. `namesOf` returns the names of the people who confirmed them. */
export async function breaksOf(
  reader: Reader,
  statementIds: string[],
  {
    mayReconcile,
    namesOf = async () => new Map(),
  }: { mayReconcile: boolean; namesOf?: (personIds: string[]) => Promise<Map<string, string>> },
): Promise<Map<string, BankBreakResponse[]>> {
  const breaks = new Map<string, BankBreakResponse[]>();
  if (statementIds.length === 0) return breaks;
  const rows = await reader.rows<BreakRow>(
    `SELECT statement_id, id, sheet, row_no AS row, DATE_FORMAT(booked_on, '%Y-%m-%d') AS booked_on, missing_fen, reason,
       confirmed_by, confirmed_at
     FROM bank_break WHERE statement_id IN (?) ORDER BY bank_break.id`,
    [statementIds],
  );
  const names = await namesOf(rows.flatMap(({ confirmedBy }) => confirmedBy ?? []));
  for (const { statementId, confirmedBy, ...row } of rows) {
    const shown = {
      ...row,
      confirmedByName: confirmedBy && (names.get(confirmedBy) ?? ''),
      allowedSteps: mayReconcile && confirmedBy === null ? [...BREAK_STEPS] : [],
    };
    breaks.set(statementId, [...(breaks.get(statementId) ?? []), shown]);
  }
  return breaks;
}
