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

/** Plants so many volunteers, each at home in the next unit of `bench_unit` (n, id, path) and with one skill.
 *  @param {{ count: number, prefix: string, skill: string, most: number }} of skill: an expression over `s` (seq, id). */
export async function plantVolunteers({ count, prefix, skill, most }) {
  const [{ n: units } = { n: 0 }] = await rowsOf('SELECT COUNT(*) AS n FROM bench_unit');
  await db.query(`CREATE TEMPORARY TABLE bench_person AS SELECT s.seq, UUID() AS id FROM seq_1_to_${count} s`);
  await db.query(
    `INSERT INTO person (id, name, phone, phone_hash, password_hash, created_at)
     SELECT id, 'x', 'x', UNHEX(SHA2(CONCAT('${prefix}', seq), 256)), 'none', NOW(3) FROM bench_person`,
  );
  await db.query(
    `INSERT INTO role_grant (id, person_id, unit_id, unit_level, role, granted_by, granted_at, origin, confirmed_at)
     SELECT UUID(), p.id, u.id, t.level, 'volunteer', p.id, NOW(3), 'server', NOW(3)
     FROM bench_person p JOIN bench_unit u ON u.n = MOD(p.seq, ${units}) JOIN unit t ON t.id = u.id`,
  );
  await db.query(
    `INSERT INTO volunteer (person_id, skills, max_open_claims, updated_at)
     SELECT s.id, JSON_ARRAY(${skill}), ${most}, NOW(3) FROM bench_person s`,
  );
}
