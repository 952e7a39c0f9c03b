import { newId } from '#libs/platform';
import type { Schemas } from '#libs/api-client';
import type { Actor, Stage } from './stage.js';

type Form = Schemas['SpendFormBody'];

let vouchers = 0;
export const nextVoucher = (): string => `JZ-${process.pid}-${(vouchers += 1)}`;

/** A payee that is an organisation: of the register, or new there. */
export const shop = (name: string): Form['payee'] => ({ name, kind: 'organisation' });

/** One item of that price, with a reason; from ¥10,000 up it needs `quotes` and minutes as well. */
export const formOf = (amountFen: number, more: Partial<Form> = {}): Form => ({
  kind: 'goods',
  purpose: '扶手',
  payee: shop('五金店'),
  items: [{ name: '扶手', quantity: 1, unit: '项', priceFen: amountFen }],
  justification: '老人行动不便',
  ...more,
});

export const threeQuotes = (amountFen: number): Form['quotes'] =>
  ['五金店', '建材行', '安装队'].map((supplier, at) => ({ supplier, amountFen: amountFen + at * 100 }));

/** A paper that was sent and made anew, written straight into the database. */
export async function paperOf(stage: Stage, actor: Actor, purpose: string): Promise<string> {
  const id = newId();
  await stage.db.query(
    `INSERT INTO file (id, purpose, media, status, created_by, created_at) VALUES (?,?,'pdf','ready',?,NOW(3))`,
    [id, purpose, actor.id],
  );
  return id;
}

/** What people do with a spend request, by the API; each returns the whole answer. */
export const ask = (actor: Actor, wishId: string, form: Form) =>
  actor.api.POST('/api/v1/wishes/{wishId}/spend-requests', { params: { path: { wishId } }, body: form });
export const revise = (actor: Actor, spendRequestId: string, form: Form) =>
  actor.api.POST('/api/v1/spend-requests/{spendRequestId}/versions', {
    params: { path: { spendRequestId } },
    body: form,
  });
export const sign = (actor: Actor, spendRequestId: string) =>
  actor.api.POST('/api/v1/spend-requests/{spendRequestId}/approval', { params: { path: { spendRequestId } } });
export const decline = (actor: Actor, spendRequestId: string, how: 'refusal' | 'return', reason = '请补充') =>
  actor.api.POST(`/api/v1/spend-requests/{spendRequestId}/${how}`, {
    params: { path: { spendRequestId } },
    body: { reason },
  });
export const object = (actor: Actor, spendRequestId: string, text = '报价偏高') =>
  actor.api.POST('/api/v1/spend-requests/{spendRequestId}/objections', {
    params: { path: { spendRequestId } },
    body: { text },
  });
export const reply = (actor: Actor, objectionId: string, isUpheld: boolean, answer = '已三家比价') =>
  actor.api.POST('/api/v1/spend-objections/{objectionId}/answer', {
    params: { path: { objectionId } },
    body: { answer, isUpheld },
  });
export const supervise = (actor: Actor, spendRequestId: string, how: 'pause' | 'resumption') =>
  actor.api.POST(`/api/v1/spend-requests/{spendRequestId}/${how}`, {
    params: { path: { spendRequestId } },
    body: { reason: '核对发票' },
  });
export const commit = (actor: Actor, spendRequestId: string, contract: Partial<Schemas['ContractBody']>) =>
  actor.api.POST('/api/v1/spend-requests/{spendRequestId}/contract', {
    params: { path: { spendRequestId } },
    body: { contractNo: `HT-${nextVoucher()}`, contractOn: '2026-11-24', amountFen: 1, ...contract },
  });
export const accept = (actor: Actor, spendRequestId: string) =>
  actor.api.POST('/api/v1/spend-requests/{spendRequestId}/acceptance', {
    params: { path: { spendRequestId } },
    body: { received: '已装牢，当面试过', receivedOn: '2026-11-24' },
  });
export const pay = (
  actor: Actor,
  spendRequestId: string,
  amountFen: number,
  more: Partial<Schemas['PaySpendBody']> = {},
) =>
  actor.api.POST('/api/v1/spend-requests/{spendRequestId}/payments', {
    params: { path: { spendRequestId } },
    body: { amountFen, voucherNo: nextVoucher(), isLast: true, ...more },
  });
export const refund = (actor: Actor, paymentId: string, amountFen: number, voucherNo = nextVoucher()) =>
  actor.api.POST('/api/v1/spend-payments/{paymentId}/refunds', {
    params: { path: { paymentId } },
    body: { amountFen, voucherNo, reason: '商家退回多付部分' },
  });
export const proposeReversal = (actor: Actor, paymentId: string) =>
  actor.api.POST('/api/v1/spend-payments/{paymentId}/reversals', {
    params: { path: { paymentId } },
    body: { reason: '金额录错' },
  });
export const decideReversal = (actor: Actor, reversalId: string, isAgreed: boolean) =>
  actor.api.POST('/api/v1/spend-reversals/{reversalId}/decision', {
    params: { path: { reversalId } },
    body: { isAgreed },
  });
export const renew = (actor: Actor, reversalId: string) =>
  actor.api.POST('/api/v1/spend-reversals/{reversalId}/renewal', { params: { path: { reversalId } } });
export const withdraw = (actor: Actor, spendRequestId: string) =>
  actor.api.POST('/api/v1/spend-requests/{spendRequestId}/withdrawal', {
    params: { path: { spendRequestId } },
    body: { reason: '不需要了' },
  });
export const release = (actor: Actor, spendRequestId: string) =>
  actor.api.POST('/api/v1/spend-requests/{spendRequestId}/release', {
    params: { path: { spendRequestId } },
    body: { reason: '已由商会捐赠' },
  });
export const see = async (actor: Actor, spendRequestId: string): Promise<Schemas['SpendDetailResponse']> => {
  const { data, error } = await actor.api.GET('/api/v1/spend-requests/{spendRequestId}', {
    params: { path: { spendRequestId } },
  });
  if (!data) throw new Error(JSON.stringify(error));
  return data;
};
export const codeOf = (answer: { error?: unknown }): string | undefined => (answer.error as { code?: string })?.code;

/** The transfers of a community, or of one request, as an accountant would read them. */
export async function ledgerOf(
  stage: Stage,
  unit: string,
  { thisYear, spendRequestId }: { thisYear: number; spendRequestId?: string },
): Promise<string> {
  const rows = await stage.rows<{ no: number; year: number; kind: string; f: string; t: string; fen: number }>(
    `SELECT t.entry_no no, f.year, t.kind, f.kind f, g.kind t, t.amount_fen fen FROM fund_transfer t
     JOIN fund_account f ON f.id = t.from_account_id JOIN fund_account g ON g.id = t.to_account_id
     WHERE t.unit_id = ? AND (? IS NULL OR t.spend_request_id = ?) ORDER BY t.entry_no`,
    [stage.unit(unit).id, spendRequestId ?? null, spendRequestId ?? null],
  );
  const nameOf = (year: number): string => (year === thisYear ? 'this' : year < thisYear ? 'last' : 'next');
  return rows
    .map(
      ({ no, year, kind, f, t, fen }) =>
        `${spendRequestId ? '' : `${no} `}${nameOf(year)} ${kind.padEnd(9)} ${f.padEnd(10)} → ${t.padEnd(11)} ${(fen / 100).toFixed(2)}`,
    )
    .join('\n');
}
