import { answer, type ApiClient, type Schemas } from '#libs/api-client';
import { addDays, shanghaiDay, toCsv, type SheetCell } from '#libs/platform';
import type { Player } from './cast.js';

type Entry = Schemas['BankEntryAnswer'];

/** How a reconciliation ended. */
export interface Reconciled {
  movements: number;
  matched: number;
  /** On the account, not in the book. */
  openLines: number;
  /** In the book, not on the account. */
  openEntries: number;
  /** What neither explains; null where the bank tells no balance. */
  unexplainedFen: number | null;
}

const FEE_FEN = 1_500;
const AT_ONCE = 200;

/** The clerk takes the bank's statement of the year: the whole allotment came as one sum, a fee is on it that nobody has
 *  booked, and the last payment is not carried out yet. What is surely the same is confirmed. */
export async function reconcileBank({ api, unitId }: Player): Promise<Reconciled> {
  const params = { path: { unitId } };
  const entries = await openEntries(api, unitId);
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(statementOf(entries))]), '对账单.csv');
  const { lines } = await answer(
    api.POST('/api/v1/units/{unitId}/bank/statements', {
      params,
      body: form as never,
      bodySerializer: (body) => body as never,
    }),
  );
  let matched = 0;
  for (;;) {
    const { items } = await answer(api.GET('/api/v1/units/{unitId}/bank/suggestions', { params }));
    const sure = items.filter(({ isSure }) => isSure).slice(0, AT_ONCE);
    if (sure.length === 0) break;
    const matches = sure.map((one) => ({
      lineIds: [one.line.id],
      entries: one.entries.map(({ kind, id }) => ({ kind, id })),
    }));
    await answer(api.POST('/api/v1/units/{unitId}/bank/matches', { params, body: { matches } }));
    matched += sure.length;
  }
  const ending = await answer(api.GET('/api/v1/units/{unitId}/bank', { params }));
  return {
    movements: lines,
    matched,
    openLines: ending.openLines.count,
    openEntries: ending.openEntries.count,
    unexplainedFen: ending.unexplainedFen,
  };
}

async function openEntries(api: ApiClient, unitId: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await answer(
      api.GET('/api/v1/units/{unitId}/bank/entries', { params: { path: { unitId }, query: { limit: 100, cursor } } }),
    );
    entries.push(...page.items);
    if (!page.nextCursor) return entries;
    cursor = page.nextCursor;
  }
}

function statementOf(entries: Entry[]): Buffer {
  const allotted = entries.filter(({ kind }) => kind === 'allotment');
  const others = entries.filter(({ kind }) => kind !== 'allotment');
  const unpaid = others.findLast(({ kind }) => kind === 'payment');
  let balanceFen = 0;
  const line = (day: string, amountFen: number, party: string, summary: string): SheetCell[] => {
    balanceFen += amountFen;
    const [out, in_] = amountFen < 0 ? [-amountFen / 100, ''] : ['', amountFen / 100];
    return [day, out, in_, balanceFen / 100, party, summary];
  };
  const today = shanghaiDay(new Date());
  return toCsv(
    ['交易日期', '借方发生额', '贷方发生额', '余额', '对方户名', '摘要'],
    [
      line(
        allotted[0]?.bookedOn ?? addDays(today, -1),
        allotted.reduce((sum, { amountFen }) => sum + amountFen, 0),
        '区财政局',
        '专项经费下达',
      ),
      ...others
        .filter((entry) => entry !== unpaid)
        .map(({ bookedOn, amountFen, party, papers }) => line(bookedOn, amountFen, party, papers.join(' '))),
      line(today, -FEE_FEN, '', '账户管理费'),
    ],
  );
}
