import sharp from 'sharp';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '#libs/api-client';
import { PASSWORD, register } from '../support/people.js';
import { Stage, inHours, until } from '../support/stage.js';
import { Watch, axeFindings, contextOf, launchBrowser, overflowOf, settled } from './browser.js';
import { openTown, type Town } from './town.js';

describe('a volunteer with two free hours', () => {
  let stage: Stage;
  let town: Town;
  let browser: Browser;
  let otherApi: string;

  beforeAll(async () => {
    stage = await Stage.open('volunteer_pages');
    town = await openTown(stage);
    otherApi = await stage.startApi();
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  async function open(path: string, actor = town.volunteer): Promise<{ page: Page; watch: Watch }> {
    const context = await contextOf(browser, town.url, { actor });
    const page = await context.newPage();
    const watch = new Watch(page, (url, status) => status === 409 || (status === 401 && !url.endsWith('/session')));
    await page.goto(path);
    await settled(page);
    return { page, watch };
  }
  const statusOf = async (wishId: string): Promise<string> =>
    (await stage.rows<{ status: string }>('SELECT status FROM wish WHERE id = ?', [wishId]))[0]!.status;

  it('finds a wish, claims it, makes contact, and records the fulfilment with a photo', async () => {
    const wishId = await stage.wish({ enteredBy: town.worker.id });
    const { page, watch } = await open('/v/feed');
    await page.getByRole('link', { name: /家里的吊扇坏了/ }).click();
    await page.getByRole('button', { name: '我来圆梦' }).click();
    await page.getByLabel('3 天内').check();
    await page.getByRole('button', { name: '确定认领' }).click();
    await page.getByText('认领成功').waitFor();
    await page.getByRole('link', { name: /您已认领/ }).click();

    await page.getByRole('button', { name: '打电话' }).click();
    await page.getByText('李子梅').waitFor();
    const views = await stage.rows('SELECT viewer_id FROM personal_data_view WHERE subject_id = ?', [wishId]);
    expect(views).toEqual([{ viewer_id: town.volunteer.id }]);
    await page.getByRole('button', { name: '已联系上' }).click();

    await page.getByRole('link', { name: '填写完成情况' }).click();
    await page.getByLabel('做了什么').fill('吊扇换好了，试过三档');
    await page.getByLabel(/小时/).fill('1.5');
    const photo = await sharp({ create: { width: 900, height: 700, channels: 3, background: '#a58' } })
      .png()
      .toBuffer();
    await page.locator('input[type=file]').setInputFiles({ name: 'fan.png', mimeType: 'image/png', buffer: photo });
    await page.getByRole('button', { name: '提交，请对方确认' }).click();
    await page.getByText('谢谢您！已请对方确认。').waitFor();

    expect(await statusOf(wishId)).toBe('fulfilled');
    await until('the photo is rewritten', 15_000, async () => {
      const [file] = await stage.rows<{ status: string }>('SELECT status FROM file WHERE subject_id = ?', [wishId]);
      return file?.status === 'ready';
    });
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('asks a question, and reads the answer of the grid worker without reloading', async () => {
    const wishId = await stage.wish({ enteredBy: town.worker.id });
    const { page, watch } = await open(`/v/wishes/${wishId}`);
    await page.getByLabel('认领前想问什么').fill('需要自己带梯子吗？');
    await page.getByRole('button', { name: '发送提问' }).click();
    await page.getByText('待答复').waitFor();
    expect(await page.getByLabel('认领前想问什么').count()).toBe(0);
    expect(await overflowOf(page)).toBe(0);
    expect(await axeFindings(page)).toEqual([]);

    const desk = await open('/g/today', town.worker);
    await desk.page.getByRole('link', { name: /提问待答复/ }).click();
    await desk.page.getByText('需要自己带梯子吗？').waitFor();
    await desk.page.getByRole('textbox', { name: '答复' }).fill('社区有梯子，带螺丝刀就行。');
    expect(await axeFindings(desk.page)).toEqual([]);
    await desk.page.getByRole('button', { name: '发送答复' }).click();
    await desk.page.getByText('答复已发送').waitFor();

    await page.getByText('社区有梯子，带螺丝刀就行。').waitFor({ timeout: 10_000 });
    expect([...watch.faults, ...desk.watch.faults]).toEqual([]);
    await Promise.all([page.context().close(), desk.page.context().close()]);
  });

  it('sees a clear message and other wishes when somebody else was faster', async () => {
    const wanted = await stage.wish({ enteredBy: town.worker.id });
    const another = await stage.wish({ enteredBy: town.worker.id });
    const { page, watch } = await open(`/v/wishes/${wanted}`);
    await page.getByRole('button', { name: '我来圆梦' }).click();
    await answer(
      town.secondVolunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
        params: { path: { wishId: wanted } },
        body: { promisedAt: inHours(48) },
      }),
    );
    await page.getByRole('button', { name: '确定认领' }).click();
    await page.getByRole('dialog', { name: '慢了一步' }).waitFor();
    await page.locator(`a[href="/v/wishes/${another}"]`).click();
    await page.getByRole('button', { name: '我来圆梦' }).waitFor();
    expect(page.url()).toContain(another);
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('retries with the same idempotency key when the connection hangs', async () => {
    const wishId = await stage.wish({ enteredBy: town.worker.id });
    const { page } = await open(`/v/wishes/${wishId}`);
    const keys: (string | undefined)[] = [];
    await page.route('**/claims', (route) => void keys.push(route.request().headers()['idempotency-key']));
    await page.getByRole('button', { name: '我来圆梦' }).click();
    await page.clock.install();
    await page.getByRole('button', { name: '确定认领' }).click();
    await until('it is tried twice, and given up', 15_000, async () => {
      await page.clock.runFor(5_000);
      return page.getByText('连不上服务器').isVisible();
    });
    await page.getByRole('button', { name: '确定认领' }).click();
    await until('it is tried again', 15_000, async () => keys.length > 2);
    expect(new Set(keys).size).toBe(1);
    await page.context().close();
  });

  it('sees changes of another process without reloading', async () => {
    const wishId = await stage.wish({ enteredBy: town.worker.id });
    const { page } = await open(`/v/wishes/${wishId}`);
    await page.getByRole('button', { name: '我来圆梦' }).waitFor();
    await page.waitForTimeout(1_500); // the stream is open
    const response = await fetch(`${otherApi}/api/v1/wishes/${wishId}/claims`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: town.secondVolunteer.cookie },
      body: JSON.stringify({ promisedAt: inHours(48) }),
    });
    expect(response.status).toBe(201);
    await page.getByText('这个心愿已有人认领').waitFor({ timeout: 10_000 });
    await page.context().close();
  });

  it('polls every twenty seconds when the event stream is blocked', async () => {
    const wishId = await stage.wish({ enteredBy: town.worker.id });
    const context = await contextOf(browser, town.url, { actor: town.volunteer });
    await context.route('**/api/v1/live', (route) => route.abort());
    const page = await context.newPage();
    await page.goto(`/v/wishes/${wishId}`);
    await page.getByRole('button', { name: '我来圆梦' }).waitFor();
    await stage.db.query(`UPDATE wish SET status = 'cancelled' WHERE id = ?`, [wishId]);
    await page.getByRole('button', { name: '我来圆梦' }).waitFor({ state: 'detached', timeout: 30_000 });
    await context.close();
  });

  it('loses no typed text on reload, and releases a claim with a reason', async () => {
    const wishId = await stage.wish({ enteredBy: town.worker.id });
    await answer(
      town.volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
        params: { path: { wishId } },
        body: { promisedAt: inHours(48) },
      }),
    );
    const { page, watch } = await open('/v/claims');
    const openSheet = async (): Promise<void> => page.getByRole('button', { name: '归还认领' }).first().click();
    await openSheet();
    await page.getByLabel('时间对不上').check();
    await page.getByRole('dialog').locator('textarea').fill('临时出差到下周');
    await page.waitForTimeout(300);
    await page.reload();
    await settled(page);
    await openSheet();
    await expect.poll(() => page.getByRole('dialog').locator('textarea').inputValue()).toBe('临时出差到下周');
    await page.getByRole('dialog').getByRole('button', { name: '归还认领' }).click();
    await page.getByText('已归还，谢谢您告诉我们').waitFor();
    expect(await statusOf(wishId)).toBe('open');
    const [claim] = await stage.rows('SELECT status, end_reason FROM claim WHERE wish_id = ?', [wishId]);
    expect(claim).toEqual({ status: 'released', end_reason: '时间对不上：临时出差到下周' });
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('signs in again on the same screen after the session has ended, and keeps the typed text', async () => {
    const phone = '17700000321';
    const office = { proposes: town.administrator, confirms: town.administrator };
    const { id } = await register(stage, office, { name: '梁志明', phone, role: 'volunteer', unit: 'A' });
    const wishId = await stage.wish({ enteredBy: town.worker.id });
    const context = await contextOf(browser, town.url);
    const page = await context.newPage();
    await page.goto(`/sign-in?next=/v/wishes/${wishId}`);
    await page.getByLabel('手机号码').fill(phone);
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('button', { name: '我来圆梦' }).click();
    await page.getByRole('button', { name: '确定认领' }).click();
    await page.getByRole('link', { name: /您已认领/ }).click();
    await page.getByRole('button', { name: '已联系上' }).click();
    await page.getByRole('link', { name: '填写完成情况' }).click();
    await page.getByLabel('做了什么').fill('写到一半的话');
    await stage.db.query('UPDATE session SET ended_at = UTC_TIMESTAMP(3) WHERE person_id = ?', [id]);
    await page.getByRole('button', { name: '提交，请对方确认' }).click();
    const sheet = page.getByRole('dialog', { name: '请重新登录' });
    await sheet.getByLabel('手机号码').fill(phone);
    await sheet.getByLabel('密码').fill(PASSWORD);
    await sheet.getByRole('button', { name: '登录' }).click();
    await sheet.waitFor({ state: 'detached' });
    expect(await page.getByLabel('做了什么').inputValue()).toBe('写到一半的话');
    await page.getByRole('button', { name: '提交，请对方确认' }).click();
    await page.getByText('谢谢您！已请对方确认。').waitFor();
    expect(await statusOf(wishId)).toBe('fulfilled');
    await context.close();
  });
});
