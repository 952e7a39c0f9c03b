import { Conflict, InvalidInput, ReferenceGone, type Problem } from '../problems.js';
import type { Locale } from '../actor.js';
import { driverFault, type DriverFault } from './driver-fault.js';

/** Only a bug of the program can violate this constraint: answered as INTERNAL, and logged with its name. */
export const BUG = 'bug';
export type ConstraintMeaning = typeof BUG | (() => Problem);

const meanings = new Map<string, ConstraintMeaning>();

/** Declares what it means when a CHECK or a UNIQUE key refuses a write: the problem sent to the caller when no use case
 *  gives a more specific one, or BUG. A column's own CHECK is named `table.column`. A test requires a meaning for every
 *  constraint of the migrated database. Throws for a name that is already declared. */
export function declareConstraints(declared: Record<string, ConstraintMeaning>): void {
  for (const [name, meaning] of Object.entries(declared)) {
    if (meanings.has(name)) throw new Error(`The constraint ${name} is declared twice`);
    meanings.set(name, meaning);
  }
}
export const declaredConstraints = (): ReadonlyMap<string, ConstraintMeaning> => meanings;

const CHECK_FAILED = 4025;
const DUPLICATE = 1062;
const PARENT_MISSING = new Set([1216, 1452]);
const CHILD_LEFT = new Set([1217, 1451]);
/** The column cannot hold the value: validation allowed more than the table does. */
const TOO_LONG = new Set([1406]);
const OUT_OF_RANGE = new Set([1264, 1690, 1441]);
const BAD_VALUE = new Set([1265, 1292, 1366, 1411, 3140, 4079]);

const REASONS = {
  tooLong: { zh: '内容太长', en: 'is too long' },
  outOfRange: { zh: '数值超出范围', en: 'is out of range' },
  badValue: { zh: '内容无法识别', en: 'is not a valid value' },
};

/** The name of the constraint that refused a write, for logs and for its meaning; never a value. */
export function refusedBy(error: unknown): string | undefined {
  const fault = driverFault(error) as DriverFault | undefined;
  if (fault?.errno === CHECK_FAILED) return /CONSTRAINT `([\w.]+)`/.exec(fault.message)?.[1];
  if (fault?.errno === DUPLICATE) return /for key '(?:[\w.]+\.)?(\w+)'$/.exec(fault.message)?.[1];
  if (PARENT_MISSING.has(fault?.errno ?? 0) || CHILD_LEFT.has(fault?.errno ?? 0))
    return /CONSTRAINT `(\w+)`/.exec(fault?.message ?? '')?.[1];
  return undefined;
}

/** The problem behind a refusal of the database; undefined for a bug of the program and for other errors. */
export function problemOfDriver(error: unknown, locale: Locale): Problem | undefined {
  const fault = driverFault(error) as DriverFault | undefined;
  const errno = fault?.errno;
  if (!fault || errno === undefined) return undefined;
  if (errno === CHECK_FAILED || errno === DUPLICATE) {
    const name = refusedBy(error);
    // A primary key collides only when two requests do the same at once: callers never choose our row ids.
    if (name === 'PRIMARY') return Conflict();
    const meaning = name === undefined ? undefined : meanings.get(name);
    return meaning === undefined || meaning === BUG ? undefined : meaning();
  }
  if (PARENT_MISSING.has(errno)) return ReferenceGone();
  if (CHILD_LEFT.has(errno)) return Conflict();
  const reason = TOO_LONG.has(errno)
    ? REASONS.tooLong
    : OUT_OF_RANGE.has(errno)
      ? REASONS.outOfRange
      : BAD_VALUE.has(errno)
        ? REASONS.badValue
        : undefined;
  if (!reason) return undefined;
  return InvalidInput({ faults: [{ field: columnOf(fault.message), reason: reason[locale] }] });
}

/** `… for column `db`.`wish`.`people_helped` at row 1` → peopleHelped. */
function columnOf(message: string): string {
  const column = /column (?:`[^`]*`\.`[^`]*`\.)?[`'](\w+)[`']/.exec(message)?.[1] ?? 'body';
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
