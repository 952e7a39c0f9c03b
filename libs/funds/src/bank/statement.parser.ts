import type { Sheet } from '#libs/platform/parsing';
import { StatementWithoutHeadings } from './bank.errors.js';
import { readStatement, type Statement, type StatementLine } from './read-statement.js';

/** A statement as a thread gives it back: its lines are the rows. */
export type ParsedStatement = Omit<Statement, 'lines'> & { rows: StatementLine[] };

/** What a thread runs for a bank's statement. Throws STATEMENT_WITHOUT_HEADINGS. */
export function parse(sheets: Sheet[]): ParsedStatement {
  const statement = readStatement(sheets);
  if (!statement) throw StatementWithoutHeadings();
  const { lines, ...rest } = statement;
  return { ...rest, rows: lines };
}
