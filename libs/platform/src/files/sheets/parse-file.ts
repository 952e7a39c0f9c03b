import { Worker } from 'node:worker_threads';
import { Problem, problemKind } from '../../problems.js';
import { assertReadable } from './parse-sheets.js';
import { ImportBusy, ImportDamaged, tooMuch, type Sheet } from './sheet.js';
import type { FromThread, ParseTask } from './parse-file.thread.js';
import { processorMs, startThread } from './thread-time.js';

/** Processor time: a workbook of 60,000 rows takes about three seconds of it, also on a busy machine. */
const LIMIT_MS = 20_000;
/** Elapsed time. */
const LONGEST_MS = 90_000;
const LOOK_MS = 500;
const MEMORY_MB = 512;
/** Files that one process reads at the same time, and files that may wait. */
const AT_ONCE = 2;
const MOST_WAITING = 8;
const WAIT_MS = 30_000;
/** How often `stillReading` is called. */
const STILL_READING_MS = 4_000;

/** What a parser's module exports as `parse`. Its context and its result are copied between threads. */
export type Parser<Context, Result extends { rows: unknown[] }> = (sheets: Sheet[], context: Context) => Result;

export interface ParseOptions<Context> {
  /** The module whose `parse` interprets the sheets. */
  parser: URL;
  context: Context;
  /** The maximum number of rows, all sheets together; larger files are refused. */
  mostRows?: number;
  /** Called every few seconds while the file waits or is parsed, for a job that must keep its lease. */
  stillReading?: () => Promise<void>;
}

/** Parses an .xlsx file, separated text or an HTML table in a thread of its own, with limits on time, memory, cells and
 *  merges. The process stays responsive for any file content. Throws what `assertReadable` and the parser throw,
 *  IMPORT_TOO_LARGE with what is too much, IMPORT_BUSY when too many files wait. */
export async function parseFile<P extends Parser<never, { rows: unknown[] }>>(
  file: Buffer,
  fileName: string,
  options: ParseOptions<Parameters<P>[1]>,
): Promise<ReturnType<P>> {
  assertReadable(file, fileName);
  let lost: unknown;
  const beat = setInterval(() => {
    options.stillReading?.().catch((error: unknown) => (lost ??= error));
  }, STILL_READING_MS);
  try {
    const leave = await enter();
    try {
      const { parser, context, mostRows } = options;
      const result = await parseApart({ file, fileName, mostRows, parser: parser.href, context });
      if (lost !== undefined) throw lost;
      return result as ReturnType<P>;
    } finally {
      leave();
    }
  } finally {
    clearInterval(beat);
  }
}

let reading = 0;
const waiting: (() => void)[] = [];

/** Waits for a free slot; the returned function releases it. Throws IMPORT_BUSY. */
async function enter(): Promise<() => void> {
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else reading -= 1;
  };
  if (reading < AT_ONCE) reading += 1;
  else {
    if (waiting.length >= MOST_WAITING) throw ImportBusy({ retryAfterSeconds: 30 });
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        clearTimeout(limit);
        resolve();
      };
      const limit = setTimeout(() => {
        waiting.splice(waiting.indexOf(go), 1);
        reject(ImportBusy({ retryAfterSeconds: 30 }));
      }, WAIT_MS);
      waiting.push(go);
    });
  }
  return leave;
}

async function parseApart(task: ParseTask): Promise<{ rows: unknown[] }> {
  const { started: thread, thread: number } = startThread(
    () =>
      new Worker(new URL('./parse-file.thread.js', import.meta.url), {
        workerData: task,
        env: {},
        resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 32 },
      }),
  );
  const answers: FromThread[] = [];
  let wake = (): void => undefined;
  let fault: unknown;
  const end = (error: unknown): void => {
    fault ??= error;
    wake();
  };
  thread.on('message', (message: FromThread) => {
    answers.push(message);
    wake();
  });
  thread.on('error', (error) => end(isOutOfMemory(error) ? needsTooMuchMemory() : ImportDamaged()));
  thread.on('exit', () => end(ImportDamaged()));
  const began = performance.now();
  const limit = setInterval(() => {
    const passed = performance.now() - began;
    if ((processorMs(number) ?? passed) > LIMIT_MS) end(takesTooLong(LIMIT_MS));
    else if (passed > LONGEST_MS) end(takesTooLong(LONGEST_MS));
  }, LOOK_MS);
  const next = async (): Promise<FromThread> => {
    for (;;) {
      const answer = answers.shift();
      if (answer) return answer;
      if (fault !== undefined) throw fault;
      await new Promise<void>((resume) => (wake = resume));
    }
  };
  try {
    const first = await next();
    if ('refused' in first) throw again(first.refused);
    if (!('head' in first)) throw ImportDamaged();
    const rows: unknown[] = [];
    for (;;) {
      thread.postMessage('next');
      const part = await next();
      if (!('rows' in part) || part.rows.length === 0) return { ...first.head, rows };
      rows.push(...part.rows);
    }
  } finally {
    clearInterval(limit);
    await thread.terminate();
  }
}

const isOutOfMemory = (error: Error): boolean =>
  (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof RangeError;
const needsTooMuchMemory = (): Problem => tooMuch('读取需要的内存过多', 'reading it needs too much memory');
const takesTooLong = (ms: number): Problem =>
  tooMuch(`读取超过 ${ms / 1_000} 秒`, `reading it takes more than ${ms / 1_000} seconds`);

/** Rebuilds in this thread the problem that was thrown in the parsing thread. */
function again({ code, details }: { code: string; details: Record<string, unknown> }): Problem {
  const kind = problemKind(code);
  return kind ? new Problem(kind, details) : ImportDamaged();
}
