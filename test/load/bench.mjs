// What the benches share: the demo's own database, a session, and medians over HTTP.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql from 'mysql2/promise';

export const ROOT = new URL('../..', import.meta.url).pathname;
const state = JSON.parse(readFileSync(join(ROOT, 'var/demo/run.json'), 'utf8'));
export const env = { ...process.env, ...state.env };
export const db = await mysql.createConnection({ uri: env.MIGRATE_DATABASE_URL, timezone: 'Z' });

/** What every bench is told about the demo. */
export const OPTIONS = /** @type {const} */ ({
  url: { type: 'string', default: 'http://127.0.0.1:3000' },
  phone: { type: 'string' },
  password: { type: 'string' },
  code: { type: 'string' },
});

/** @param {string} sql @param {unknown[]} [given] @returns {Promise<Record<string, any>[]>} */
export const rowsOf = async (sql, given) => /** @type {Record<string, any>[]} */ ((await db.query(sql, given))[0]);

/** Signs in and returns what asks in that name, and the person.
 *  @param {{ url: string, phone?: string, password?: string, code?: string }} account */
export async function signIn({ url, phone, password, code }) {
  const signedIn = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ phone, password, code }),
  });
  if (!signedIn.ok) throw new Error(`sign in: ${await signedIn.text()}`);
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  /** @param {string} path @param {RequestInit} [init] @returns {Promise<any>} */
  const ask = async (path, init) => {
    const answer = await fetch(`${url}/api/v1/${path}`, {
      ...init,
      headers: { cookie, 'content-type': 'application/json' },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return { ask, person: await ask('me') };
}

/** Median milliseconds of so many rounds. @param {number} rounds @param {() => Promise<unknown>} work */
export async function median(rounds, work) {
  /** @type {number[]} */
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return Number((times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0).toFixed(1));
}
