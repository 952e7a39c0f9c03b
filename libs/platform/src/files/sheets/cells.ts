import { shanghaiDay } from '../../shanghai-time.js';
import type { Cell } from './sheet.js';

/** Converts full-width digits, letters and signs to half width; ideographs, including rare ones, stay as they are. */
export const toHalfWidth = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0\u2000-\u200b\ufeff]/g, ' ');

const pad = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-24`, or undefined when there is no such day from 2000 to 2100. */
export function calendarDay(year: number, month: number, day: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, day));
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return exists && year >= 2000 && year <= 2100 ? `${year}-${pad(month)}-${pad(day)}` : undefined;
}

/** The day of a spreadsheet's serial number. */
export const excelSerialToDay = (serial: number, from1904: boolean): string | undefined => {
  if (serial < 20_000 || serial > 80_000) return undefined;
  const at = new Date(
    Date.UTC(from1904 ? 1904 : 1899, from1904 ? 0 : 11, from1904 ? 1 : 30) + Math.floor(serial) * 86_400_000,
  );
  return at.toISOString().slice(0, 10);
};

/** 20261124 → 2026-11-24 */
export const dayOfDigits = (digits: string): string | undefined =>
  calendarDay(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8)));

const ZONED = /^20\d{2}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;
/** Rejects days that do not exist, so that 30 February does not become 2 March. */
function dayOfInstant(text: string): string | undefined {
  const at = new Date(text.replace(' ', 'T'));
  return dayOfDigits(text.slice(0, 10).replaceAll('-', '')) && !Number.isNaN(at.getTime())
    ? shanghaiDay(at)
    : undefined;
}
/** A time of day after a day, separated from it by a space or a T. */
const TIME_OF_DAY = /[\sT]+(?:[上下]午\s*)?\d{1,2}(?:[:：]\d{1,2}){1,2}(?:\.\d+)?(?:\s*[AP]M)?$/i;

/** A day without the time of day after it. Inner spaces are kept: without them 31 0:00 would read 310:00. */
export const withoutTime = (text: string): string => text.trim().replace(TIME_OF_DAY, '').trim();

/** A Shanghai day as programs write it, with or without a time after it; undefined when in doubt. */
export function readDay(cell: Cell | undefined, from1904: boolean): string | undefined {
  if (!cell || cell.isError) return undefined;
  if (cell.number !== undefined) {
    const digits = String(cell.number);
    return /^20\d{6}$/.test(digits) ? dayOfDigits(digits) : excelSerialToDay(cell.number, from1904);
  }
  const text = toHalfWidth(cell.text).trim();
  if (ZONED.test(text)) return dayOfInstant(text);
  const bare = withoutTime(text);
  if (/^20\d{6}$/.test(bare)) return dayOfDigits(bare);
  // The digits of a day and of a time of day, as programs write them without a separator.
  if (/^20\d{6}(?:\d{6}|\d{4})$/.test(bare)) return dayOfDigits(bare);
  const parts = /^(20\d{2})(?:年|[-/.])\s*(\d{1,2})(?:月|[-/.])\s*(\d{1,2})日?$/.exec(bare);
  return parts ? calendarDay(Number(parts[1]), Number(parts[2]), Number(parts[3])) : undefined;
}
