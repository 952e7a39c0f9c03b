/** A reason to end that a person can act on: one line, no stack. */
export class Stop extends Error {}

/** Where progress is told: standard error when standard output belongs to an answer. */
let tell = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
export const tellOnStderr = () => {
  tell = (line) => process.stderr.write(`${line}\n`);
};
export const say = (/** @type {string} */ line) => tell(line);

/**
 * Does one step, telling what it is and how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T> | T} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  try {
    const result = await work();
    tell(`  ✓ ${title}  ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return result;
  } catch (error) {
    tell(`  ✗ ${title}  ${((performance.now() - started) / 1000).toFixed(1)} s`);
    throw error;
  }
}
