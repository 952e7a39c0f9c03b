import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statementOf } from '../support/bank.js';
import { accept, ask, formOf, pay, sign, shop } from '../support/spending.js';
import { Stage } from '../support/stage.js';
import { DESK, PHONE, Watch, axeFindings, contextOf, launchBrowser, overflowOf, settled } from './browser.js';
import { openTown, type Town } from './town.js';

describe('bank reconciliation by a finance clerk', () => {
  let stage: Stage;
  let browser: Browser;
  let town: Town;
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

  beforeAll(async () => {
    stage = await Stage.open('browser_bank');
    town = await openTown(stage);
    browser = await launchBrowser();
    for (const [payee, fen] of [
      ['利民五金店', 26_000],
      ['光明灯具行', 12_900],
      ['甲复印社', 8_500],
    ] as const) {
      const { data } = await ask(
        town.worker,
        await stage.wish({ enteredBy: town.worker.id }),
        formOf(fen, { payee: shop(payee) }),
      );
      for (const step of [
        await sign(town.secretary, data!.id),
        await accept(town.leader, data!.id),
        await pay(town.clerk, data!.id, fen),
      ])
        expect(step.error).toBeUndefined();
    }
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  it('imports the statement, confirms sure matches, matches the rest by hand, and sets the fee aside', async () => {
    const context = await contextOf(browser, town.url, { actor: town.clerk, viewport: DESK });
    const page = await context.newPage();
    const watch = new Watch(page);
    await page.goto(`/c/bank?unit=${stage.unit('A').id}`);
    await page.getByText('还没有对账单').waitFor();
    await page.locator('input[type=file]').setInputFiles({
      name: '十一月.csv',
      mimeType: 'text/csv',
      buffer: statementOf([
        [today, null, 1_000_000, 1_000_000, '南海区财政局', '', '下达'],
        [today, 260, null, 999_740, '佛山市利民五金店', '6222 0000 1111 2345', '扶手'],
        [today, 129, null, 999_611, '光明灯具行', '', '台灯'],
        [today, 15, null, 999_596, '', '', '账户管理费'],
      ]),
    });
    await page.getByText('读到 4 笔，新增 4 笔').waitFor();
    await page.getByText('可能是同一笔').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: '确认有把握的 2 笔' }).click();
    await page.getByText('已勾对', { exact: true }).last().waitFor();
    const lines = page.getByRole('region', { name: '银行有、账上没有' });
    const entries = page.getByRole('region', { name: '账上有、银行没有' });
    await lines.getByRole('checkbox').first().check();
    // The allotment reached the account as one sum, for the communities of the town together.
    await entries.getByRole('checkbox').nth(0).check();
    expect(await page.getByRole('button', { name: '勾对所选' }).isDisabled()).toBe(true);
    await entries.getByRole('checkbox').nth(1).check();
    await page.getByRole('button', { name: '勾对所选' }).click();
    await lines.getByText('南海区财政局').waitFor({ state: 'detached' });
    await lines.getByRole('button', { name: '与本经费无关' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('银行手续费，由财政所承担');
    await page.getByRole('dialog').getByRole('button', { name: '与本经费无关' }).click();
    await lines.getByText('这里没有了').waitFor();
    await page.getByText('还有 1 笔未对上').waitFor();
    await page.locator('label.choice', { hasText: '已勾对' }).click();
    await page.getByRole('button', { name: '取消勾对' }).first().click();
    await page.getByText('还有 4 笔未对上').waitFor();
    expect(watch.faults).toEqual([]);
    await context.close();
  });

  it('shows skipped and faulty rows, confirms a break, and retracts a statement with a second person', async () => {
    const context = await contextOf(browser, town.url, { actor: town.clerk, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await page.goto(`/c/bank?unit=${stage.unit('A1').id}`);
    const take = (name: string, rows: (string | number | null)[][]) =>
      page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: statementOf(rows) });
    await take('错.csv', [['昨天', 1, null, null, '', '', '']]);
    await page.getByRole('alert').getByText('第 2 行 · 日期无法识别').waitFor();
    await take('缺页.csv', [
      [today, null, 100, 100, '南海区财政局', '', '下达'],
      [today, 10, null, 60, '甲复印社', '', '复印'],
      ['合计', 10, 100, null, '', '', ''],
    ]);
    await page.getByText('1 行未计入').click();
    await page.getByText('合计、余额或说明：第 4 行').waitFor();
    const statements = page.getByRole('region', { name: '对账单' });
    await statements.getByText('余额不连续，待确认').waitFor();
    await statements.getByRole('button', { name: '说明原因并确认' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('网银从这里重新导出');
    await page.getByRole('dialog').getByRole('button', { name: '说明原因并确认' }).click();
    await statements.getByText('网银从这里重新导出').waitFor();
    await statements.getByRole('button', { name: '整份撤销' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('传成了别的账户');
    await page.getByRole('dialog').getByRole('button', { name: '整份撤销' }).click();
    await statements.getByText('等另一人决定。').waitFor();
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    expect(await axeFindings(page)).toEqual([]);
    await context.close();
    const second = await contextOf(browser, town.url, { actor: town.townOfficer, viewport: DESK });
    const other = await second.newPage();
    await other.goto(`/c/bank?unit=${stage.unit('A1').id}`);
    await other.getByRole('button', { name: '同意撤销' }).click();
    await other.getByText('已整份撤销', { exact: true }).waitFor();
    await other.getByText('还没有对账单').waitFor();
    await second.close();
  });

  it('is read-only for the supervision committee on a phone', async () => {
    const context = await contextOf(browser, town.url, {
      actor: town.committee,
      viewport: PHONE,
      look: { language: 'en', text: 'huge' },
    });
    const page = await context.newPage();
    await page.goto(`/c/bank?unit=${stage.unit('A1').id}`);
    await settled(page);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.getByText('Upload a statement').count()).toBe(0);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    expect(await axeFindings(page)).toEqual([]);
    await context.close();
  });
});
