// What a plan of a whole town costs, from the asking to the last row kept: WORKER_METRICS_PORT=9300 npm run demo in one terminal, then,
// with what it prints,
//   node test/load/plan.bench.mjs --url http://127.0.0.1:3000 --phone TOWN_OFFICER --password … --code … [--wishes 5000] [--volunteers 20000]
// Plants open wishes and volunteers in the demo's town, unless --planted says that they are there, and prints one JSON line: seconds until the plan is ready, and the longest
// that the worker's event loop was held meanwhile (its own measurement).
import { parseArgs } from 'node:util';
import { OPTIONS, db, plantVolunteers, rowsOf, signIn } from './bench.mjs';

const { values } = parseArgs({
  options: {
    ...OPTIONS,
    wishes: { type: 'string', default: '5000' },
    volunteers: { type: 'string', default: '20000' },
    planted: { type: 'boolean', default: false },
    metrics: { type: 'string', default: 'http://127.0.0.1:9300/metrics' },
  },
});
const SKILLS = `ELT(1 + MOD(CRC32(CONCAT(@salt, s.seq)), 6), 'electrical', 'plumbing', 'tutoring', 'company', 'phones', 'haircut')`;

/** @param {string} townId */
async function plant(townId) {
  await db.query(
    `CREATE TEMPORARY TABLE bench_unit (PRIMARY KEY (n)) AS
     SELECT ROW_NUMBER() OVER (ORDER BY code) - 1 AS n, id, path FROM unit WHERE parent_id = ?`,
    [townId],
  );
  const [{ n: units } = { n: 0 }] = await rowsOf('SELECT COUNT(*) AS n FROM bench_unit');
  const [{ id: somebody } = { id: '' }] = await rowsOf('SELECT id FROM beneficiary LIMIT 1');
  const [{ id: person } = { id: '' }] = await rowsOf('SELECT id FROM person LIMIT 1');
  await db.query(`SET @salt = 'wish'`);
  await db.query(
    `INSERT INTO wish (id, code, unit_id, unit_path, status, source, entered_by, beneficiary_id, need, need_hash, public_text, category,
       kind, skill, helpers_needed, consent_kind, consent_recorded_by, consented_at, created_at, opened_at)
     SELECT UUID(), CONCAT('MP-', LPAD(s.seq, 9, '0')), u.id, u.path, 'open', 'grid_worker', ?, ?, 'x', UNHEX(SHA2(CONCAT('p', s.seq), 256)), '测试心愿',
       'repairs', 'service', ${SKILLS}, 1, 'spoken', ?, NOW(3), NOW(3), NOW(3) - INTERVAL MOD(s.seq, 30) DAY
     FROM seq_1_to_${Number(values.wishes)} s JOIN bench_unit u ON u.n = MOD(CRC32(s.seq), ${units})`,
    [person, somebody, person],
  );
  await db.query(`SET @salt = 'volunteer'`);
  await plantVolunteers({ count: Number(values.volunteers), prefix: 'plan', skill: SKILLS, most: 1 });
  await db.query('ANALYZE TABLE wish, person, role_grant, volunteer');
}

/** The longest since it was asked last. */
async function longestHeldMs() {
  const text = await (await fetch(values.metrics)).text();
  return Math.round(Number(/^nodejs_eventloop_lag_max_seconds ([\d.e-]+)/m.exec(text)?.[1]) * 1_000);
}

const { ask, person } = await signIn(values);
const townId = person.roles.find((/** @type {{ role: string }} */ { role }) => role === 'town_officer').unitId;
if (!values.planted) await plant(townId);
await longestHeldMs();
const idleHeldMs = await new Promise((resume) => setTimeout(resume, 3_000)).then(longestHeldMs);
const began = performance.now();
const { id } = await ask('match-plans', {
  method: 'POST',
  body: JSON.stringify({ unitId: townId }),
});
let plan = await ask(`match-plans/${id}`);
while (plan.status !== 'ready') {
  await new Promise((resume) => setTimeout(resume, 50));
  plan = await ask(`match-plans/${id}`);
}
const seconds = Number(((performance.now() - began) / 1_000).toFixed(2));
const { wishes, volunteers, places, filled } = plan;
console.log(JSON.stringify({ wishes, volunteers, places, filled, seconds, idleHeldMs, heldMs: await longestHeldMs() }));
await db.end();
