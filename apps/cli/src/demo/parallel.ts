/** Runs the work for every item with limited concurrency and returns the results in order. */
export async function inParallel<T, R>(
  items: T[],
  atOnce: number,
  work: (item: T, at: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const at = next;
      next += 1;
      results[at] = await work(items[at]!, at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return results;
}

export const sleep = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

/** Polls until the condition holds; throws after the time limit. */
export async function until(what: string, limitMs: number, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(200)) if (await holds()) return;
  throw new Error(`${what}: not within ${limitMs / 1000} s`);
}
