import { toCsv, type SheetCell } from '#libs/platform';
import type { Actor } from './stage.js';

/** The columns of a bank's own export. */
export const BANK_HEADINGS = ['交易日期', '借方发生额', '贷方发生额', '余额', '对方户名', '对方账号', '摘要'];

/** Sends a statement for a unit. */
export function sendStatement(who: Actor, unitId: string, file: Buffer, name = 'statement.csv') {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(file)]), name);
  return who.api.POST('/api/v1/units/{unitId}/bank/statements', {
    params: { path: { unitId } },
    body: form as never,
    bodySerializer: (body) => body as never,
  });
}

export const statementOf = (rows: SheetCell[][]): Buffer => toCsv(BANK_HEADINGS, rows);
