import type { HeadingChoices, Sheet } from '#libs/platform/parsing';
import { readStatement, type Statement, type StatementLine } from './read-statement.js';

/** A statement as a thread gives it back: its lines are the rows. */
export type ParsedStatement = Omit<Statement, 'lines'> & { rows: StatementLine[]; hasSheets: boolean };

/** What a thread runs for a bank's statement. Throws STATEMENT_WITHOUT_HEADINGS. */
export function parse(sheets: Sheet[], { choices }: { choices: HeadingChoices }): ParsedStatement {
  const { lines, ...rest } = readStatement(sheets, choices);
  return { ...rest, rows: lines, hasSheets: sheets.length > 1 };
}
