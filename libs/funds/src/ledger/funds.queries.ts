import { Injectable } from '@nestjs/common';
import { Transactions, readCursor, shanghaiDay, toPage, type Actor, type Page, type Reader } from '#libs/platform';
import { Access, UNITS, UnitNotFound, Units, type Unit } from '#libs/identity';
import { FIGURE_OF, NO_MONEY, type AccountKind, type FundFigure } from './accounts.js';
import { PAYEE_COLUMNS, PAYEE_JOIN, Payees, type PayeeColumns } from '../payee/payees.js';
import { outlookOf } from '../year/fund-forecast.js';
import type {
  FundBreakdownResponse,
  FundCategoryResponse,
  FundEntryResponse,
  FundIncomeResponse,
  FundKindResponse,
  FundMonthResponse,
  FundStatementResponse,
  FundWishResponse,
} from '../funds.dto.js';
import type { PlanLine } from '../year/plan-year.js';
import { SPEND_KINDS } from '../spend/spend.policy.js';
import { FUND_READ } from '../funds.permissions.js';

export type FundTotals = Record<FundFigure, number>;

/** Read models of the fund. They read the same account rows that postings lock. */
@Injectable()
export class FundsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly payees: Payees,
  ) {}

  /** A unit's statement. A community's includes the state of its year and its newest entries; towns and the district get
   *  sums. */
  async statement(actor: Actor, unitId: string, year: number): Promise<FundStatementResponse> {
    const unit = await this.requireReader(actor, unitId);
    const totals = await this.totals(this.transactions, unit.path, year);
    const isCommunity = unit.level === 'community';
    const state = isCommunity
      ? await this.transactions.row<Pick<FundStatementResponse, 'closedAt' | 'rollover'>>(
          'SELECT closed_at, rollover FROM fund_year WHERE unit_id = ? AND year = ?',
          [unitId, year],
        )
      : undefined;
    const entries = isCommunity ? (await this.bookOf(unitId, { year, limit: 100 })).items : [];
    return { unitId, year, ...totals, closedAt: state?.closedAt ?? null, rollover: state?.rollover ?? null, entries };
  }

  /** Entries of a community's book, newest first, optionally of one year or one account. */
  async entries(actor: Actor, unitId: string, query: EntriesQuery): Promise<Page<FundEntryResponse>> {
    await this.requireReader(actor, unitId);
    return this.bookOf(unitId, query);
  }

  private async bookOf(unitId: string, query: EntriesQuery): Promise<Page<FundEntryResponse>> {
    const after = readCursor(query.cursor, ['integer']);
    const rows = await this.transactions.rows<FundEntryResponse>(
      `SELECT STRAIGHT_JOIN t.id, t.entry_no, f.year, t.kind, f.kind AS \`from\`, g.kind AS \`to\`, t.amount_fen, t.booked_at, t.spend_request_id
       FROM fund_transfer t JOIN fund_account f ON f.id = t.from_account_id JOIN fund_account g ON g.id = t.to_account_id
       WHERE t.unit_id = ?${query.year ? ' AND f.year = ?' : ''}${query.account ? ' AND ? IN (f.kind, g.kind)' : ''}
         ${after ? 'AND t.entry_no < ?' : ''} ORDER BY t.entry_no DESC LIMIT ?`,
      [
        unitId,
        ...(query.year ? [query.year] : []),
        ...(query.account ? [query.account] : []),
        ...(after ?? []),
        query.limit + 1,
      ],
    );
    return toPage(
      rows,
      query.limit,
      (row) => [String(row.entryNo)],
      (row) => row,
    );
  }

  /** Income of a community in a year in addition to its allotment, including goods. */
  async income(actor: Actor, unitId: string, year: number): Promise<{ items: FundIncomeResponse[] }> {
    await this.requireReader(actor, unitId);
    const items = await this.transactions.rows<FundIncomeResponse>(
      `SELECT id, source, is_in_kind, amount_fen, giver, reference, recorded_at FROM fund_income
       WHERE unit_id = ? AND year = ? ORDER BY id DESC LIMIT 500`,
      [unitId, year],
    );
    return { items: items.map((item) => ({ ...item, isInKind: Boolean(item.isInKind) })) };
  }

  /** Totals of the accounts below a unit in a year, read from the same rows that postings lock. */
  async totals(reader: Reader, unitPath: string, year: number): Promise<FundTotals> {
    const rows = await reader.rows<{ kind: AccountKind; fen: number | string }>(
      `SELECT a.kind, SUM(a.balance_fen) AS fen FROM ${UNITS} JOIN fund_account a ON a.unit_id = u.id AND a.year = ?
       WHERE u.path LIKE ? GROUP BY a.kind`,
      [year, `${unitPath}%`],
    );
    const totals: FundTotals = { ...NO_MONEY };
    // SUM over BIGINT returns DECIMAL text; the district's budget is far below 2^53 fen. Sources are negative.
    for (const { kind, fen } of rows) totals[FIGURE_OF[kind]] += Math.abs(Number(fen));
    return totals;
  }

  /** A year's spending by month, kind, category and payee, with a forecast. Monthly sums are stored with each entry; an
   *  invariant compares them with the entries. */
  async breakdown(actor: Actor, unitId: string, year: number): Promise<FundBreakdownResponse> {
    const unit = await this.requireReader(actor, unitId);
    const below = `${unit.path}%`;
    const reader = this.transactions;
    const [totals, months, groups, payees, plan, wishes] = await Promise.all([
      this.totals(reader, unit.path, year),
      reader.rows<Record<keyof FundMonthResponse, string>>(
        `SELECT m.month, SUM(IF(m.kind = 'reserve', m.amount_fen, 0)) AS approved_fen, SUM(IF(m.kind = 'release', m.amount_fen, 0)) AS released_fen,
           SUM(IF(m.kind = 'pay', m.amount_fen, IF(m.kind = 'reverse', -m.amount_fen, 0))) AS paid_fen,
           SUM(IF(m.kind = 'refund', m.amount_fen, 0)) AS refunded_fen
         FROM ${UNITS} JOIN fund_month m ON m.unit_id = u.id AND m.year = ?
         WHERE u.path LIKE ? AND m.kind IN ('reserve','release','pay','reverse','refund') GROUP BY m.month ORDER BY m.month`,
        [year, below],
      ),
      reader.rows<Record<'kind' | 'category' | keyof Sums, string>>(
        `SELECT kind, category, COUNT(*) AS requests, SUM(amount_fen - released_fen) AS approved_fen, SUM(paid_fen - refunded_fen) AS paid_fen
         FROM spend_request WHERE unit_path LIKE ? AND year = ? GROUP BY kind, category`,
        [below, year],
      ),
      reader.rows<PayeeColumns & Record<'requests' | 'paidFen', string>>(
        `SELECT ${PAYEE_COLUMNS}, r.requests, r.paid_fen FROM (SELECT payee_id, payee, COUNT(*) AS requests, SUM(paid_fen - refunded_fen) AS paid_fen
           FROM spend_request WHERE unit_path LIKE ? AND year = ? AND paid_fen > 0 GROUP BY payee_id, payee ORDER BY 4 DESC, 1, 2 LIMIT 20) r
         ${PAYEE_JOIN} ORDER BY r.paid_fen DESC, payee_id, payee_text`,
        [below, year],
      ),
      this.plan(unit, year),
      unit.level === 'community' ? this.wishes(unit, year) : [],
    ]);
    const sums = groups.map(({ kind, category, ...figures }) => ({ kind, category, ...inNumbers(figures) }));
    const byMonth = months.map(({ month, ...fen }) => ({ month, ...inNumbers(fen) }));
    return {
      unitId,
      year,
      months: byMonth,
      kinds: SPEND_KINDS.flatMap((kind) => {
        const own = sums.filter((one) => one.kind === kind);
        return own.length > 0 ? [{ kind, ...addUp(own) }] : [];
      }),
      categories: besidePlan(sums, plan.lines),
      planVersion: plan.version,
      payees: payees.map((row) => ({
        payee: this.payees.shown(row, { inFull: false }),
        ...inNumbers({ requests: row.requests, paidFen: row.paidFen }),
      })),
      wishes,
      outlook: outlookOf(totals, byMonth, { year, today: shanghaiDay(new Date()) }),
    };
  }

  /** Paid sums by wish. A request for several wishes has a line of its own, because its amount is not split between them. */
  private async wishes(unit: Unit, year: number): Promise<FundWishResponse[]> {
    const rows = await this.transactions.rows<Record<keyof FundWishResponse, string>>(
      `SELECT wish_id, SUBSTRING_INDEX(GROUP_CONCAT(purpose ORDER BY id DESC SEPARATOR '\n'), '\n', 1) AS purpose, COUNT(*) AS requests,
         MAX(wish_count) AS wish_count, SUM(paid_fen - refunded_fen) AS paid_fen
       FROM (SELECT r.id, r.wish_id, r.purpose, r.paid_fen, r.refunded_fen,
           GREATEST(1, (SELECT COUNT(*) FROM spend_wish s WHERE s.spend_request_id = r.id AND s.left_at IS NULL)) AS wish_count
         FROM spend_request r WHERE r.unit_path = ? AND r.year = ? AND r.paid_fen > 0) paid
       GROUP BY wish_id, IF(wish_count > 1, id, NULL) ORDER BY 5 DESC, wish_id LIMIT 20`,
      [unit.path, year],
    );
    return rows.map(({ wishId, purpose, ...figures }) => ({ wishId, purpose, ...inNumbers(figures) }));
  }

  /** The plan of a unit: the newest plans of its communities, taken together. */
  private async plan(unit: Unit, year: number): Promise<{ version: number; lines: PlanLine[] }> {
    const rows = await this.transactions.rows<{ version: number; planLines: string }>(
      `SELECT p.version, p.plan_lines FROM ${UNITS} JOIN fund_plan p ON p.unit_id = u.id AND p.year = ?
       WHERE u.path LIKE ? AND NOT EXISTS (SELECT 1 FROM fund_plan n WHERE n.unit_id = p.unit_id AND n.year = p.year AND n.version > p.version)`,
      [year, `${unit.path}%`],
    );
    return {
      version: unit.level === 'community' ? (rows[0]?.version ?? 0) : 0,
      lines: rows.flatMap(({ planLines }) => JSON.parse(planLines) as PlanLine[]),
    };
  }

  /** Numbers of communities below a unit: all, with an open year, with an allotment, with a closed year; and the money that
   *  is still available to them. */
  async progress(
    reader: Reader,
    unitPath: string,
    year: number,
  ): Promise<{ communities: number; opened: number; allotted: number; closed: number; availableFen: number }> {
    const row = await reader.row<Record<'communities' | 'opened' | 'allotted' | 'closed' | 'availableFen', string>>(
      `SELECT COUNT(*) AS communities, COUNT(y.year) AS opened, COUNT(y.closed_at) AS closed,
         COALESCE(SUM(s.balance_fen < 0), 0) AS allotted, COALESCE(SUM(a.balance_fen), 0) AS available_fen
       FROM ${UNITS} LEFT JOIN fund_year y ON y.unit_id = u.id AND y.year = ?
       LEFT JOIN fund_account s ON s.unit_id = u.id AND s.year = y.year AND s.kind = 'allotted'
       LEFT JOIN fund_account a ON a.unit_id = u.id AND a.year = y.year AND a.kind = 'available'
       WHERE u.level = 'community' AND u.path LIKE ?`,
      [year, `${unitPath}%`],
    );
    return {
      communities: Number(row?.communities ?? 0),
      opened: Number(row?.opened ?? 0),
      allotted: Number(row?.allotted ?? 0),
      closed: Number(row?.closed ?? 0),
      availableFen: Number(row?.availableFen ?? 0),
    };
  }

  private async requireReader(actor: Actor, unitId: string): Promise<Unit> {
    const unit = await this.units.get(this.transactions, unitId);
    this.access.require(actor, FUND_READ, unit.path, UnitNotFound);
    return unit;
  }
}

type Sums = Omit<FundKindResponse, 'kind'>;

const addUp = (all: Sums[]): Sums => ({
  requests: all.reduce((sum, { requests }) => sum + requests, 0),
  approvedFen: all.reduce((sum, { approvedFen }) => sum + approvedFen, 0),
  paidFen: all.reduce((sum, { paidFen }) => sum + paidFen, 0),
});

/** Planned and actual figures by category; the highest payments first. */
function besidePlan(sums: (Sums & { category: string })[], plan: PlanLine[]): FundCategoryResponse[] {
  return [...new Set([...sums, ...plan].map(({ category }) => category))]
    .map((category) => ({
      category,
      ...addUp(sums.filter((one) => one.category === category)),
      plannedFen: plan
        .filter((line) => line.category === category)
        .reduce((sum, { plannedFen }) => sum + plannedFen, 0),
    }))
    .toSorted((a, b) => b.paidFen - a.paidFen || b.plannedFen - a.plannedFen);
}

interface EntriesQuery {
  year?: number;
  account?: AccountKind;
  limit: number;
  cursor?: string;
}

/** Sums over BIGINT arrive as text; the district's budget is far below 2^53 fen. */
const inNumbers = <K extends string>(figures: Record<K, string>): Record<K, number> =>
  Object.fromEntries(Object.entries<string>(figures).map(([name, text]) => [name, Number(text)])) as Record<K, number>;
