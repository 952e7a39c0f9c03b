import { readFileSync, readlinkSync } from 'node:fs';

/** The kernel counts in hundredths of a second, whatever its own tick is. */
const MS_PER_TICK = 10;

/** Where the kernel tells what the calling thread does; undefined where it tells nothing. */
export function ownThread(): string | undefined {
  try {
    return `/proc/${readlinkSync('/proc/thread-self')}/stat`;
  } catch {
    return undefined;
  }
}

/** The processor time that a thread has taken, in milliseconds: on a busy machine far less than has passed. Undefined where
 *  nothing tells. */
export function processorMs(thread: string | undefined): number | undefined {
  if (thread === undefined) return undefined;
  try {
    // Behind its name, which may hold blanks and brackets: the 12th and 13th are user and system time.
    const fields = readFileSync(thread, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return undefined;
  }
}
