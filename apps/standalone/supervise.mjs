import { describeEnd } from './processes.mjs';
import { Stop } from './steps.mjs';

/** @typedef {import('./platform.mjs').Platform} Platform */

const FIRST_WAIT_S = 1;
const LONGEST_WAIT_S = 30;
/** A part that ends this often within this time is not restarted again. */
const MOST_DEATHS = 5;
const WITHIN_MS = 120_000;

/** The wait before a restart; doubles with each end in a row. @param {number} deaths */
export const waitAfter = (deaths) => Math.min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (deaths - 1));

/** The ends within the time window. @param {number[]} deaths @param {number} now */
export const recent = (deaths, now) => deaths.filter((at) => now - at < WITHIN_MS);

/** @param {string} line */
const warn = (line) => process.stderr.write(`${line}\n`);
/** @param {number} seconds */
const sleep = (seconds) => new Promise((resume) => setTimeout(resume, seconds * 1000));
/** Never resolves: the platform is being stopped, and `stop` does the rest. @type {Promise<never>} */
const forever = new Promise(() => {});

/**
 * Restarts any part of the platform that ends by itself, with a growing wait. Rejects only if a part has ended too often,
 * with a Stop that says which part and how.
 * @param {Platform} platform
 * @returns {Promise<never>}
 */
export const supervise = (platform) => Promise.race(platform.running.map((_, place) => keepPart(platform, place)));

/** @param {Platform} platform @param {number} place @returns {Promise<never>} */
async function keepPart(platform, place) {
  /** @type {number[]} */
  let deaths = [];
  for (;;) {
    const part = platform.partAt(place);
    const end = await part.exited;
    if (platform.stopping) return forever;
    const now = performance.now();
    deaths = [...recent(deaths, now), now];
    const cause = describeEnd(part, end);
    if (deaths.length >= MOST_DEATHS) {
      await platform.stop();
      throw new Stop(
        `${cause}\nIt ended ${deaths.length} times within ${WITHIN_MS / 60_000} minutes; everything was stopped.`,
      );
    }
    const wait = waitAfter(deaths.length);
    warn(`${cause}\n${part.name} is started again in ${wait} s.`);
    await sleep(wait);
    if (platform.stopping) return forever;
    await platform.restart(place).then(
      () => warn(`${part.name} is back.`),
      (error) => warn(/** @type {Error} */ (error).message), // the loop handles its end like any other
    );
  }
}

/**
 * Resolves when any part ends by itself, with a text that says what ended and how.
 * @param {Platform} platform
 * @returns {Promise<string>}
 */
export const firstEnd = (platform) =>
  Promise.race(
    platform.running.map(async (part) => {
      const end = await part.exited;
      return platform.stopping ? forever : describeEnd(part, end);
    }),
  );
