import { driverFault } from './driver-fault.js';

/** Disk full, table full, temporary file not written. */
const SERVER_ERRORS = new Set([1021, 1114, 1878]);
/** The same from the operating system: no space, over the quota, mounted read-only. */
const SYSTEM_ERRORS = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);
/** The same when MariaDB reports it in the message of another error (1026, 1030, 3): by number or by name. */
const PASSED_ON = /\berrno: (?:28|30|122)\b|No space left on device|Disk quota exceeded|Read-only file system/i;
const DEEPEST_CAUSE = 5;

/** Whether an error of the database or of a file, or one of its causes, says that storage accepts no more writes. */
export function isStorageFull(error: unknown): boolean {
  let cause = error;
  for (let depth = 0; depth < DEEPEST_CAUSE && cause; depth += 1) {
    const { errno, code, message } = driverFault(cause);
    if (SERVER_ERRORS.has(errno ?? 0) || SYSTEM_ERRORS.has(code ?? '')) return true;
    if (errno !== undefined && errno > 0 && PASSED_ON.test(message)) return true;
    cause = (cause as { cause?: unknown }).cause;
  }
  return false;
}
