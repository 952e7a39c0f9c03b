import { readFileSync, readdirSync } from 'node:fs';

const THREADS = '/proc/self/task';
/** The kernel reports hundredths of a second, independent of its own tick. */
const MS_PER_TICK = 10;

/** Starts a thread and returns the number by which the kernel knows it; undefined when it cannot be read, or when another
 *  thread started meanwhile. */
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

/** The processor time that a thread of this process has used, in milliseconds: on a busy machine far less than the elapsed
 *  time. Undefined when it cannot be read. */
export function processorMs(thread: string | undefined): number | undefined {
  if (thread === undefined) return undefined;
  try {
    // After the name, which may contain spaces and brackets: the 12th and 13th fields are user and system time.
    const fields = readFileSync(`${THREADS}/${thread}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return undefined;
  }
}
