// What reconciling a town's account costs: npm run demo in one terminal, then, with what it prints,
//   node test/load/bank.bench.mjs --url http://127.0.0.1:3000 --phone FINANCE_CLERK --password … --code RECOVERY_CODE [--payments 100000]
// Plants the payments into the year that runs, takes statements of 2,000 movements that show some of them, and prints medians
// over HTTP as one JSON line: of 3 statements, of one of the largest that is taken, of 7 requests for everything else.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { OPTIONS, db, median, rowsOf, signIn } from './bench.mjs';

const { values } = parseArgs({ options: { ...OPTIONS, payments: { type: 'string', default: '100000' } } });
const BATCH = 2_000;
const STATEMENTS = 3;
const MOVEMENTS = 2_000;
const MOST_MOVEMENTS = 20_000;
const ROUNDS = 7;
/** The share of movements that match a planted payment; the others are unknown. */
const KNOWN_SHARE = 0.85;
const now = new Date();
const year = new Date(now.getTime() + 8 * 3_600_000).getUTCFullYear();
const payees = Array.from({ length: 300 }, (_, at) => `测试商行${at}`);

const { ask, person } = await signIn(values);
const unitId = person.roles.find((/** @type {{ role: string }} */ { role }) => role === 'finance_clerk').unitId;

/** @param {number} at */
const paymentAt = (at) => ({
  day: new Date(Date.UTC(year, 0, 2) + Math.floor((at * 300) / Number(values.payments)) * 86_400_000),
  amountFen: 10_000 + ((at * 7_919) % 900_000),
  payee: payees[at % payees.length] ?? '',
  voucherNo: `BENCH-${String(at).padStart(8, '0')}`,
});

async function plant() {
  const communities = await rowsOf(
    `SELECT c.id, c.path FROM unit t JOIN unit c ON c.path LIKE CONCAT(t.path, '%') AND c.level = 'community' WHERE t.id = ?`,
    [unitId],
  );
  const [{ id: wishId } = { id: '' }] = await rowsOf('SELECT id FROM wish LIMIT 1');
  const [asker, signer, payer] = [randomUUID(), randomUUID(), randomUUID()];
  for (let from = 0; from < Number(values.payments); from += BATCH) {
    /** @type {unknown[][][]} */
    const [requests, wishes, participations, payments] = [[], [], [], []];
    for (let at = from; at < Math.min(from + BATCH, Number(values.payments)); at += 1) {
      const { id: community, path } = communities[at % communities.length] ?? {};
      const { day, amountFen, payee, voucherNo } = paymentAt(at);
      const id = randomUUID();
      requests?.push([
        id,
        community,
        path,
        wishId,
        '测试用款',
        payee,
        amountFen,
        year,
        'settled',
        amountFen,
        asker,
        day,
        signer,
        day,
        'repairs',
      ]);
      wishes?.push([id, wishId, 1, false]);
      participations?.push([id, payer, 'pay', day]);
      payments?.push([randomUUID(), id, amountFen, voucherNo, signer, payer, day]);
    }
    await db.query(
      `INSERT INTO spend_request (id, unit_id, unit_path, wish_id, purpose, payee, amount_fen, year, status, paid_fen, requested_by,
         requested_at, decided_by, decided_at, category) VALUES ?`,
      [requests],
    );
    await db.query('INSERT INTO spend_wish (spend_request_id, wish_id, place, is_held) VALUES ?', [wishes]);
    await db.query('INSERT INTO spend_participation (spend_request_id, person_id, act, at) VALUES ?', [participations]);
    await db.query(
      'INSERT INTO fund_payment (id, spend_request_id, amount_fen, voucher_no, approved_by, paid_by, paid_at) VALUES ?',
      [payments],
    );
  }
  await db.query('ANALYZE TABLE spend_request, spend_wish, spend_participation, fund_payment');
}

/** A statement whose movements lie apart from those of the others. @param {number} no */
function statement(no) {
  const step = Math.floor(Number(values.payments) / STATEMENTS / MOVEMENTS);
  const lines = Array.from({ length: MOVEMENTS }, (_, at) => {
    const { day, amountFen, payee, voucherNo } = paymentAt((no * MOVEMENTS + at) * step);
    const isKnown = (at * 0.618) % 1 < KNOWN_SHARE;
    const [fen, party, text] = isKnown ? [amountFen, payee, `付款 ${voucherNo}`] : [amountFen + 1, `无名${at}`, '转账'];
    return `${day.toISOString().slice(0, 10)},${(fen / 100).toFixed(2)},,,${party},,${text}`;
  });
  return fileOf(lines, `bench-${no}.csv`);
}

/** The maximum number of movements of a statement, each with its balance; all are unknown. */
function largestStatement() {
  let fen = 10_000_000_000;
  const lines = Array.from({ length: MOST_MOVEMENTS }, (_, at) => {
    const amountFen = 100 + ((at * 7_919) % 90_000);
    fen -= amountFen;
    const day = new Date(Date.UTC(year - 1, 0, 2) + Math.floor((at * 300) / MOST_MOVEMENTS) * 86_400_000);
    return `${day.toISOString().slice(0, 10)},${(amountFen / 100).toFixed(2)},,${(fen / 100).toFixed(2)},商行${at % 300},6222000011112345,付款 ${at}`;
  });
  return fileOf(lines, 'largest.csv');
}

/** @param {string[]} lines @param {string} name */
function fileOf(lines, name) {
  const form = new FormData();
  form.append(
    'file',
    new Blob([['交易日期,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要', ...lines].join('\n')]),
    name,
  );
  return form;
}

await plant();
let no = 0;
let added = 0;
const importing = await median(STATEMENTS, async () => {
  const answer = await ask(`units/${unitId}/bank/statements`, { method: 'POST', body: statement(no) });
  no += 1;
  added += answer.added;
});
const largest = await median(1, () =>
  ask(`units/${unitId}/bank/statements`, { method: 'POST', body: largestStatement() }),
);
/** @param {string} path */
const get = (path) => median(ROUNDS, () => ask(`units/${unitId}/${path}`));
console.log(
  JSON.stringify({
    payments: Number(values.payments),
    movements: added,
    milliseconds: {
      importing,
      largest,
      reconciliation: await get('bank'),
      suggestions: await get('bank/suggestions'),
      lines: await get('bank/lines?limit=30'),
      entries: await get('bank/entries?limit=30'),
      breakdown: await get(`fund/breakdown?year=${year}`),
    },
  }),
);
await db.end();
