import { fileBody } from '#libs/api-client';
import { toCsv, type SheetCell } from '#libs/platform';
import type { Actor } from './stage.js';

/** The columns of a bank's own export. */
export const BANK_HEADINGS = ['交易日期', '借方发生额', '贷方发生额', '余额', '对方户名', '对方账号', '摘要'];

/** Sends a statement for a unit. */
export function sendStatement(who: Actor, unitId: string, file: Buffer, name = 'statement.csv') {
  return who.api.POST('/api/v1/units/{unitId}/bank/statements', {
    params: { path: { unitId } },
    ...fileBody(file, name),
  });
}

export const statementOf = (rows: SheetCell[][]): Buffer => toCsv(BANK_HEADINGS, rows);
