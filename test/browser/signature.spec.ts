import type { Browser } from 'playwright-core';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, administrators, register } from '../support/people.js';
import { Stage } from '../support/stage.js';
import { DESK, PHONE, Watch, axeFindings, contextOf, launchBrowser, overflowOf, settled } from './browser.js';

const PHONE_NO = '13711110001';

describe('the signature of a secretary', () => {
  let stage: Stage;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    stage = await Stage.open('browser_signature');
    url = await stage.startApi();
    browser = await launchBrowser();
    await register(stage, await administrators(stage), {
      name: '何书记',
      phone: PHONE_NO,
      role: 'community_secretary',
      unit: 'A1',
    });
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  it('needs a second factor, which is set up on a phone and asked for at the next sign-in', async () => {
    const context = await contextOf(browser, url, { viewport: PHONE });
    const page = await context.newPage();
    const watch = new Watch(page, (address, status) => status === 401 && address.endsWith('/api/v1/sessions'));
    await page.goto('/sign-in');
    await page.getByLabel('手机号码').fill(PHONE_NO);
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('link', { name: '现在设置' }).click();
    await page.getByRole('button', { name: '设置两步验证' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('密码').fill(PASSWORD);
    await sheet.getByRole('button', { name: '下一步' }).click();
    await sheet.getByRole('img', { name: '验证器二维码' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    const secret = (await sheet.locator('code').textContent())!.replaceAll(' ', '');
    const app = new TOTP({ secret });
    await sheet.getByLabel('验证器显示的 6 位数字').fill(app.generate());
    await sheet.getByRole('button', { name: '确认' }).click();
    await page.getByText('请保存恢复码').waitFor();
    const codes = await page.locator('.recovery-codes code').allTextContents();
    expect(codes).toHaveLength(10);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: '我已保存' }).click();
    await page.getByText('恢复码还剩 10 个').waitFor();
    await page.goto('/c/desk');
    await settled(page);
    expect(await page.getByText('须先设置两步验证').count()).toBe(0);

    await page.goto('/c/me');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByLabel('手机号码').fill(PHONE_NO);
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    const code = page.getByLabel('验证码');
    await code.waitFor();
    expect(await code.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    await code.fill('000000');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByText('验证码有误').waitFor();
    await code.fill(codes[0]!);
    await page.getByRole('button', { name: '登录' }).click();
    await page.waitForURL('**/c/desk');
    expect(watch.faults).toEqual([]);
    await context.close();
  });

  it('loses its second factor through the town when the phone is lost', async () => {
    const officer = await stage.actor('town_officer', 'A');
    const context = await contextOf(browser, url, { actor: officer, viewport: DESK });
    const page = await context.newPage();
    const watch = new Watch(page);
    await page.goto('/c/people');
    const card = page.getByRole('article').filter({ hasText: '何书记' });
    await card.getByRole('button', { name: '解除两步验证' }).click();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: '确定', exact: true }).click();
    await page.getByText('已解除').waitFor();
    await card.getByRole('button', { name: '解除两步验证' }).waitFor({ state: 'detached' });
    expect(watch.faults).toEqual([]);
    await context.close();
  });

  it('can be delegated for some days, and the delegation can end early', async () => {
    const secretary = await stage.actor('community_secretary', 'A1');
    await stage.actor('community_director', 'A1');
    const context = await contextOf(browser, url, { actor: secretary, viewport: PHONE });
    const page = await context.newPage();
    const watch = new Watch(page);
    await page.goto('/c/me');
    await page.getByRole('link', { name: '代签安排' }).click();
    await page.getByText('没有代签安排').waitFor();
    await page.getByRole('button', { name: '安排代签' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('代签人').selectOption({ label: '演员community_director' });
    const day = (days: number): string => new Date(Date.now() + (8 + 24 * days) * 3_600_000).toISOString().slice(0, 10);
    await sheet.getByLabel('从').fill(day(0));
    await sheet.getByLabel('到（含）').fill(day(3));
    await sheet.getByLabel('原因').fill('外出学习');
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await sheet.getByRole('button', { name: '安排代签' }).click();
    await page.getByText('演员community_director 代 演员community_secretary').waitFor();
    await page.getByText('代签中').waitFor();
    await page.getByRole('button', { name: '提前结束' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确定', exact: true }).click();
    await page.getByText('已结束', { exact: true }).waitFor();
    expect(watch.faults).toEqual([]);
    await context.close();
  });
});
