// What the fund costs with a million entries: npm run demo in one terminal, then, with what it prints,
//   node test/load/fund-book.bench.mjs --url http://127.0.0.1:3000 --phone DISTRICT_OFFICER --password … --code RECOVERY_CODE [--entries 1000000]
// Plants the entries into the demo's database (year 2020), measures pages over HTTP (median of 15), the close of the year,
// the export and the verifier as whole processes, and prints one JSON line.
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { OPTIONS, ROOT, db, env, median, rowsOf, signIn } from './bench.mjs';

const { values } = parseArgs({ options: { ...OPTIONS, entries: { type: 'string', default: '1000000' } } });
const YEAR = 2020;
const BATCH = 4_000;
const SOURCES = ['allotted', 'topped_up', 'donated', 'co_funded', 'carried_in'];
const ACCOUNTS = [...SOURCES, 'available', 'reserved', 'committed', 'paid', 'returned', 'carried_out'];

/** How long a program takes and how much memory it needs at the most.
 *  @param {string} program @param {string[]} args @param {string} [cwd]
 *  @returns {Promise<{ seconds: number, peakMiB: number, out: string }>} */
const timed = (program, args, cwd) =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn('/usr/bin/time', ['-f', '%M', program, ...args], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let faults = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (faults += chunk));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0
        ? resolve({
            seconds: (performance.now() - began) / 1_000,
            peakMiB: Number(faults.trim().split('\n').at(-1)) / 1_024,
            out,
          })
        : reject(new Error(`${program} ${args.join(' ')}: ${out}${faults}`)),
    );
  });

async function plant() {
  const communities = await rowsOf(
    `SELECT u.id, u.code, b.entries, b.hash FROM unit u LEFT JOIN fund_book b ON b.unit_id = u.id WHERE u.level = 'community'`,
  );
  const each = Math.floor(Number(values.entries) / communities.length);
  /** @type {unknown[][]} */
  let rows = [];
  const flush = async () => {
    if (rows.length === 0) return;
    await db.query(
      'INSERT INTO fund_transfer (id, op_key, kind, from_account_id, to_account_id, amount_fen, spend_request_id, booked_at, unit_id, entry_no, hash) VALUES ?',
      [rows],
    );
    rows = [];
  };
  for (const { id: unitId, code, entries, hash } of communities) {
    /** @type {Record<string, string>} */
    const accounts = Object.fromEntries(ACCOUNTS.map((kind) => [kind, randomUUID()]));
    /** @type {Record<string, number>} */
    const balance = Object.fromEntries(ACCOUNTS.map((kind) => [kind, 0]));
    await db.query('INSERT INTO fund_account (id, unit_id, year, kind) VALUES ?', [
      ACCOUNTS.map((kind) => [accounts[kind], unitId, YEAR, kind]),
    ]);
    await db.query('INSERT INTO fund_year (unit_id, year, opened_at) VALUES (?,?,UTC_TIMESTAMP(3))', [unitId, YEAR]);
    let previous = hash ?? Buffer.alloc(32);
    /** @type {string | null} */
    let request = null;
    const first = entries ?? 0;
    for (let at = 0; at < each; at += 1) {
      /** @type {[string, string, string, number]} */
      const [kind, from, to, amountFen] =
        at === 0
          ? ['allot', 'allotted', 'available', 500_000_000]
          : at % 2 === 1
            ? ['reserve', 'available', 'reserved', 20_000]
            : ['pay', 'reserved', 'paid', 20_000];
      if (at % 2 === 1) request = randomUUID(); // reserved and paid for one request
      const id = randomUUID();
      const no = first + at + 1;
      const bookedAt = new Date(Date.UTC(YEAR, 0, 2) + at * 60_000);
      const text = [
        previous.toString('hex'),
        code,
        no,
        id,
        YEAR,
        kind,
        from,
        to,
        amountFen,
        bookedAt.toISOString(),
        request ?? '-',
      ];
      previous = createHash('sha256').update(text.join('|')).digest();
      balance[from] = (balance[from] ?? 0) - amountFen;
      balance[to] = (balance[to] ?? 0) + amountFen;
      rows.push([
        id,
        `bench-${id}`,
        kind,
        accounts[from],
        accounts[to],
        amountFen,
        request,
        bookedAt,
        unitId,
        no,
        previous,
      ]);
      if (rows.length === BATCH) await flush();
    }
    await flush();
    await db.query(
      'INSERT INTO fund_book (unit_id, entries, hash) VALUES (?,?,?) ON DUPLICATE KEY UPDATE entries = VALUES(entries), hash = VALUES(hash)',
      [unitId, first + each, previous],
    );
    for (const kind of ACCOUNTS)
      await db.query('UPDATE fund_account SET balance_fen = ? WHERE id = ?', [balance[kind], accounts[kind]]);
  }
  await db.query(
    `INSERT INTO fund_month SELECT t.unit_id, f.year, DATE_FORMAT(t.booked_at + INTERVAL 8 HOUR, '%Y-%m'), t.kind, SUM(t.amount_fen)
     FROM fund_transfer t JOIN fund_account f ON f.id = t.from_account_id WHERE f.year = ? GROUP BY 1, 2, 3, 4`,
    [YEAR],
  );
  await db.query('ANALYZE TABLE fund_transfer, fund_account, fund_book, fund_month');
  return String(communities[Math.floor(communities.length / 2)]?.id);
}

const unitId = await plant();
const [{ n: entries } = { n: 0 }] = await rowsOf('SELECT COUNT(*) AS n FROM fund_transfer');
const [{ id: districtId } = { id: '' }] = await rowsOf('SELECT id FROM unit WHERE parent_id IS NULL');
const { ask } = await signIn(values);
/** Of fifteen answers. @param {string} path */
const get = (path) => median(15, () => ask(path));
const book = `public/fund-book/units/${unitId}/entries?limit=50`;
const middle = Buffer.from(JSON.stringify([String(Math.floor(Number(values.entries) / 580))])).toString('base64url');
const [{ id: entryId } = { id: '' }] = await rowsOf(
  'SELECT id FROM fund_transfer WHERE unit_id = ? ORDER BY entry_no LIMIT 1 OFFSET 10',
  [unitId],
);
const milliseconds = {
  statement: await get(`units/${unitId}/fund?year=${YEAR}`),
  firstPage: await get(book),
  middlePage: await get(`${book}&cursor=${middle}`),
  rollUp: await get(`units/${districtId}/fund?year=${YEAR}`),
  breakdown: await get(`units/${unitId}/fund/breakdown?year=${YEAR}`),
  breakdownOfDistrict: await get(`units/${districtId}/fund/breakdown?year=${YEAR}`),
};
const cli = join(ROOT, 'dist/server/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'mw-book-'));
const closing = await timed(process.execPath, [
  cli,
  'funds',
  'close-year',
  '--year',
  String(YEAR),
  '--rollover',
  'carry',
  '--as',
  String(values.phone),
]);
const exporting = await timed(process.execPath, [cli, 'funds', 'export-book', folder]);
const verifying = await timed(process.execPath, ['verify-fund-book.mjs', 'book.jsonl', 'heads.jsonl'], folder);
const proof = await get(`public/fund-book/entries/${entryId}/proof`);
/** @param {{ seconds: number, peakMiB: number }} run */
const shown = ({ seconds, peakMiB }) => ({ seconds: Number(seconds.toFixed(1)), peakMiB: Math.round(peakMiB) });
process.stdout.write(verifying.out);
console.log(
  JSON.stringify({
    entries,
    milliseconds: { ...milliseconds, proof },
    closeYear: shown(closing),
    exportBook: { ...shown(exporting), mebibytes: Math.round(statSync(join(folder, 'book.jsonl')).size / 1_048_576) },
    verify: shown(verifying),
  }),
);
await db.end();
