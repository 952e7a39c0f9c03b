import fc from 'fast-check';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '#libs/api-client';
import { PASSWORD, administrators, register } from '../support/people.js';
import { Stage, until } from '../support/stage.js';
import { PHONE, Watch, contextOf, launchBrowser, overflowOf, settled } from './browser.js';
import { openTown, type Town } from './town.js';

const ONE_SUM = '请只填一个金额，如 1200 或 1.2万';
const TEXTS = 40;

describe('fields for telephones and figures on a phone', () => {
  let stage: Stage;
  let town: Town;
  let browser: Browser;

  beforeAll(async () => {
    stage = await Stage.open('fields');
    town = await openTown(stage);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  async function open(path: string, role?: Exclude<keyof Town, 'url'>): Promise<{ page: Page; watch: Watch }> {
    const context = await contextOf(browser, town.url, { actor: role && town[role], viewport: PHONE });
    const page = await context.newPage();
    const watch = new Watch(page);
    await page.goto(path);
    await settled(page);
    return { page, watch };
  }
  async function end({ page, watch }: { page: Page; watch: Watch }): Promise<void> {
    expect(await overflowOf(page)).toBe(0);
    expect(watch.faults).toEqual([]);
    await page.context().close();
  }
  /** Key by key, as a person does; what stands there is what was typed, until the field is left. */
  async function type(field: Locator, text: string): Promise<void> {
    await field.fill('');
    await field.pressSequentially(text);
    expect(await field.inputValue()).toBe(text);
    await field.blur();
  }
  const faultOf = (field: Locator): Promise<string> =>
    field.evaluate((input) => document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent ?? '');

  it('accept a telephone filled in from an address book at sign-in', async () => {
    await register(stage, await administrators(stage), { role: 'resident', unit: 'A1', phone: '17000000006' });
    const door = await open('/sign-in');
    const { page } = door;
    const phone = page.getByLabel('手机号码');
    for (const text of ['+86 170 0000 0006', '8617000000006', '008617000000006', '１７０ ００００ ０００６']) {
      await type(phone, text);
      expect(await phone.inputValue()).toBe('17000000006');
      expect(await phone.getAttribute('aria-invalid')).toBeNull();
    }

    // Two numbers, or too few digits, stay as they are, with the reason below.
    for (const text of ['17000000006 17000000007', '1700000000']) {
      await type(phone, text);
      expect(await phone.inputValue()).toBe(text);
      expect(await faultOf(phone)).toBe('请填 11 位手机号码');
    }

    // A digit put in between leaves the cursor where it is.
    await phone.fill('170 000 0006');
    await phone.evaluate((input: HTMLInputElement) => input.setSelectionRange(7, 7));
    await phone.press('0');
    expect(await phone.evaluate((input: HTMLInputElement) => [input.value, input.selectionStart])).toEqual([
      '170 0000 0006',
      8,
    ]);

    // A Chinese keyboard composes: nothing is taken away before it has finished.
    await phone.fill('');
    const keyboard = await page.context().newCDPSession(page);
    await keyboard.send('Input.imeSetComposition', { text: '＋８６ １７０', selectionStart: 7, selectionEnd: 7 });
    expect(await phone.inputValue()).toBe('＋８６ １７０');
    await keyboard.send('Input.insertText', { text: '＋８６ １７００００００００６' });
    expect(await phone.inputValue()).toBe('＋８６ １７００００００００６');

    // The browser fills in the whole at once, and one signs in without ever having been in the field.
    await phone.evaluate((input: HTMLInputElement) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, '+86 170 0000 0006');
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.waitForURL('**/r/wishes');
    await end(door);
  });

  it('accept a pasted telephone and a cost in ten thousands, and never send an unclear figure', async () => {
    const door = await open('/g/new', 'worker');
    const { page } = door;
    await type(page.getByLabel('手机号码', { exact: true }), '+86 136-0000-7777');
    await page.getByLabel('姓名', { exact: true }).fill('黄阿婆');
    await page.getByLabel('心愿（用本人的话）').fill('想要楼道装一排扶手');
    await page.getByLabel('物品').check();
    await page.getByLabel('对方同意').check();
    const more = page.getByText('更多情况（选填）');
    await more.click();
    const cost = page.getByLabel('预计费用（元）');
    await type(cost, '80元90元');
    expect(await cost.inputValue()).toBe('80元90元');
    expect(await faultOf(cost)).toBe(ONE_SUM);

    // Folded away, it is unfolded when it keeps the wish from being sent.
    await more.click();
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await cost.waitFor();
    expect(await faultOf(cost)).toBe(ONE_SUM);
    expect(await page.getByRole('button', { name: '再登记一个' }).count()).toBe(0);

    await type(cost, '1.2万');
    expect(await cost.inputValue()).toBe('12000');
    await type(page.getByLabel('受益人数'), '１2');
    await type(page.getByLabel('年龄'), '7２');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByRole('button', { name: '再登记一个' }).waitFor();
    const told = (): Promise<object[]> =>
      stage.rows('SELECT estimated_fen AS fen, people_helped AS people FROM wish WHERE entered_by = ?', [
        town.worker.id,
      ]);
    await until('the wish has arrived', 20_000, async () => (await told()).length > 0);
    expect(await told()).toEqual([{ fen: 1_200_000, people: 12 }]);
    const { items } = await answer(
      town.worker.api.POST('/api/v1/residents/lookup', {
        body: { unitId: stage.unit('A1').id, phone: '13600007777' },
      }),
    );
    expect(items).toMatchObject([{ name: '黄阿婆', age: 72 }]);
    await end(door);
  });

  it('take one amount a line in a spend request, and never send an unclear amount', async () => {
    const wishId = await stage.wish({ enteredBy: town.worker.id });
    const door = await open(`/g/wishes/${wishId}`, 'worker');
    const { page } = door;
    await page.getByRole('button', { name: '申请用款' }).click();
    const form = page.getByRole('dialog', { name: '申请用款' });
    await form.getByLabel('用途').fill('楼道扶手');
    await form.getByLabel('收款方', { exact: true }).fill('大沥安居工程队');
    await form.getByRole('radio', { name: '企业或机构' }).check();
    await form.getByLabel('名称').fill('扶手');
    const [quantity, price] = [form.getByLabel('数量'), form.getByLabel('单价（元）')];
    const keep = form.getByRole('button', { name: '存草稿' });
    for (const [typed, stands] of [
      ['1.2万', '12000'],
      ['１２００', '1200'],
      ['1200元', '1200'],
      ['￥1,200', '1200'],
    ] as const) {
      await type(price, typed);
      expect(await price.inputValue()).toBe(stands);
      expect(await faultOf(price)).toBe('');
    }
    await type(quantity, '１2');
    await form.getByText('¥14,400').first().waitFor();

    for (const typed of ['80 90', '80元90元', '100-200', '1,2,3', '1.2.3']) {
      await type(price, typed);
      expect(await price.inputValue()).toBe(typed);
      expect(await faultOf(price)).toBe(ONE_SUM);
      expect(await keep.isDisabled()).toBe(true);
    }
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[\d,.，。 ￥元万~-]{1,12}$/), async (typed) => {
        await price.fill(typed);
        await price.blur();
        const [stands, fault] = [await price.inputValue(), await faultOf(price)];
        if (fault) expect(stands).toBe(typed);
        else expect(stands).toMatch(/^(?:\d+(?:\.\d{1,2})?|\s*)$/);
      }),
      { numRuns: TEXTS },
    );

    // A second line that cannot be read is not left out.
    await type(price, '￥1,200');
    await form.getByRole('button', { name: '再加一项' }).click();
    await type(price.nth(1), '30-40');
    expect(await keep.isDisabled()).toBe(true);
    await type(price.nth(1), '３０');
    await form.getByLabel('名称').nth(1).fill('螺丝');
    await keep.click();
    await form.waitFor({ state: 'detached' });
    const kept = await stage.rows('SELECT amount_fen AS fen FROM spend_request WHERE wish_id = ?', [wishId]);
    expect(kept).toEqual([{ fen: 12 * 120_000 + 3_000 }]);
    await end(door);
  });
});
