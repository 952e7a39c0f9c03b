import { answer, fileBody, type ApiClient, type Schemas } from '#libs/api-client';
import { shanghaiDay, toCsv, type SheetCell } from '#libs/platform';
import type { Player } from './people.js';
import { everyItem } from './every-item.js';

type Entry = Schemas['BankEntryResponse'];

/** The result of a reconciliation. */
export interface Reconciled {
  movements: number;
  matched: number;
  /** On the account but not in the book. */
  openLines: number;
  /** In the book but not on the account. */
  openEntries: number;
  /** The difference that neither side explains; null if the bank gives no balance. */
  unexplainedFen: number | null;
}

const FEE_FEN = 1_500;
const AT_ONCE = 200;

/** The clerk uploads two bank statements. The first has the whole allotment as one sum. The second has every payment except
 *  the last, which the bank has not carried out yet, and a fee that is not booked. The clerk confirms the certain matches
 *  and the allotment. */
export async function reconcileBank({ api, unitId }: Player): Promise<Reconciled> {
  const params = { path: { unitId } };
  const { allottedFen } = await answer(api.GET('/api/v1/units/{unitId}/fund', { params }));
  const account = new Account();
  const came = await take(api, unitId, [account.move(allottedFen, '区财政局', '专项经费下达')]);
  const paid = (await openEntries(api, unitId)).filter(({ kind }) => kind !== 'allotment');
  const last = paid.findLast(({ kind }) => kind === 'payment');
  const went = await take(api, unitId, [
    ...paid
      .filter((entry) => entry !== last)
      .map(({ amountFen, party, papers }) => account.move(amountFen, party, papers.join(' '))),
    account.move(-FEE_FEN, '', '账户管理费'),
  ]);
  let matched = 0;
  for (;;) {
    const { items } = await answer(api.GET('/api/v1/units/{unitId}/bank/suggestions', { params }));
    const sure = items
      .filter(({ isSure, entries }) => isSure || entries.every(({ kind }) => kind === 'allotment'))
      .slice(0, AT_ONCE);
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
    movements: came + went,
    matched,
    openLines: ending.openLines.count,
    openEntries: ending.openEntries.count,
    unexplainedFen: ending.unexplainedFen,
  };
}

const openEntries = (api: ApiClient, unitId: string): Promise<Entry[]> =>
  everyItem((cursor) =>
    answer(
      api.GET('/api/v1/units/{unitId}/bank/entries', { params: { path: { unitId }, query: { limit: 100, cursor } } }),
    ),
  );

/** Uploads a statement; returns how many movements it has. */
async function take(api: ApiClient, unitId: string, lines: SheetCell[][]): Promise<number> {
  const file = toCsv(['交易日期', '借方发生额', '贷方发生额', '余额', '对方户名', '摘要'], lines);
  const asked = api.POST('/api/v1/units/{unitId}/bank/statements', {
    params: { path: { unitId } },
    ...fileBody(file, '对账单.csv'),
  });
  return (await answer(asked)).lines;
}

/** The account as the bank prints it, line by line. */
class Account {
  private balanceFen = 0;

  move(amountFen: number, party: string, summary: string): SheetCell[] {
    this.balanceFen += amountFen;
    const [out, into] = amountFen < 0 ? [-amountFen / 100, ''] : ['', amountFen / 100];
    return [shanghaiDay(new Date()), out, into, this.balanceFen / 100, party, summary];
  }
}
