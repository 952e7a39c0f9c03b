import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyed } from '#libs/platform';
import { answer, createApiClient } from '#libs/api-client';
import { PASSWORD, register } from '../support/people.js';
import { Stage, type Actor } from '../support/stage.js';
import { PHONE, Watch, axeFindings, contextOf, launchBrowser, overflowOf, settled } from './browser.js';

const OTHER = 'somebody else chose this';

describe('an unrequested account recovery', () => {
  let stage: Stage;
  let browser: Browser;
  let url: string;
  let town: Actor;
  let district: Actor;

  beforeAll(async () => {
    stage = await Stage.open('browser_recovery');
    url = await stage.startApi();
    town = await stage.actor('town_officer', 'A');
    district = await stage.actor('district_officer', 'D');
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  let phones = 13_711_120_000;
  /** A clerk with a password, for whom the district has just given a code. */
  const recovered = async (): Promise<{ id: string; phone: string; code: string; token: string }> => {
    phones += 1;
    const person = await register(
      stage,
      { proposes: town, confirms: district },
      { role: 'finance_clerk', unit: 'A1', phone: String(phones) },
    );
    const { code } = await answer(
      district.api.POST('/api/v1/people/{personId}/activation-code', { params: { path: { personId: person.id } } }),
    );
    const [recovery] = await stage.rows<{ id: string }>(
      'SELECT id FROM account_recovery WHERE person_id = ? ORDER BY given_at DESC LIMIT 1',
      [person.id],
    );
    return { ...person, code, token: stage.stopToken(recovery!.id) };
  };
  const takeOver = (phone: string, code: string) =>
    answer(createApiClient(url).POST('/api/v1/passwords', { body: { phone, code, password: OTHER } }));
  const isLocked = async (id: string): Promise<boolean> => {
    const [row] = await stage.rows<{ locked: number }>(
      'SELECT password_hash IS NULL AS locked FROM person WHERE id = ?',
      [id],
    );
    return Boolean(row!.locked);
  };
  const look = async (page: Page): Promise<void> => {
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  };

  it('is stopped with one tap by the link in the message, on a phone, without an account', async () => {
    const { id, phone, code, token } = await recovered();
    await takeOver(phone, code);
    const context = await contextOf(browser, url, { viewport: { ...PHONE, width: 360 } });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const watch = new Watch(page, (address, status) => status === 404 && address.endsWith('/recovery-stops'));
    await page.goto(`/stop-recovery#${token}`);
    await page.getByRole('heading', { name: '停止账号重置' }).waitFor();
    await look(page);
    expect(new URL(page.url()).hash).toBe('');
    await page.getByRole('button', { name: '停止重置' }).click();
    await page.getByRole('heading', { name: '已停止' }).waitFor();
    await page
      .getByText(/上级单位/)
      .first()
      .waitFor();
    await look(page);
    expect(await isLocked(id)).toBe(true);
    // Neither the page nor its parts were asked for with the token.
    expect(asked.filter((address) => address.includes(token) && !address.includes('#'))).toEqual([]);

    await page.goto('about:blank');
    await page.goto(`/stop-recovery#${token}`);
    await page.getByRole('button', { name: '停止重置' }).click();
    await page.getByText(/没有可以停止的重置/).waitFor();
    await look(page);
    await page.goto('about:blank');
    await page.goto('/stop-recovery#half-a-link');
    await page.getByText(/链接不完整/).waitFor();
    expect(watch.faults).toEqual([]);
    await context.close();
  });

  it('is shown to the signed-in person with its code and suspended permissions, and can be stopped there', async () => {
    const { id, phone } = await recovered();
    const signIn = async (password: string): Promise<Page> => {
      const context = await contextOf(browser, url);
      const page = await context.newPage();
      await page.goto('/sign-in');
      await page.getByLabel('手机号码').fill(phone);
      await page.getByLabel('密码', { exact: true }).fill(password);
      await page.getByRole('button', { name: '登录', exact: true }).click();
      await page.waitForURL('**/c/desk');
      await settled(page);
      return page;
    };
    const page = await signIn(PASSWORD);
    await page.getByText('有人为您的账号发了激活码').waitFor();
    await look(page);
    await page.getByRole('button', { name: '不是我操作的' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '停止重置' }).click();
    await page.getByText('有人为您的账号发了激活码').waitFor({ state: 'detached' });
    expect(await isLocked(id)).toBe(false);
    await page.context().close();

    const { code } = await answer(
      district.api.POST('/api/v1/people/{personId}/activation-code', { params: { path: { personId: id } } }),
    );
    await takeOver(phone, code);
    const again = await signIn(OTHER);
    await again.getByText(/权限暂停至/).waitFor();
    await look(again);
    await again.getByRole('button', { name: '不是我操作的' }).click();
    await again.getByRole('dialog').getByRole('button', { name: '停止重置' }).click();
    await again.waitForURL('**/sign-in');
    expect(await isLocked(id)).toBe(true);
    await again.context().close();
  });

  it('is visible to the office above, which can stop it', async () => {
    const { id, phone, code } = await recovered();
    await takeOver(phone, code);
    const context = await contextOf(browser, url, { actor: district });
    const page = await context.newPage();
    await page.goto('/c/people?only=recovering');
    const [person] = await stage.rows<{ phone: Buffer }>(
      `SELECT ${keyed('person', 'phone')} FROM person WHERE id = ?`,
      [id],
    );
    const last = stage.encryption.decrypt('person.phone', id, person!.phone).slice(-4);
    const card = page.locator('article', { hasText: `****${last}` });
    await card.getByText(/权限暂停至/).waitFor();
    await card.getByRole('button', { name: '停止重置' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await card.getByText('重置被停止，账号已锁定').waitFor();
    expect(await isLocked(id)).toBe(true);
    await context.close();
  });
});
