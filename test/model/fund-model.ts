/** The community fund as plain arithmetic: what the platform has to agree with after every step. It shares no code with
 *  it. One community, the running year and those after it; years are counted from the running one. */

export type Account =
  | 'allotted'
  | 'topped_up'
  | 'carried_in'
  | 'available'
  | 'reserved'
  | 'committed'
  | 'paid'
  | 'returned'
  | 'carried_out';
export type Rollover = { policy: 'return' } | { policy: 'carry' } | { policy: 'carry_with_cap'; capFen: number };

interface Year {
  accounts: Partial<Record<Account, number>>;
  closed: Rollover | null;
}
interface Payment {
  voucherNo: string;
  amountFen: number;
  refundedFen: number;
  /** `renewed`: agreed, and the request may be paid again. */
  reversal: 'none' | 'proposed' | 'agreed' | 'renewed';
}
export type Neighbour = 'resident' | 'neighbour';
export interface Request {
  amountFen: number;
  status: 'submitted' | 'returned' | 'on_notice' | 'approved' | 'refused' | 'cancelled' | 'settled';
  signatures: number;
  /** The notice: not begun, running, stopped by an objection, over. */
  notice: 'none' | 'runs' | 'stands' | 'over';
  objections: { by: Neighbour; isAnswered: boolean }[];
  isPaused: boolean;
  isDecided: boolean;
  isCommitted: boolean;
  retentionFen: number;
  isAccepted: boolean;
  advanceFen: number;
  paidFen: number;
  releasedFen: number;
  payments: Payment[];
  /** The wishes that it is for: which of them have ended unfulfilled. */
  ended: boolean[];
}
export interface Fund {
  years: Year[];
  requests: Request[];
}

/** Above it two people sign, and there is a public notice. */
export const SMALL_FEN = 20_000;
const ADVANCE = 0.3;

export type Command =
  | { what: 'sign'; at: number; as: 'secretary' | 'director' }
  | { what: 'refusal' | 'return'; at: number; as: 'secretary' | 'director' }
  | { what: 'revise'; at: number; amountFen: number }
  | { what: 'withdraw' | 'release' | 'pause' | 'resume' | 'accept'; at: number }
  | { what: 'object'; at: number; as: Neighbour }
  | { what: 'answer'; at: number; objection: number; isUpheld: boolean }
  | { what: 'commit'; at: number; amountFen: number; retentionFen: number }
  | { what: 'endWish'; at: number; wish: number }
  | { what: 'pay'; at: number; amountFen: number; isLast: boolean; voucherNo: string }
  | { what: 'refund'; at: number; payment: number; amountFen: number }
  | { what: 'propose'; at: number; payment: number }
  | { what: 'renew'; at: number; payment: number }
  | { what: 'decide'; at: number; payment: number; isAgreed: boolean }
  | { what: 'topUp'; amountFen: number }
  | { what: 'close'; year: 0 | 1; rollover: Rollover };

export const startOf = (allottedFen: number): Fund => ({
  years: [{ accounts: { allotted: -allottedFen, available: allottedFen }, closed: null }],
  requests: [],
});

export function ask(fund: Fund, amountFen: number, wishes: number): void {
  fund.requests.push({
    amountFen,
    status: 'submitted',
    signatures: 0,
    notice: 'none',
    objections: [],
    isPaused: false,
    isDecided: false,
    isCommitted: false,
    retentionFen: 0,
    isAccepted: false,
    advanceFen: Math.floor(amountFen * ADVANCE),
    paidFen: 0,
    releasedFen: 0,
    payments: [],
    ended: Array.from({ length: wishes }, () => false),
  });
}

/** The clock of a notice rings. */
export function endNotice(request: Request): void {
  if (request.status !== 'on_notice' || request.notice !== 'runs') return;
  request.status = 'approved';
  request.notice = 'over';
}

const isForNobody = ({ ended }: Request): boolean => ended.every(Boolean);
const heldFenOf = ({ amountFen, paidFen, releasedFen, isDecided }: Request): number =>
  isDecided ? amountFen - paidFen - releasedFen : 0;
const heldOf = ({ isCommitted }: Request): 'reserved' | 'committed' => (isCommitted ? 'committed' : 'reserved');

function move(fund: Fund, year: number, from: Account, to: Account, fen: number): void {
  const { accounts } = fund.years[year]!;
  accounts[from] = (accounts[from] ?? 0) - fen;
  accounts[to] = (accounts[to] ?? 0) + fen;
}

/** What is available in a closed year leaves it by its rule, into the next, and on from there if that is closed too. */
function passOn(fund: Fund, at: number): void {
  const year = fund.years[at]!;
  if (!year.closed) return;
  const fen = year.accounts.available ?? 0;
  const carried = year.accounts.carried_out ?? 0;
  const room =
    year.closed.policy === 'return'
      ? 0
      : year.closed.policy === 'carry'
        ? fen
        : Math.max(0, year.closed.capFen - carried);
  const carry = Math.min(fen, room);
  if (carry > 0) {
    move(fund, at, 'available', 'carried_out', carry);
    fund.years[at + 1] ??= { accounts: {}, closed: null };
    move(fund, at + 1, 'carried_in', 'available', carry);
    passOn(fund, at + 1);
  }
  if (fen > carry) move(fund, at, 'available', 'returned', fen - carry);
}

function releaseRemainder(fund: Fund, request: Request, fen: number): void {
  if (fen === 0) return;
  request.releasedFen += fen;
  move(fund, 0, heldOf(request), 'available', fen);
  passOn(fund, 0);
}

function end(fund: Fund, request: Request): void {
  const fen = heldFenOf(request);
  request.status = request.paidFen > 0 ? 'settled' : 'cancelled';
  if (request.notice !== 'none') request.notice = 'over';
  releaseRemainder(fund, request, fen);
}

/** Does a command, or says why not: `ok` or the code of the refusal. A refused command changes nothing. */
export function apply(fund: Fund, command: Command): string {
  if (command.what === 'topUp') {
    if (fund.years[0]!.closed) return 'FUND_YEAR_CLOSED';
    move(fund, 0, 'topped_up', 'available', command.amountFen);
    return 'ok';
  }
  if (command.what === 'close') {
    const year = fund.years[command.year];
    if (year && !year.closed) {
      year.closed = command.rollover;
      passOn(fund, command.year);
    }
    return 'ok';
  }
  const request = fund.requests[command.at]!;
  const isIn = (...statuses: Request['status'][]): boolean => statuses.includes(request.status);
  switch (command.what) {
    case 'sign':
    case 'refusal':
    case 'return': {
      if (!isIn('submitted')) return 'SPEND_REQUEST_STATE';
      if ((request.signatures === 0 ? 'secretary' : 'director') !== command.as) return 'NOT_YOUR_TURN';
      if (command.what !== 'sign') {
        request.status = command.what === 'return' ? 'returned' : 'refused';
        return 'ok';
      }
      if (request.isPaused) return 'SPEND_PAUSED';
      const isLarge = request.amountFen > SMALL_FEN;
      if (isLarge && request.signatures === 0) {
        request.signatures = 1;
        return 'ok';
      }
      if (fund.years[0]!.closed) return 'FUND_YEAR_CLOSED';
      if ((fund.years[0]!.accounts.available ?? 0) < request.amountFen) return 'FUNDS_INSUFFICIENT';
      move(fund, 0, 'available', 'reserved', request.amountFen);
      request.signatures += 1;
      request.isDecided = true;
      request.status = isLarge ? 'on_notice' : 'approved';
      request.notice = isLarge ? 'runs' : 'none';
      return 'ok';
    }
    case 'revise':
      if (!isIn('returned')) return 'SPEND_REQUEST_STATE';
      request.status = 'submitted';
      request.signatures = 0;
      request.amountFen = command.amountFen;
      request.advanceFen = Math.floor(command.amountFen * ADVANCE);
      return 'ok';
    case 'withdraw':
      if (!isIn('submitted', 'returned')) return 'SPEND_REQUEST_STATE';
      end(fund, request);
      return 'ok';
    case 'release':
      if (!isIn('submitted', 'returned', 'on_notice', 'approved')) return 'SPEND_REQUEST_STATE';
      end(fund, request);
      return 'ok';
    case 'endWish':
      if (request.ended[command.wish]) return 'WISH_STATE';
      request.ended[command.wish] = true;
      if (isForNobody(request) && isIn('submitted', 'returned', 'on_notice', 'approved')) end(fund, request);
      return 'ok';
    case 'object':
      if (request.notice !== 'runs' && request.notice !== 'stands') return 'NOT_IN_NOTICE';
      if (request.objections.some(({ by }) => by === command.as)) return 'OBJECTION_MADE';
      request.objections.push({ by: command.as, isAnswered: false });
      request.notice = 'stands';
      return 'ok';
    case 'answer': {
      const objection = request.objections[command.objection]!;
      if (objection.isAnswered) return 'OBJECTION_ANSWERED';
      objection.isAnswered = true;
      if (request.notice !== 'stands') return 'ok';
      if (command.isUpheld) end(fund, request);
      else if (request.objections.every(({ isAnswered }) => isAnswered)) request.notice = 'runs';
      return 'ok';
    }
    case 'pause':
      if (!isIn('submitted', 'on_notice', 'approved')) return 'SPEND_REQUEST_STATE';
      if (request.isPaused) return 'SPEND_PAUSED';
      request.isPaused = true;
      return 'ok';
    case 'resume':
      if (!request.isPaused) return 'SPEND_NOT_PAUSED';
      request.isPaused = false;
      return 'ok';
    case 'commit': {
      if (!isIn('approved')) return 'SPEND_REQUEST_STATE';
      if (request.isPaused) return 'SPEND_PAUSED';
      if (request.isCommitted) return 'CONTRACT_KNOWN';
      const heldFen = heldFenOf(request);
      if (command.amountFen > heldFen) return 'CONTRACT_TOO_LARGE';
      releaseRemainder(fund, request, heldFen - command.amountFen);
      move(fund, 0, 'reserved', 'committed', command.amountFen);
      request.isCommitted = true;
      request.retentionFen = command.retentionFen;
      return 'ok';
    }
    case 'accept':
      if (!isIn('approved')) return 'SPEND_REQUEST_STATE';
      if (request.isAccepted) return 'ALREADY_ACCEPTED';
      request.isAccepted = true;
      return 'ok';
    case 'pay': {
      if (!isIn('approved')) return 'SPEND_REQUEST_STATE';
      if (request.isPaused) return 'SPEND_PAUSED';
      if (request.payments.some(({ reversal }) => reversal === 'agreed')) return 'PAYMENT_NOT_RENEWED';
      const { amountFen, isLast, voucherNo } = command;
      const heldFen = heldFenOf(request);
      const payableFen = Math.max(0, heldFen - request.retentionFen);
      const refusalOf = (fen: number): string | undefined => {
        if (fen > heldFen) return 'PAYMENT_TOO_LARGE';
        if (fen > payableFen) return 'RETENTION_HELD';
        return !request.isAccepted && request.paidFen + fen > request.advanceFen ? 'ACCEPTANCE_MISSING' : undefined;
      };
      // Where no amount at all can be paid, that is the reason.
      const refusal = refusalOf(1) ?? refusalOf(amountFen);
      if (refusal) return refusal;
      move(fund, 0, heldOf(request), 'paid', amountFen);
      request.paidFen += amountFen;
      request.payments.push({ voucherNo, amountFen, refundedFen: 0, reversal: 'none' });
      if (isLast) releaseRemainder(fund, request, payableFen - amountFen);
      if (heldFenOf(request) === 0) request.status = 'settled';
      return 'ok';
    }
    default: {
      const payment = request.payments[command.payment]!;
      if (command.what === 'decide') {
        if (payment.reversal !== 'proposed') return 'REVERSAL_NOT_FOUND';
        payment.reversal = command.isAgreed ? 'agreed' : 'none';
        if (!command.isAgreed) return 'ok';
        request.paidFen -= payment.amountFen;
        request.status = 'approved';
        move(fund, 0, 'paid', heldOf(request), payment.amountFen);
        if (isForNobody(request)) end(fund, request);
        return 'ok';
      }
      if (command.what === 'renew') {
        if (payment.reversal !== 'agreed') return 'REVERSAL_NOT_FOUND';
        if (!isIn('approved')) return 'SPEND_REQUEST_STATE';
        if (request.isPaused) return 'SPEND_PAUSED';
        payment.reversal = 'renewed';
        return 'ok';
      }
      if (!isIn('approved', 'settled')) return 'SPEND_REQUEST_STATE';
      if (command.what === 'propose') {
        if (payment.refundedFen > 0 || payment.reversal !== 'none') return 'PAYMENT_REVERSED';
        payment.reversal = 'proposed';
        return 'ok';
      }
      if (payment.reversal !== 'none') return 'PAYMENT_REVERSED';
      if (command.amountFen > payment.amountFen - payment.refundedFen) return 'REFUND_TOO_LARGE';
      payment.refundedFen += command.amountFen;
      move(fund, 0, 'paid', 'available', command.amountFen);
      passOn(fund, 0);
      return 'ok';
    }
  }
}
