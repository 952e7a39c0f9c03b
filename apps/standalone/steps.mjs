/** A reason to stop that a person can act on: printed as one line, without a stack trace. */
export class Stop extends Error {}

/** Where progress is printed: standard error if standard output carries the result. */
let tell = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
export const tellOnStderr = () => {
  tell = (line) => process.stderr.write(`${line}\n`);
};
export const say = (/** @type {string} */ line) => tell(line);

/**
 * Runs one step and prints its title and duration.
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
