import { readFileSync, readdirSync } from 'node:fs';

const THREADS = '/proc/self/task';
/** The kernel counts in hundredths of a second, whatever its own tick is. */
const MS_PER_TICK = 10;

/** Starts a thread and tells by which number the kernel knows it; undefined where nothing tells, or another began meanwhile. */
export function startThread<T>(start: () => T): { started: T; thread: string | undefined } {
  const before = new Set(threads());
  const started = start();
  const fresh = threads().filter((thread) => !before.has(thread));
  return { started, thread: fresh.length === 1 ? fresh[0] : undefined };
}

function threads(): string[] {
  try {
    return readdirSync(THREADS);
  } catch {
    return [];
  }
}

/** The processor time that a thread of this process has taken, in milliseconds: on a busy machine far less than has passed.
 *  Undefined where nothing tells. */
export function processorMs(thread: string | undefined): number | undefined {
  if (thread === undefined) return undefined;
  try {
    // Behind its name, which may hold blanks and brackets: the 12th and 13th are user and system time.
    const fields = readFileSync(`${THREADS}/${thread}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return undefined;
  }
}
