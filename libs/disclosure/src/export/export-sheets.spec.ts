import { describe, expect, it } from 'vitest';
import type { PublicSpend } from '#libs/funds';
import { EXPORT_KINDS } from './export-codes.js';
import { PRIVATE_PERSON, SHEETS } from './export-sheets.js';

const person: PublicSpend = { purpose: '安装扶手', payee: null, payeeKind: 'person' };
const shop: PublicSpend = { purpose: '安装扶手', payee: '大沥五金店', payeeKind: 'organisation' };
const request = {
  code: 'MW-7KQ2-M4XA',
  unitName: '沥苑社区',
  requestId: 'r',
  status: 'approved',
  purpose: '给李子梅装扶手',
};
const community = (balances: object, more: object = {}) => ({
  code: '440605125001',
  unitName: '沥苑社区',
  balances: JSON.stringify(balances),
  ...more,
});

describe('an export file', () => {
  it.each(EXPORT_KINDS)('has a value and a width for every heading, and reads within units: %s', (kind) => {
    const sheet = SHEETS[kind];
    const line = sheet.line({ ...request, ...community({}), status: kind === 'wishes' ? 'open' : 'approved' }, shop);
    expect(line).toHaveLength(sheet.headings.length);
    expect(sheet.widths).toHaveLength(sheet.headings.length);
    for (const sql of [sheet.count, sheet.rows]) expect(sql).toMatch(/(?:unit_path|u\.path) LIKE \?/);
  });

  it('names a company as payee, and a private person without name', () => {
    expect(SHEETS.spend.line(request, shop)).toContain('大沥五金店');
    expect(SHEETS.spend.line(request, person)).toContain(PRIVATE_PERSON);
    expect(SHEETS.entries.line(request, person)).toContain(PRIVATE_PERSON);
  });

  it('shows the public text of a purpose, never the original', () => {
    for (const kind of ['spend', 'entries'] as const) {
      const line = SHEETS[kind].line(request, shop);
      expect(line).toContain('安装扶手');
      expect(JSON.stringify(line)).not.toContain('李子梅');
    }
    expect(JSON.stringify(SHEETS.entries.line(request, null))).not.toContain('李子梅');
  });

  it('writes times in Shanghai, and an empty cell without a time', () => {
    const line = SHEETS.wishes.line(
      { status: 'open', createdAt: new Date('2026-12-31T16:05:00Z'), openedAt: null },
      null,
    );
    expect(line.slice(-3)).toEqual(['2027-01-01 00:05', '', '']);
  });
});

describe('the finance return of a year', () => {
  const { line, total, headings } = SHEETS.return;
  const valueOf = (row: (string | number | null)[], heading: string) => row[headings.indexOf(heading)];
  const one = line(
    community(
      { allotted: -5_000_000, donated: -10, co_funded: -20, paid: 1_250_030, available: 3_750_000 },
      { goodsFen: '1000030', serviceFen: null, worksFen: 250_000 },
    ),
    null,
  );
  const other = line(community({ allotted: -1_000, paid: 999 }, { goodsFen: 999 }), null);

  it('adds up the income, and shows how much of it was spent', () => {
    expect(valueOf(one, '收入合计')).toBe(50_000.3);
    expect(valueOf(one, '支出合计')).toBe(12_500.3);
    expect(valueOf(one, '货物支出')).toBe(10_000.3);
    expect(valueOf(one, '服务支出')).toBe(0);
    expect(valueOf(one, '执行率（%）')).toBe(25);
    expect(valueOf(other, '执行率（%）')).toBe(99.9);
  });

  it('is zero for a community without money', () => {
    const empty = line(community({}), null);
    expect(empty.slice(2)).toEqual(Array(headings.length - 2).fill(0));
    expect(line({ code: '1', unitName: 'x', balances: null }, null).slice(2)).toEqual(empty.slice(2));
  });

  it('ends with a line of totals, and computes the share from them', () => {
    const sum = total!([one, other]);
    expect(sum).toHaveLength(headings.length);
    expect(sum.slice(0, 2)).toEqual(['合计', '2 个']);
    expect(valueOf(sum, '收入合计')).toBe(50_010.3);
    expect(valueOf(sum, '支出合计')).toBe(12_510.29);
    expect(valueOf(sum, '执行率（%）')).toBe(25);
    expect(total!([]).slice(0, 2)).toEqual(['合计', '0 个']);
  });
});
