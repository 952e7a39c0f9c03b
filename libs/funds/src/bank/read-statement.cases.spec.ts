import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSheets } from '#libs/platform';
import { readStatement, type Statement } from './read-statement.js';

const CASES = new URL('../../../../test/fixtures/cases/', import.meta.url);
const read = async (name: string): Promise<Statement> =>
  readStatement(await parseSheets(readFileSync(new URL(name, CASES)), name))!;
const sums = ({ lines }: Statement): number[] => lines.map(({ amountFen }) => amountFen);
const days = ({ lines }: Statement): string[] => lines.map(({ bookedOn }) => bookedOn);

describe('a statement as exported by banks', () => {
  it('does not take every payment of a WeChat bill for income', async () => {
    const statement = await read('bank-wechatpay-direction-in-own-column.csv');
    expect(statement.faults).toEqual([]);
    expect(sums(statement)).toEqual([-26_000, 50_000, 6_000, -30_000]);
    expect(statement.lines[0]!.counterparty).toBe('利民五金店');
    expect(statement.lines[1]!.counterparty).toBe('爱心居民');
  });

  it('reads the second pair of amounts where dashes stand in the first', async () => {
    const statement = await read('bank-icbc-dash-in-the-first-amount-columns.csv');
    expect([statement.faults, statement.breaks]).toEqual([[], []]);
    expect(sums(statement)).toEqual([100_000, -26_000]);
    expect(statement.lines.map(({ balanceFen }) => balanceFen)).toEqual([100_000, 74_000]);
  });

  it('finds the day when the time has a separate column', async () => {
    const statement = await read('bank-cmb-corporate-day-and-time-of-day.csv');
    expect([statement.faults, statement.breaks]).toEqual([[], []]);
    expect(days(statement)).toEqual(['2026-11-03', '2026-11-04']);
    expect(sums(statement)).toEqual([10_000_000, -26_000]);
    expect(statement.lines[1]).toMatchObject({ counterparty: '利民五金店', account: '6222000011112345' });
  });

  it('skips rows of zero, and reads the counterparty below 对手信息', async () => {
    const statement = await read('bank-abc-interest-tax-of-zero.csv');
    expect(statement.faults).toEqual([]);
    expect(sums(statement)).toEqual([1_000_000, 321, -26_000]);
    expect(statement.leftOut).toEqual([{ sheet: 'bank-abc-interest-tax-of-zero', row: 4, why: 'zero' }]);
    expect(statement.lines.map(({ counterparty }) => counterparty)).toEqual(['某某区财政局', '', '利民五金店']);
    expect((await read('bank-counterparty-duishou.csv')).lines.map(({ counterparty }) => counterparty)).toEqual([
      '某某区财政局',
      '利民五金店',
    ]);
  });

  it('with a sheet for every month is read completely', async () => {
    const statement = await read('bank-a-sheet-for-every-month.xlsx');
    expect(statement.faults).toEqual([]);
    expect(statement.lines).toHaveLength(6);
    expect(new Set(statement.lines.map(({ sheet }) => sheet)).size).toBe(3);
  });

  it('reads debit and credit under one merged heading', async () => {
    const statement = await read('bank-two-row-heading-merged.xlsx');
    expect([statement.faults, statement.breaks]).toEqual([[], []]);
    expect(sums(statement)).toEqual([100_000, -26_000, -4_000]);
  });

  it('does not take an unknown direction for income', async () => {
    expect(sums(await read('bank-direction-words-unknown.csv'))).toEqual([100_000, -26_000]);
    const strange = readStatement(
      await parseSheets(Buffer.from('交易日期,方向,金额\n2026-11-03,蓝,10\n2026-11-04,收,5\n'), 'x.csv'),
    );
    expect(strange.faults).toEqual([{ sheet: 'x', row: 2, field: 'direction' }]);
  });

  it('does not read dollars as yuan', async () => {
    const statement = await read('bank-two-currencies.csv');
    expect([statement.faults, statement.breaks]).toEqual([[], []]);
    expect(sums(statement)).toEqual([100_000, -26_000]);
    expect(statement.leftOut).toEqual([{ sheet: 'bank-two-currencies', row: 3, why: 'currency' }]);
  });

  it('is read as text although it is called .xls', async () => {
    expect(sums(await read('bank-tab-text-named-xls.xls'))).toEqual([100_000, -26_000]);
  });

  it('ends with the account balance, not the available balance', async () => {
    expect((await read('bank-two-balances.csv')).lines.at(-1)!.balanceFen).toBe(74_000);
  });

  it('does not take the totals above for the heading', async () => {
    const statement = await read('bank-totals-above-the-heading.csv');
    expect(statement.faults).toEqual([]);
    expect(sums(statement)).toEqual([100_000, -26_000]);
  });

  it('reads values behind backticks, and no totals below', async () => {
    const statement = await read('bank-wechat-merchant-backticks.csv');
    expect([statement.faults, statement.breaks]).toEqual([[], []]);
    expect(sums(statement)).toEqual([50_000, -30_000]);
    expect(statement.lines.map(({ balanceFen }) => balanceFen)).toEqual([50_000, 20_000]);
  });

  it('follows the balances when debit means income', async () => {
    const statement = await read('bank-debit-is-received.csv');
    expect([statement.faults, statement.breaks]).toEqual([[], []]);
    expect(sums(statement)).toEqual([100_000, -1_500, -26_000]);
  });

  it('converts times of other zones to the Shanghai day', async () => {
    expect(days(await read('bank-utc-timestamps.csv'))).toEqual(['2026-11-03', '2026-12-01']);
  });

  it('skips failed transactions', async () => {
    const statement = await read('bank-failed-payment-returned.csv');
    expect([statement.faults, statement.breaks]).toEqual([[], []]);
    expect(sums(statement)).toEqual([100_000, -26_000]);
    expect(statement.leftOut).toEqual([{ sheet: 'bank-failed-payment-returned', row: 3, why: 'failed' }]);
  });

  it('is refused where the balances contradict a sign', async () => {
    const text = '交易日期,支出,收入,余额\n2026-11-03,,1000,1000\n2026-11-04,,260,740\n2026-11-05,40,,700\n';
    const statement = readStatement(await parseSheets(Buffer.from(text), 'x.csv'));
    expect(statement.faults).toEqual([{ sheet: 'x', row: 3, field: 'direction', isContradicted: true }]);
  });
});
