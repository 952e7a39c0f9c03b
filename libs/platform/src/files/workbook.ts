import { stringify } from 'csv-stringify/sync';

/** Text that a program may run: also after spaces, in full width, and with the pipe by which old programs call others. */
const FORMULA_START = /^(?:[\t\r\n]|[\s\ufeff]*[=+\-@|\uff1d\uff0b\uff0d\uff20\uff5c\ufe62\ufe63\ufe66\ufe6b\u2212])/;

export type SheetCell = string | number | null | undefined;

const safe = (text: string): string => (FORMULA_START.test(text) ? `'${text}` : text);

/** A sheet of plain text under bold headings. Text that begins like a formula gets a leading quote, so that no program runs
 *  it (CSV injection, OWASP ASVS 5.0, V1.2.10). `widths`: in characters. */
export async function toWorkbook(
  sheet: string,
  headings: string[],
  lines: SheetCell[][],
  widths: number[],
): Promise<Buffer> {
  const { default: writeXlsx } = await import('write-excel-file/node');
  const cell = (value: SheetCell) => {
    if (value === null || value === undefined || value === '') return null;
    if (typeof value === 'number') return { value, type: Number };
    return { value: safe(value), type: String, wrap: true };
  };
  const head = headings.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  return writeXlsx([head, ...lines.map((line) => line.map(cell))], {
    sheet,
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
  }).toBuffer();
}

/** The same as comma-separated text: UTF-8 with a byte order mark for Excel, lines ending in CR LF (RFC 4180). */
export const toCsv = (headings: string[], lines: SheetCell[][]): Buffer =>
  Buffer.from(
    stringify([headings, ...lines], {
      bom: true,
      record_delimiter: 'windows',
      cast: { string: safe },
    }),
  );
