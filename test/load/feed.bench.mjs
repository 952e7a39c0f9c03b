// What a volunteer's feed costs among a million wishes: npm run demo in one terminal, then, with what it prints,
//   node test/load/feed.bench.mjs --url http://127.0.0.1:3000 --phone VOLUNTEER --password … [--wishes 1000000] [--volunteers 100000]
// Plants the wishes (three of ten open) and the volunteers into the demo's database, unless --planted says that they are there,
// and prints one JSON line: medians of 31 requests over HTTP (`community`: of one community alone).
import { parseArgs } from 'node:util';
import { OPTIONS, db, median, plantVolunteers, rowsOf, signIn } from './bench.mjs';

const { values } = parseArgs({
  options: {
    ...OPTIONS,
    wishes: { type: 'string', default: '1000000' },
    volunteers: { type: 'string', default: '100000' },
    planted: { type: 'boolean', default: false },
  },
});
const ROUNDS = 31;
const SKILLS = [
  'electrical',
  'plumbing',
  'appliances',
  'fitting',
  'haircut',
  'tutoring',
  'phones',
  'company',
  'escort',
  'legal',
];
const CATEGORIES = ['repairs', 'home_safety', 'school', 'company', 'health', 'legal', 'digital', 'errands'];

/** A number of SQL from 0 that the row's number and a salt decide, and nothing else. @param {string} salt @param {number | string} below */
const chance = (salt, below) => `MOD(CRC32(CONCAT('${salt}', s.seq)), ${below})`;
/** @param {string[]} list @param {string} salt */
const pick = (list, salt) => `ELT(1 + ${chance(salt, list.length)}, ${list.map((code) => `'${code}'`).join(',')})`;

async function plant() {
  await db.query('DROP TEMPORARY TABLE IF EXISTS bench_unit');
  await db.query(
    `CREATE TEMPORARY TABLE bench_unit (PRIMARY KEY (n)) AS
     SELECT ROW_NUMBER() OVER (ORDER BY code) - 1 AS n, id, path FROM unit WHERE level = 'community'`,
  );
  const [{ n: units } = { n: 0 }] = await rowsOf('SELECT COUNT(*) AS n FROM bench_unit');
  const [{ id: somebody } = { id: '' }] = await rowsOf('SELECT id FROM beneficiary LIMIT 1');
  const [{ id: person } = { id: '' }] = await rowsOf('SELECT id FROM person LIMIT 1');
  await db.query(
    `INSERT INTO wish (id, code, unit_id, unit_path, status, outcome, source, entered_by, beneficiary_id, need, need_hash, public_text, category,
       kind, urgency, skill, helpers_needed, consent_kind, consent_recorded_by, consented_at, created_at, opened_at)
     SELECT UUID(), CONCAT('MB-', LPAD(s.seq, 9, '0')), u.id, u.path, IF(${chance('open', 10)} < 3, 'open', 'closed'),
       IF(${chance('open', 10)} < 3, NULL, 'full'), 'grid_worker', ?, ?, 'x', UNHEX(SHA2(s.seq, 256)), '测试心愿',
       ${pick(CATEGORIES, 'category')}, 'service', IF(${chance('urgent', 17)} = 0, 'urgent', 'normal'),
       IF(${chance('skill', 3)} = 0, NULL, ${pick(SKILLS, 'which')}), 1, 'spoken', ?, NOW(3), NOW(3), NOW(3) - INTERVAL ${chance('days', 40)} DAY
     FROM seq_1_to_${Number(values.wishes)} s JOIN bench_unit u ON u.n = ${chance('unit', units)}`,
    [person, somebody, person],
  );
  await plantVolunteers({
    count: Number(values.volunteers),
    prefix: 'bench',
    skill: pick(SKILLS, 'knows'),
    most: 3,
  });
  await db.query('ANALYZE TABLE wish, person, role_grant, volunteer');
}

if (!values.planted) await plant();
const [{ n: wishes } = { n: 0 }] = await rowsOf('SELECT COUNT(*) AS n FROM wish');
const [{ n: open } = { n: 0 }] = await rowsOf(`SELECT COUNT(*) AS n FROM wish WHERE status = 'open'`);
const { ask, person } = await signIn(values);
/** @param {string} query */
const page = (query) => ask(`open-wishes?limit=20${query}`);
await page('');
const firstPage = await median(ROUNDS, () => page(''));
const { nextCursor } = await page('');
const secondPage = await median(ROUNDS, () => page(`&cursor=${nextCursor}`));
let deep = nextCursor;
for (let at = 0; at < 12; at += 1) deep = (await page(`&cursor=${deep}`)).nextCursor;
const deepPage = await median(ROUNDS, () => page(`&cursor=${deep}`));
const filtered = await median(ROUNDS, () => page('&category=school&kind=service'));
const [{ id: communityId } = { id: '' }] = await rowsOf('SELECT id FROM unit WHERE parent_id = ? LIMIT 1', [
  person.roles[0].unitId,
]);
const community = await median(ROUNDS, () => page(`&unitId=${communityId}`));
console.log(
  JSON.stringify({
    wishes,
    open,
    home: person.roles.map((/** @type {{ unitName: string }} */ { unitName }) => unitName),
    milliseconds: { firstPage, secondPage, deepPage, filtered, community },
  }),
);
await db.end();
