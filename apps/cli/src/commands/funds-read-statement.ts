import { Problem, formatFen, parseFile } from '#libs/platform';
import { STATEMENT_PARSER, explainFault, type ParsedStatement, type parseStatement } from '#libs/funds';
import { print, readArgs, type Command } from '../command.js';
import { takeFile } from '../sheet-file.js';

/** Reads a bank statement and prints how it understands every row. Stores nothing and needs no database. */
export const readStatementCommand: Command = {
  usage: 'FILE [--json]',
  async run(args) {
    const { positionals, values } = readArgs(args, { json: { type: 'boolean' } });
    const read = await parsed(takeFile(positionals[0]));
    if (!read) {
      print(values.json ? JSON.stringify(answer(undefined)) : '没有找到表头');
      return 1;
    }
    if (values.json) print(JSON.stringify(answer(read)));
    else {
      for (const { sheet, row, bookedOn, amountFen, counterparty, summary } of read.rows)
        print(`${sheet} ${row}  ${bookedOn} ${formatFen(amountFen)}  ${counterparty}  ${summary}`);
      for (const { sheet, row, why } of read.leftOut) print(`${sheet} ${row}  left out: ${why}`);
      for (const { sheet, row, missingFen } of read.breaks)
        print(`${sheet} ${row}  missing before this row${missingFen === null ? '' : `: ${formatFen(missingFen)}`}`);
      for (const fault of read.faults) {
        const { field, reason } = explainFault('zh', true)(fault);
        print(`${field}  ${reason}`);
      }
    }
    return read.faults.length > 0 ? 1 : 0;
  },
};

/** Returns undefined for a file without headings. */
async function parsed({ name, bytes }: ReturnType<typeof takeFile>): Promise<ParsedStatement | undefined> {
  try {
    return await parseFile<typeof parseStatement>(bytes, name, { parser: STATEMENT_PARSER, context: { choices: {} } });
  } catch (error) {
    if (error instanceof Problem && error.kind.code === 'STATEMENT_WITHOUT_HEADINGS') return undefined;
    throw error;
  }
}

/** Builds the output; a refused file counts no movements. */
function answer(read: ParsedStatement | undefined): object {
  const isRefused = read === undefined || read.faults.length > 0;
  const lines = isRefused ? [] : read.rows;
  return {
    refused: isRefused,
    movements: lines.map(({ bookedOn, ...line }) => ({ ...line, on: bookedOn })),
    leftOut: read?.leftOut ?? [],
    errors: read?.faults.map(({ isContradicted, ...fault }) => ({
      ...fault,
      why: explainFault('zh', true)({ ...fault, isContradicted }).reason,
    })) ?? [{ row: null, sheet: null, field: 'headings', why: '没有找到表头' }],
    breaks: read?.breaks.map(({ bookedOn, ...one }) => ({ ...one, on: bookedOn })) ?? [],
    closingFen: lines.findLast(({ balanceFen }) => balanceFen !== null)?.balanceFen ?? null,
  };
}
