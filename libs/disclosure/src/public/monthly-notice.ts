import { Injectable } from '@nestjs/common';
import { NotFound, Transactions, addDays, beginPdf, shanghaiDay, shanghaiInstant, type PdfSheet } from '#libs/platform';
import { FundsQueries, PAYEE_COLUMNS, PAYEE_JOIN, PublicSpends, type Disclosed, type PayeeColumns } from '#libs/funds';
import { PRIVATE_PERSON } from '../export/export-sheets.js';
import { Units, joinUnit } from '#libs/identity';
import { PUBLIC_LEVELS } from './public-statistics.js';

/** The most rows of a section of the printed notice. A community decides and pays some dozens of things a month, a town some
 *  hundreds. */
const MOST_ROWS = 400;

const KIND: Record<string, string> = { goods: '货物', service: '服务', works: '工程' };

interface Row extends PayeeColumns {
  requestId: string;
  at: Date;
  unitName: string;
  kind: string;
  purpose: string;
  amountFen: number;
}

/** The public notice of a month's spending, as a PDF to print. It is due at least quarterly, and monthly where there is much
 *  spending. Source: R4.11. It names what was bought and from whom, never for whom. */
@Injectable()
export class MonthlyNotice {
  constructor(
    private readonly transactions: Transactions,
    private readonly units: Units,
    private readonly funds: FundsQueries,
    private readonly spends: PublicSpends,
  ) {}

  /** month: `2026-11`. Throws NOT_FOUND for a unit without public figures. */
  async pdf(unitId: string, month: string): Promise<Buffer> {
    const unit = await this.units.get(this.transactions, unitId);
    if (!PUBLIC_LEVELS.has(unit.level)) throw NotFound();
    const year = Number(month.slice(0, 4));
    const within = [`${unit.path}%`, ...monthSpan(month)];
    const [totals, decided, paid, refunded] = await Promise.all([
      this.funds.totals(this.transactions, unit.path, year),
      this.transactions.rows<Row>(
        `SELECT r.decided_at AS at, u.name AS unit_name, r.kind, r.id AS request_id, r.purpose, ${PAYEE_COLUMNS}, r.amount_fen FROM spend_request r ${joinUnit('r.unit_id')} ${PAYEE_JOIN}
         WHERE r.unit_path LIKE ? AND r.decided_at >= ? AND r.decided_at < ? AND r.year IS NOT NULL ORDER BY r.decided_at LIMIT ${MOST_ROWS + 1}`,
        within,
      ),
      this.transactions.rows<Row>(
        `SELECT p.paid_at AS at, u.name AS unit_name, r.kind, r.id AS request_id, r.purpose, ${PAYEE_COLUMNS}, p.amount_fen
         FROM fund_payment p JOIN spend_request r ON r.id = p.spend_request_id ${joinUnit('r.unit_id')} ${PAYEE_JOIN}
         LEFT JOIN fund_reversal v ON v.payment_id = p.id AND v.is_agreed
         WHERE r.unit_path LIKE ? AND p.paid_at >= ? AND p.paid_at < ? AND v.id IS NULL ORDER BY p.paid_at LIMIT ${MOST_ROWS + 1}`,
        within,
      ),
      this.transactions.rows<Row>(
        `SELECT f.recorded_at AS at, u.name AS unit_name, r.kind, r.id AS request_id, r.purpose, ${PAYEE_COLUMNS}, f.amount_fen
         FROM fund_refund f JOIN spend_request r ON r.id = f.spend_request_id ${joinUnit('r.unit_id')} ${PAYEE_JOIN}
         WHERE r.unit_path LIKE ? AND f.recorded_at >= ? AND f.recorded_at < ? ORDER BY f.recorded_at LIMIT ${MOST_ROWS + 1}`,
        within,
      ),
    ]);
    const disclosed = await this.spends.disclose(
      this.transactions,
      [...decided, ...paid, ...refunded].map(({ requestId }) => requestId),
    );
    const title = `${unit.name} ${year} 年 ${Number(month.slice(5))} 月专项经费公开`;
    const sheet = await beginPdf(title);
    sheet.heading(title);
    sheet.paragraph(`${year} 年度经费，截至 ${shanghaiDay(new Date())}（单位：元）`);
    sheet.table(
      ['下达', '其他收入', '已批准未付', '已签约未付', '已支付', '可用'].map((name) => ({
        title: name,
        width: 100 / 6,
        isFigure: true,
      })),
      [
        [
          totals.allottedFen,
          totals.addedFen,
          totals.reservedFen,
          totals.committedFen,
          totals.paidFen,
          totals.availableFen,
        ].map(yuan),
      ],
    );
    const hasUnits = unit.level !== 'community';
    this.section(sheet, { title: '本月批准', rows: decided, hasUnits, disclosed });
    this.section(sheet, { title: '本月支付', rows: paid, hasUnits, disclosed });
    if (refunded.length > 0) this.section(sheet, { title: '本月商家退款', rows: refunded, hasUnits, disclosed });
    sheet.paragraph('对以上事项有异议，可在公示期内向社区（村）监督委员会提出，也可以登录“微心愿”提出。');
    sheet.paragraph('每一笔都记在可以自行核对的经费账簿里：网站“钱花在哪里”下有账簿、每日签名和核对程序。');
    return sheet.bytes();
  }

  private section(
    sheet: PdfSheet,
    { title, rows, hasUnits, disclosed }: { title: string; rows: Row[]; hasUnits: boolean; disclosed: Disclosed },
  ): void {
    const shown = rows.slice(0, MOST_ROWS);
    const sum = shown.reduce((fen, { amountFen }) => fen + amountFen, 0);
    sheet.heading(`${title}：${shown.length} 笔，合计 ${yuan(sum)} 元`, 13);
    if (shown.length === 0) {
      sheet.paragraph('本月没有。');
      return;
    }
    sheet.table(
      [
        { title: '日期', width: 13 },
        ...(hasUnits ? [{ title: '社区（村）', width: 22 }] : []),
        { title: '类型', width: 8 },
        { title: '用途', width: hasUnits ? 25 : 37 },
        { title: '收款方', width: hasUnits ? 18 : 26 },
        { title: '金额', width: hasUnits ? 14 : 16, isFigure: true },
      ],
      shown.map((row) => {
        const { purpose, payee } = disclosed.of(row);
        return [
          shanghaiDay(row.at),
          ...(hasUnits ? [row.unitName] : []),
          KIND[row.kind] ?? '',
          purpose,
          payee ?? PRIVATE_PERSON,
          yuan(row.amountFen),
        ];
      }),
    );
    if (rows.length > MOST_ROWS) sheet.paragraph(`只列出前 ${MOST_ROWS} 笔，其余请看网站。`);
  }
}

/** The first instants of a month and of the next month, in Shanghai. month: `2026-11`. */
export function monthSpan(month: string): [from: Date, until: Date] {
  const first = `${month}-01`;
  return [shanghaiInstant(first), shanghaiInstant(`${addDays(first, 31).slice(0, 7)}-01`)];
}

const yuan = (fen: number): string => (fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
