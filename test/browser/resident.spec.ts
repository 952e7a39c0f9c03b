import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '#libs/api-client';
import { Stage, inHours } from '../support/stage.js';
import { Watch, contextOf, launchBrowser, settled } from './browser.js';
import { openTown, type Town } from './town.js';

describe('a resident', () => {
  let stage: Stage;
  let town: Town;
  let browser: Browser;

  beforeAll(async () => {
    stage = await Stage.open('resident_pages');
    town = await openTown(stage);
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  /** A wish for the resident's own telephone that a volunteer says is done. */
  async function fulfilled(): Promise<{ id: string; code: string }> {
    const id = await stage.wish({ enteredBy: town.worker.id, phone: town.resident.phone });
    const code = `MW-${id.slice(-8, -4).toUpperCase()}-${id.slice(-4).toUpperCase()}`;
    await stage.db.query('UPDATE wish SET code = ? WHERE id = ?', [code, id]);
    const path = { wishId: id };
    const { api } = town.volunteer;
    const claim = await answer(
      api.POST('/api/v1/wishes/{wishId}/claims', { params: { path }, body: { promisedAt: inHours(24) } }),
    );
    await answer(api.POST('/api/v1/wishes/{wishId}/contact-views', { params: { path }, body: { reason: '联系对方' } }));
    await answer(api.POST('/api/v1/claims/{claimId}/start', { params: { path: { claimId: claim.id } } }));
    await answer(
      api.POST('/api/v1/wishes/{wishId}/fulfilment', {
        params: { path },
        body: { what: '换了新吊扇', doneOn: '2026-11-20', hours: 1 },
      }),
    );
    return { id, code };
  }
  async function open(path: string, isSignedIn = true): Promise<{ page: Page; watch: Watch }> {
    const context = await contextOf(browser, town.url, {
      actor: isSignedIn ? town.resident : undefined,
      look: { text: 'huge' },
    });
    const page = await context.newPage();
    const watch = new Watch(page, (url, status) => url.endsWith('/wish-status') && status === 404);
    await page.goto(path);
    await settled(page);
    return { page, watch };
  }

  it('tracks a wish by its code and the last four digits of the telephone, without an account', async () => {
    const { code } = await fulfilled();
    const { page, watch } = await open(`/follow?code=${code}`, false);
    await page.getByLabel('电话后四位').fill('0000');
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByText('没有找到：请核对心愿编号和电话后四位。').waitFor();
    await page.getByLabel('电话后四位').fill(town.resident.phone.slice(-4));
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByRole('heading', { name: '现在的进展：待确认' }).waitFor();
    await page.getByText('认领的志愿者').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('李子梅');
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('cannot guess telephones by repeated attempts', async () => {
    const { code } = await fulfilled();
    const ask = (phoneTail: string): Promise<number> =>
      fetch(`${town.url}/api/v1/public/wish-status`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code, phoneTail }),
      }).then(({ status }) => status);
    const answers: number[] = [];
    for (let tail = 0; tail < 8; tail += 1) answers.push(await ask(String(tail).padStart(4, '0')));
    expect(answers).toEqual([404, 404, 404, 404, 404, 429, 429, 429]);
  });

  it('re-opens the wish by answering “not solved”', async () => {
    const { id } = await fulfilled();
    const { page, watch } = await open('/r/wishes');
    await page.locator(`a[href="/r/wishes/${id}"]`).click();
    await page.getByText('志愿者已办理完成，请您评价。').waitFor();
    await page.getByLabel('没有解决').check();
    await page.getByLabel('想说的话').fill('风扇还是不转');
    await page.getByRole('button', { name: '提交评价' }).click();
    await page.getByText('现在：重办').waitFor();
    const [wish] = await stage.rows('SELECT status, reopen_count FROM wish WHERE id = ?', [id]);
    expect(wish).toEqual({ status: 'reopened', reopen_count: 1 });
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('rates, re-opens within thirty days, and sees who viewed their data', async () => {
    const { id } = await fulfilled();
    const { page, watch } = await open(`/r/wishes/${id}`);
    await page.getByText('演员volunteer · 联系对方').waitFor();
    await page.getByLabel('解决了', { exact: true }).check();
    await page.getByLabel(/^4 /).check();
    await page.getByRole('button', { name: '提交评价' }).click();
    await page.getByText('现在：已办结').waitFor();
    await page.getByRole('button', { name: '没有解决，要求重办' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('原因').fill('过了两天又坏了');
    await sheet.getByRole('button', { name: '没有解决，要求重办' }).click();
    await page.getByText('现在：重办').waitFor();
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('submits a wish for themselves', async () => {
    const { page, watch } = await open('/r/new');
    await page.getByLabel('手机号码').fill(town.resident.phone);
    await page.getByLabel('姓名', { exact: true }).fill('李子梅');
    await page.getByLabel('心愿（用本人的话）').fill('阳台晾衣杆坏了，想请人修');
    await page.getByLabel('有人帮忙').check();
    await page.getByLabel('对方同意').check();
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('已收到，社区会来核实').waitFor();
    const [wish] = await stage.rows('SELECT source, requester_id FROM wish WHERE entered_by = ?', [town.resident.id]);
    expect(wish).toEqual({ source: 'resident', requester_id: town.resident.id });
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('verifies an entry of the fund book on their own phone, and sees when it was changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mw-book-'));
    expect(await stage.cli(['funds', 'export-book', folder])).toMatchObject({ code: 0 });
    const { page, watch } = await open(`/book?unit=${stage.unit('A1').id}`, false);
    const first = page.getByRole('article').filter({ hasText: '第 1 笔' });
    await first.getByRole('button', { name: '核对这一笔' }).click();
    await first.getByText(/签名的一致/).waitFor();
    expect(await first.getByText('✓').count()).toBe(4);
    expect(watch.faults).toEqual([]);
    // An attacker in the network or in the platform who makes the sum smaller.
    await page.route('**/fund-book/units/**', async (route) => {
      const answered = await route.fetch();
      await route.fulfill({ response: answered, body: (await answered.text()).replace('50000000', '5000000') });
    });
    await page.reload();
    await first.getByRole('button', { name: '核对这一笔' }).click();
    await first.getByText(/与签名的不一致/).waitFor();
    await page.context().close();
  });
});
