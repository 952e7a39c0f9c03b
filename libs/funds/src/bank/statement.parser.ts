import type { HeadingChoices, Sheet } from '#libs/platform/parsing';
import { readStatement, type Statement, type StatementLine } from './read-statement.js';

/** A parsed statement as the worker thread returns it; its lines are the rows. */
export type ParsedStatement = Omit<Statement, 'lines'> & { rows: StatementLine[]; hasSheets: boolean };

/** The function that the worker thread runs for a bank statement. Throws STATEMENT_WITHOUT_HEADINGS. */
export function parse(sheets: Sheet[], { choices }: { choices: HeadingChoices }): ParsedStatement {
  const { lines, ...rest } = readStatement(sheets, choices);
  return { ...rest, rows: lines, hasSheets: sheets.length > 1 };
}
