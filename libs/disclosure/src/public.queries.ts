import { Injectable } from '@nestjs/common';
import { NotFound, Transactions, Vault, ageBand, problem, readCursor, toPage, type Page } from '#libs/platform';
import { Attempts, Units, type Role } from '#libs/identity';
import { PAYEE_COLUMNS, PAYEE_JOIN, PublicSpends, type PayeeColumns } from '#libs/funds';
import type {
  FollowedStep,
  FollowedView,
  FollowedWishAnswer,
  PublicFiguresAnswer,
  PublicFiguresOfUnit,
  PublicNotice,
  PublicObjection,
  PublicPayment,
  PublicPaymentsQuery,
  PublicWish,
  PublicWishesQuery,
} from './disclosure.dto.js';
import { Figures, PUBLIC_LEVELS, familyOf, type Snapshot, type UnitFigures } from './figures.js';

export const FollowedWishNotFound = problem('FOLLOWED_WISH_NOT_FOUND', 404, {
  zh: '没有找到：请核对心愿编号和电话后四位。',
  en: 'Not found: please check the code and the last four digits of the telephone.',
});

const TRY_MIN = 15;
const TRIES_PER_WISH = 5;
const TRIES_FROM_EVERYWHERE = 20;
const TRIES_PER_ADDRESS = 30;

/** What everybody may read: masked texts, sums, payees, never a beneficiary. */
@Injectable()
export class PublicQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly units: Units,
    private readonly figures: Figures,
    private readonly attempts: Attempts,
    private readonly vault: Vault,
    private readonly spends: PublicSpends,
  ) {}

  /** Throws NOT_FOUND. */
  async overview(unitId: string | undefined): Promise<PublicFiguresAnswer> {
    const snapshot = await this.figures.snapshot();
    const asked = unitId ?? (await this.units.root(this.transactions))?.id ?? '';
    const family = familyOf(snapshot, asked);
    if (!family || !PUBLIC_LEVELS.has(family.unit.level)) throw NotFound();
    return {
      countedAt: snapshot.at,
      year: snapshot.year,
      peopleHelped: snapshot.peopleHelped,
      months: snapshot.months,
      unit: openly(family.unit),
      above: aboveOf(snapshot, family.unit),
      children: family.children.filter(({ level }) => PUBLIC_LEVELS.has(level)).map(openly),
    };
  }

  /** Open wishes, newest first. */
  async wall(query: PublicWishesQuery): Promise<Page<PublicWish>> {
    const within = query.unitId ? (await this.units.get(this.transactions, query.unitId)).path : undefined;
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<Omit<PublicWish, 'ageBand'> & { age: number | null }>(
      `SELECT STRAIGHT_JOIN w.id, w.code, u.name AS unit_name, w.public_text, w.category, w.kind, w.urgency, w.helpers_needed, w.places_taken,
         b.age, w.opened_at
       FROM wish w JOIN unit u ON u.id = w.unit_id JOIN beneficiary b ON b.id = w.beneficiary_id
       WHERE w.status = 'open'${within ? ' AND w.unit_path LIKE ?' : ''}${query.category ? ' AND w.category = ?' : ''}
         ${after ? 'AND w.id < ?' : ''} ORDER BY w.id DESC LIMIT ?`,
      [
        ...(within ? [`${within}%`] : []),
        ...(query.category ? [query.category] : []),
        ...(after ?? []),
        query.limit + 1,
      ],
    );
    return toPage(
      rows,
      query.limit,
      (row) => [row.id],
      ({ age, ...row }) => ({ ...row, ageBand: ageBand(age) }),
    );
  }

  /** What was paid, newest first: for what, to whom, how much. */
  async payments(query: PublicPaymentsQuery): Promise<Page<PublicPayment>> {
    const within = query.unitId ? (await this.units.get(this.transactions, query.unitId)).path : undefined;
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<PaymentRow>(
      `SELECT p.id, u.name AS unit_name, w.code AS wish_code, r.id AS request_id, r.purpose, ${PAYEE_COLUMNS}, p.amount_fen, p.paid_at,
         (SELECT COUNT(*) FROM spend_wish s WHERE s.spend_request_id = r.id AND s.left_at IS NULL) AS wish_count
       FROM fund_payment p JOIN spend_request r ON r.id = p.spend_request_id JOIN unit u ON u.id = r.unit_id JOIN wish w ON w.id = r.wish_id
       ${PAYEE_JOIN} WHERE TRUE${within ? ' AND r.unit_path LIKE ?' : ''}${after ? ' AND p.id < ?' : ''} ORDER BY p.id DESC LIMIT ?`,
      [...(within ? [`${within}%`] : []), ...(after ?? []), query.limit + 1],
    );
    const disclosed = await this.spends.disclose(
      this.transactions,
      rows.map(({ requestId }) => requestId),
    );
    return toPage(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => ({
        id: row.id,
        unitName: row.unitName,
        wishCode: row.wishCode,
        wishCount: Math.max(1, Number(row.wishCount)),
        ...disclosed.of(row),
        amountFen: row.amountFen,
        paidAt: row.paidAt,
      }),
    );
  }

  /** Decisions that hang out now, and the urgent ones that were paid meanwhile; newest first. */
  async notices(query: PublicPaymentsQuery): Promise<Page<PublicNotice>> {
    const within = query.unitId ? (await this.units.get(this.transactions, query.unitId)).path : undefined;
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<NoticeRow>(
      `SELECT r.id, r.id AS request_id, r.unit_id, u.name AS unit_name, r.kind, r.purpose, ${PAYEE_COLUMNS}, r.amount_fen, r.co_funded_fen, r.signers, r.notice_from,
         r.notice_until, r.is_urgent
       FROM spend_request r JOIN unit u ON u.id = r.unit_id ${PAYEE_JOIN}
       WHERE (r.notice_until > UTC_TIMESTAMP(3) OR r.notice_left IS NOT NULL) AND r.notice_from > UTC_TIMESTAMP(3) - INTERVAL 1 YEAR
         ${within ? 'AND r.unit_path LIKE ?' : ''}${after ? ' AND r.id < ?' : ''} ORDER BY r.id DESC LIMIT ?`,
      [...(within ? [`${within}%`] : []), ...(after ?? []), query.limit + 1],
    );
    const objections =
      rows.length === 0
        ? []
        : await this.transactions.rows<PublicObjection & { requestId: string }>(
            `SELECT spend_request_id AS request_id, raised_at, answer, is_upheld FROM spend_objection WHERE spend_request_id IN (?) ORDER BY id`,
            [rows.map(({ id }) => id)],
          );
    const disclosed = await this.spends.disclose(
      this.transactions,
      rows.map(({ id }) => id),
    );
    return toPage(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => ({
        id: row.id,
        unitId: row.unitId,
        unitName: row.unitName,
        kind: row.kind,
        ...disclosed.of(row),
        amountFen: row.amountFen,
        coFundedFen: row.coFundedFen,
        noticeFrom: row.noticeFrom,
        noticeUntil: row.noticeUntil,
        isUrgent: Boolean(row.isUrgent),
        signers: JSON.parse(row.signers) as Role[],
        objections: objections
          .filter(({ requestId }) => requestId === row.id)
          .map(({ requestId: _request, isUpheld, ...objection }) => ({
            ...objection,
            answer: objection.answer && disclosed.text(row.id, objection.answer),
            isUpheld: isUpheld === null ? null : Boolean(isUpheld),
          })),
      }),
    );
  }

  /** Where a wish stands, for whoever holds its card and knows the telephone. A false code and a false telephone answer
   *  alike; five tries in a quarter of an hour. Throws FOLLOWED_WISH_NOT_FOUND, TOO_MANY_REQUESTS. */
  async follow(input: { code: string; phoneTail: string; address: string }): Promise<FollowedWishAnswer> {
    await this.attempts.count(
      TRY_MIN,
      { key: ['follow', input.code, input.address], most: TRIES_PER_WISH },
      // From everywhere together: so few that guessing takes days, so many that nobody is shut out by another's tries.
      { key: ['follow', input.code], most: TRIES_FROM_EVERYWHERE },
      { key: ['follow-address', input.address], most: TRIES_PER_ADDRESS },
    );
    const row = await this.transactions.row<
      Omit<FollowedWishAnswer, 'steps' | 'views'> & {
        beneficiaryId: string;
        phone: Buffer | null;
        proxy: Buffer | null;
      }
    >(
      `SELECT w.id, w.code, w.status, w.outcome, w.public_text, w.category, u.name AS unit_name, b.id AS beneficiary_id, b.phone, w.proxy
       FROM wish w JOIN unit u ON u.id = w.unit_id JOIN beneficiary b ON b.id = w.beneficiary_id WHERE w.code = ?`,
      [input.code],
    );
    if (!row || !this.phonesOf(row).some((phone) => phone.endsWith(input.phoneTail))) throw FollowedWishNotFound();
    const steps = await this.transactions.rows<FollowedStep>(
      `SELECT name, occurred_at FROM event WHERE subject_id = ? AND visibility = 'public' ORDER BY row_no LIMIT 100`,
      [row.id],
    );
    const views = await this.transactions.rows<FollowedView>(
      `SELECT JSON_VALUE(data, '$.as') AS \`as\`, occurred_at AS viewed_at FROM event
       WHERE subject_id = ? AND name = 'ContactViewed' ORDER BY row_no DESC LIMIT 50`,
      [row.id],
    );
    const { beneficiaryId: _b, phone: _p, proxy: _x, ...shown } = row;
    return { ...shown, steps, views };
  }

  private phonesOf(row: { id: string; beneficiaryId: string; phone: Buffer | null; proxy: Buffer | null }): string[] {
    const own = row.phone && this.vault.tryOpen('beneficiary.phone', row.beneficiaryId, row.phone);
    const proxy = row.proxy && this.vault.tryOpen('wish.proxy', row.id, row.proxy);
    return [own, proxy && (JSON.parse(proxy) as { phone: string }).phone].filter((phone) => typeof phone === 'string');
  }
}

type Shown = 'purpose' | 'payee' | 'payeeKind';
type PaymentRow = PayeeColumns & Omit<PublicPayment, Shown> & { requestId: string; purpose: string };
type NoticeRow = PayeeColumns &
  Omit<PublicNotice, Shown | 'signers' | 'objections' | 'isUrgent'> & {
    requestId: string;
    purpose: string;
    signers: string;
    isUrgent: number;
  };

/** The way up, nearest first. */
export function aboveOf(snapshot: Snapshot, unit: UnitFigures): { unitId: string; name: string }[] {
  const above: { unitId: string; name: string }[] = [];
  for (let up = snapshot.units.get(unit.parentId ?? ''); up; up = snapshot.units.get(up.parentId ?? ''))
    above.push({ unitId: up.unitId, name: up.name });
  return above;
}

function openly({
  parentId: _parent,
  path: _path,
  waiting: _w,
  overdue: _o,
  ...figures
}: UnitFigures): PublicFiguresOfUnit {
  return figures;
}
