import { Injectable } from '@nestjs/common';
import { NotFound, Transactions, asked, readCursor, toPage, type Page } from '#libs/platform';
import { UnitNotFound, Units, joinUnit, type Role } from '#libs/identity';
import { PAYEE_COLUMNS, PAYEE_JOIN, PublicSpends, type PayeeColumns } from '#libs/funds';
import { ADULT_AGE } from '#libs/wishes';
import type {
  PublicFiguresResponse,
  PublicFiguresOfUnit,
  PublicNotice,
  PublicObjection,
  PublicPayment,
  PublicPaymentsQuery,
  PublicWish,
  PublicWishesQuery,
} from '../disclosure.dto.js';
import { PublicStatistics, PUBLIC_LEVELS, unitFamily, type Snapshot } from './public-statistics.js';
import type { UnitFigures } from './unit-figures.js';
import { Cells, showToPublic, type Identifying, type OpenWish } from './public-wish.js';

/** The path of the community that a wish's unit belongs to: `/district/town/community/`. */
const COMMUNITY_PATH = `CONCAT(SUBSTRING_INDEX(w.unit_path, '/', 4), '/')`;

/** What everyone may read: masked texts, amounts and payees, never a beneficiary. */
@Injectable()
export class PublicQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly units: Units,
    private readonly figures: PublicStatistics,
    private readonly spends: PublicSpends,
  ) {}

  /** Throws NOT_FOUND. */
  async overview(unitId: string | undefined): Promise<PublicFiguresResponse> {
    const snapshot = await this.figures.snapshot();
    const asked = unitId ?? (await this.units.root(this.transactions))?.id ?? '';
    const family = unitFamily(snapshot, asked);
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

  /** Open wishes, newest first. Throws UNIT_NOT_FOUND, also for a unit below the communities. */
  async wall(query: PublicWishesQuery): Promise<Page<PublicWish>> {
    const within = await this.within(query.unitId);
    const after = readCursor(query.cursor, ['uuid']);
    const { sql, values } = asked<string>([
      [`w.status = 'open'`],
      ['w.unit_path LIKE ?', within],
      ['w.category = ?', query.category],
      ['w.id < ?', after?.[0]],
    ]);
    const rows = await this.transactions.rows<OpenWish>(
      `SELECT STRAIGHT_JOIN w.id, w.code, c.path AS community_path, c.name AS unit_name, w.public_text, w.category, w.kind, w.urgency,
         w.helpers_needed, w.places_taken, b.age, w.opened_at
       FROM wish w JOIN unit c ON c.path = ${COMMUNITY_PATH} JOIN beneficiary b ON b.id = w.beneficiary_id
       WHERE ${sql} ORDER BY w.id DESC LIMIT ?`,
      [...values, query.limit + 1],
    );
    const cells = await this.cellsAround(rows);
    return toPage(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => showToPublic(row, cells),
    );
  }

  /** The cells of these wishes, counted over all open wishes of their communities. */
  private async cellsAround(wishes: Identifying[]): Promise<Cells> {
    const cells = new Cells();
    if (wishes.length === 0) return cells;
    const communities = [...new Set(wishes.map(({ communityPath }) => communityPath))];
    const counts = await this.transactions.rows<Identifying & { n: number }>(
      `SELECT ${COMMUNITY_PATH} AS community_path, w.category, b.age, COUNT(*) AS n
       FROM wish w JOIN beneficiary b ON b.id = w.beneficiary_id
       WHERE w.status = 'open' AND w.category IN (?) AND b.age >= ${ADULT_AGE}
         AND (${communities.map(() => 'w.unit_path LIKE ?').join(' OR ')})
       GROUP BY community_path, w.category, b.age`,
      [[...new Set(wishes.map(({ category }) => category))], ...communities.map((path) => `${path}%`)],
    );
    for (const { n, ...cell } of counts) cells.add(cell, Number(n));
    return cells;
  }

  /** Filters stop at communities, as the figures do: a smaller unit could identify a person. */
  private async within(unitId: string | undefined): Promise<string | undefined> {
    if (unitId === undefined) return undefined;
    const unit = await this.units.get(this.transactions, unitId);
    if (!PUBLIC_LEVELS.has(unit.level)) throw UnitNotFound();
    return `${unit.path}%`;
  }

  /** Payments, newest first: purpose, payee and amount. */
  async payments(query: PublicPaymentsQuery): Promise<Page<PublicPayment>> {
    const within = await this.within(query.unitId);
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<PaymentRow>(
      `SELECT p.id, u.name AS unit_name, w.code AS wish_code, r.id AS request_id, r.purpose, ${PAYEE_COLUMNS}, p.amount_fen, p.paid_at,
         (SELECT COUNT(*) FROM spend_wish s WHERE s.spend_request_id = r.id AND s.left_at IS NULL) AS wish_count
       FROM fund_payment p JOIN spend_request r ON r.id = p.spend_request_id ${joinUnit('r.unit_id')} JOIN wish w ON w.id = r.wish_id
       ${PAYEE_JOIN} WHERE TRUE${within ? ' AND r.unit_path LIKE ?' : ''}${after ? ' AND p.id < ?' : ''} ORDER BY p.id DESC LIMIT ?`,
      [...(within ? [within] : []), ...(after ?? []), query.limit + 1],
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

  /** Decisions on public notice, including urgent ones that were paid in the meantime; newest first. */
  async notices(query: PublicPaymentsQuery): Promise<Page<PublicNotice>> {
    const within = await this.within(query.unitId);
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<NoticeRow>(
      `SELECT r.id, r.id AS request_id, r.unit_id, u.name AS unit_name, r.kind, r.purpose, ${PAYEE_COLUMNS}, r.amount_fen, r.co_funded_fen, r.signers, r.notice_from,
         r.notice_until, r.is_urgent
       FROM spend_request r ${joinUnit('r.unit_id')} ${PAYEE_JOIN}
       WHERE (r.notice_until > UTC_TIMESTAMP(3) OR r.notice_left IS NOT NULL) AND r.notice_from > UTC_TIMESTAMP(3) - INTERVAL 1 YEAR
         ${within ? 'AND r.unit_path LIKE ?' : ''}${after ? ' AND r.id < ?' : ''} ORDER BY r.id DESC LIMIT ?`,
      [...(within ? [within] : []), ...(after ?? []), query.limit + 1],
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

/** The units above, nearest first. */
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
