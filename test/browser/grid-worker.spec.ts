import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '#libs/api-client';
import { Stage, sleep, until, type Actor } from '../support/stage.js';
import { PHONE, Watch, contextOf, launchBrowser, settled } from './browser.js';
import { openTown, type Town } from './town.js';

const FORMS = 30;
const SEED = 20_261_124;

/** The same cuts in every run: mulberry32. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('a grid worker at a door', () => {
  let stage: Stage;
  let town: Town;
  let browser: Browser;

  beforeAll(async () => {
    stage = await Stage.open('grid_pages');
    town = await openTown(stage);
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  const told = (actor: Actor): Promise<{ id: string; publicText: string }[]> =>
    stage.rows('SELECT id, public_text AS publicText FROM wish WHERE entered_by = ? ORDER BY id', [actor.id]);

  async function fill(page: Page, at: number): Promise<void> {
    await page.bringToFront(); // a tab in the background draws nothing
    await page.getByLabel('手机号码').fill(`136${String(10_000_000 + at)}`);
    await page.getByLabel('姓名', { exact: true }).fill('黄阿婆');
    await page.getByLabel('心愿（用本人的话）').fill(`想要第${at}盏小夜灯，走廊太黑`);
    await page.getByLabel('物品').check();
    await page.getByLabel('对方同意').check();
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByRole('button', { name: '再登记一个' }).waitFor();
  }

  it(
    'types in thirty wishes while the signal comes and goes, in two tabs, one of them killed: each arrives once, in order',
    { timeout: 240_000 },
    async () => {
      const worker = await stage.actor('grid_worker', 'A1');
      const context = await contextOf(browser, town.url, { actor: worker, serviceWorkers: 'allow' });
      const next = chance(SEED);
      const start = async (): Promise<Page> => {
        const page = await context.newPage();
        await page.goto('/g/new');
        await page.getByLabel('手机号码').waitFor();
        return page;
      };
      const tabs = [await start(), await start()];
      const story = { isOver: false };
      let cuts = 0;
      const weather = (async () => {
        for (; !story.isOver; await sleep(50 + next() * 350)) {
          const isCut = next() < 0.5;
          cuts += isCut ? 1 : 0;
          await context.setOffline(isCut).catch(() => undefined); // a tab was killed at this moment
        }
        await context.setOffline(false).catch(() => undefined);
      })();
      let kills = 0;
      try {
        for (let at = 1; at <= FORMS; at += 1) {
          const tab = at % 2;
          await fill(tabs[tab]!, at);
          if (at % 7 === 3) {
            // Killed in the middle of sending, most likely; a new tab takes its place when there is a signal.
            await tabs[tab]!.close();
            kills += 1;
            tabs[tab] = await reopen(context);
          } else await tabs[tab]!.getByRole('button', { name: '再登记一个' }).click();
        }
      } finally {
        story.isOver = true;
        await weather;
      }
      await until('everything is sent', 60_000, async () => (await told(worker)).length >= FORMS);
      await tabs[0]!.goto('/g/queue');
      await tabs[0]!.getByText('全部发送完毕').waitFor({ timeout: 30_000 });
      const wishes = await told(worker);
      expect(wishes.map(({ publicText }) => publicText)).toEqual(
        Array.from({ length: FORMS }, (_, at) => `想要第${at + 1}盏小夜灯，走廊太黑`),
      );
      console.log(`${FORMS} forms, ${cuts} cuts of the signal, ${kills} tabs killed: ${wishes.length} wishes`);
      expect(cuts).toBeGreaterThan(5);
      await context.close();

      async function reopen(inContext: BrowserContext): Promise<Page> {
        for (;;) {
          const page = await inContext.newPage();
          try {
            await page.goto('/g/new', { timeout: 3_000 });
            await page.getByLabel('手机号码').waitFor({ timeout: 5_000 });
            return page;
          } catch {
            await page.close(); // no signal just now
          }
        }
      }
    },
  );

  it('needs few fields and taps for a known resident', async () => {
    const worker = await stage.actor('grid_worker', 'A1');
    await answer(
      worker.api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A1').id,
          need: '想修一修家里的灯',
          kind: 'service',
          urgency: 'normal',
          helpersNeeded: 1,
          estimatedFen: 0,
          peopleHelped: 1,
          beneficiary: { name: '何桂芳', phone: '13688880001', address: '花园3号201房', age: 71 },
          consent: { kind: 'spoken', byGuardian: false },
          isDraft: false,
        },
      }),
    );
    const context = await contextOf(browser, town.url, { actor: worker });
    const page = await context.newPage();
    const watch = new Watch(page);
    await page.goto('/g/today');
    await settled(page);
    let fields = 0;
    let taps = 0;
    const tap = async (act: () => Promise<unknown>): Promise<void> => {
      taps += 1;
      await act();
    };
    const type = async (label: string, text: string): Promise<void> => {
      fields += 1;
      await tap(() => page.getByLabel(label).click());
      await page.keyboard.type(text);
    };
    const began = Date.now();
    await tap(() => page.getByRole('link', { name: '登记心愿' }).click());
    await type('手机号码', '13688880001');
    await tap(() => page.getByRole('button', { name: '就是这位' }).click());
    await type('心愿（用本人的话）', '卫生间常打滑，想装两根扶手');
    fields += 1;
    await tap(() => page.getByLabel('有人帮忙').click());
    fields += 1;
    await tap(() => page.getByLabel('对方同意').click());
    await tap(() => page.getByRole('button', { name: '登记', exact: true }).click());
    await page.getByText(/已登记，编号/).waitFor();
    console.log(`A wish of a known resident: ${fields} fields, ${taps} taps (${Date.now() - began} ms by machine)`);
    expect(fields).toBeLessThanOrEqual(6);
    expect(taps).toBeLessThanOrEqual(12);
    const [row] = await stage.rows<{ n: number }>(
      'SELECT COUNT(DISTINCT beneficiary_id) AS n FROM wish WHERE entered_by = ?',
      [worker.id],
    );
    expect(Number(row!.n)).toBe(1);
    expect(watch.faults).toEqual([]);
    await context.close();
  });

  it('keeps two forms apart when a second tab has found what the first one typed', async () => {
    const worker = await stage.actor('grid_worker', 'A1');
    const context = await contextOf(browser, town.url, { actor: worker });
    const [first, second] = [await context.newPage(), await context.newPage()];
    await first.goto('/g/new');
    await first.getByLabel('手机号码').fill('13610000101');
    await until('the second tab finds it', 10_000, async () => {
      await second.goto('/g/new');
      await settled(second);
      await second.waitForTimeout(300);
      return (await second.getByLabel('手机号码').inputValue()) === '13610000101';
    });
    await context.setOffline(true); // both wait in the queue at the same time
    await fill(first, 101);
    await fill(second, 102);
    await context.setOffline(false);
    await until('both arrive', 30_000, async () => (await told(worker)).length === 2);
    expect((await told(worker)).map(({ publicText }) => publicText)).toEqual([
      '想要第101盏小夜灯，走廊太黑',
      '想要第102盏小夜灯，走廊太黑',
    ]);
    await context.close();
  });

  it('takes back a form that was emptied by a slip of the thumb', async () => {
    const context = await contextOf(browser, town.url, { actor: await stage.actor('grid_worker', 'A1') });
    const page = await context.newPage();
    await page.goto('/g/new');
    const need = page.getByLabel('心愿（用本人的话）');
    await need.fill('想要一台收音机');
    await page.getByRole('button', { name: '重新填写' }).click();
    await expect.poll(() => need.inputValue()).toBe('');
    await page.getByRole('button', { name: '撤销' }).click();
    await expect.poll(() => need.inputValue()).toBe('想要一台收音机');
    await page.reload();
    await expect.poll(() => need.inputValue(), { timeout: 10_000 }).toBe('想要一台收音机');
    await context.close();
  });

  it('sends by itself when the signal comes back, whatever screen is open', async () => {
    const worker = await stage.actor('grid_worker', 'A1');
    const context = await contextOf(browser, town.url, { actor: worker });
    const page = await context.newPage();
    await page.goto('/g/new');
    await settled(page);
    await context.setOffline(true);
    await fill(page, 103);
    await page.waitForTimeout(2_000); // the attempts of the form itself are over
    await context.setOffline(false);
    await until('it arrives', 30_000, async () => (await told(worker)).length === 1);
    await context.close();
  });

  it('keeps the button for the next form where it is when the wish is sent', async () => {
    const worker = await stage.actor('grid_worker', 'A1');
    const context = await contextOf(browser, town.url, { actor: worker });
    const page = await context.newPage();
    await page.goto('/g/new');
    await settled(page);
    await context.setOffline(true);
    await fill(page, 104);
    const place = (): Promise<number> =>
      page.getByRole('button', { name: '再登记一个' }).evaluate((button) => {
        const screen = button.closest('main')!;
        return button.getBoundingClientRect().top - screen.getBoundingClientRect().top;
      });
    const before = await place();
    await context.setOffline(false);
    await page.getByText(/已登记，编号/).waitFor();
    await page.getByRole('link', { name: '打印心愿卡' }).waitFor();
    expect(await place()).toBe(before);
    await context.close();
  });

  it('goes on with its frame when a part of it cannot be downloaded, and has the part later', async () => {
    const context = await contextOf(browser, town.url, { actor: await stage.actor('grid_worker', 'A1') });
    const page = await context.newPage();
    const asked = { failed: 0, served: 0 };
    await page.route(/\/assets\/sender-[^/]+\.js$/, async (route) => {
      // Twice: the page is fetched anew after the first time, in case it was an update that took the file away.
      const isCut = asked.failed < 2;
      asked[isCut ? 'failed' : 'served'] += 1;
      await (isCut ? route.abort('internetdisconnected') : route.continue());
    });
    await page.goto('/g/today');
    await until('the part failed twice', 20_000, () => asked.failed === 2);
    await settled(page);
    await page.waitForTimeout(500);
    expect(await page.getByRole('link', { name: '登记', exact: true }).isVisible()).toBe(true);
    await until('the part has come', 20_000, () => asked.served > 0);
    await context.close();
  });

  it('is stopped by words of danger, without a signal too', async () => {
    const context = await contextOf(browser, town.url, { actor: town.worker });
    const page = await context.newPage();
    await page.goto('/g/new');
    await settled(page);
    await page.waitForTimeout(500);
    await context.setOffline(true);
    await page.getByLabel('心愿（用本人的话）').fill('厨房有煤气味，想找人看看');
    await page.getByRole('link', { name: '拨打 119' }).waitFor();
    expect(await page.getByRole('button', { name: '登记', exact: true }).isDisabled()).toBe(true);
    await context.close();
  });

  it('keeps forms sealed on the device and wipes them when signing out', async () => {
    const worker = await stage.actor('grid_worker', 'A1');
    const context = await contextOf(browser, town.url, { actor: worker });
    const page = await context.newPage();
    await page.goto('/g/new');
    await settled(page);
    await context.setOffline(true);
    await fill(page, 77);
    const dump = async (): Promise<string> => page.evaluate(readDevice);
    const kept = await dump();
    expect(kept).toContain('"waiting"');
    for (const secret of ['黄阿婆', '小夜灯', '13610000077']) expect(kept).not.toContain(secret);
    await context.setOffline(false);
    await until('it is sent', 30_000, async () => !(await dump()).includes('"waiting"'));
    expect(await told(worker)).toHaveLength(1);
    // Another tab that holds the device's store and never lets go, like one that the phone has put to sleep.
    const sleeping = await context.newPage();
    await sleeping.goto('/sign-in');
    await sleeping.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('micro-wish');
          opening.addEventListener('success', () => resolve());
          opening.addEventListener('error', () => reject(opening.error ?? new Error('indexedDB')));
        }),
    );
    await page.bringToFront();
    await page.goto('/g/me');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('heading', { name: '登录', exact: true }).waitFor();
    expect(JSON.parse(await dump())).toEqual({ keys: 0, rows: [] });
    await context.close();
  });

  it('shows a conflict side by side when the wish has moved on meanwhile', async () => {
    const wishId = await stage.wish({ enteredBy: town.worker.id, status: 'submitted' });
    const context = await contextOf(browser, town.url, { actor: town.worker, viewport: PHONE });
    const page = await context.newPage();
    await page.goto(`/g/wishes/${wishId}`);
    await settled(page);
    await context.setOffline(true);
    await page.getByRole('button', { name: '核实无误' }).click();
    await page.getByText('有信号后自动发送').waitFor();
    await stage.db.query(`UPDATE wish SET status = 'cancelled' WHERE id = ?`, [wishId]);
    await context.setOffline(false);
    await page.getByRole('link', { name: '待发送' }).click();
    const conflict = page.getByRole('region', { name: '没有被接受，请看一看' });
    await conflict.waitFor({ timeout: 30_000 });
    await conflict.getByText('核实心愿', { exact: true }).waitFor();
    await conflict.getByText('已撤回').first().waitFor();
    await conflict.getByRole('button', { name: '不发了，删除' }).click();
    await conflict.getByRole('button', { name: '确定删除这一条？' }).click();
    await page.getByText('全部发送完毕').waitFor();
    await context.close();
  });

  it('opens the day’s wishes and records a visit without a signal', async () => {
    const worker = await stage.actor('grid_worker', 'B1');
    const wishId = await stage.wish({ enteredBy: town.worker.id, unit: 'B1', status: 'fulfilled' });
    await stage.db.query(
      `INSERT INTO fulfilment (id, wish_id, round, what, done_on, hours, recorded_by, recorded_at) VALUES (?,?,0,?,CURRENT_DATE,1,?,NOW(3))`,
      [wishId, wishId, stage.encryption.encrypt('fulfilment.what', wishId, '换好了'), town.volunteer.id],
    );
    const context = await contextOf(browser, town.url, { actor: worker, serviceWorkers: 'allow' });
    const page = await context.newPage();
    await page.goto('/g/today');
    await settled(page);
    await page.waitForTimeout(5_000); // the day is fetched ahead
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('link', { name: /家里的吊扇坏了/ }).click();
    await page.getByRole('link', { name: '登记回访' }).click();
    await page.getByLabel('解决了', { exact: true }).check();
    await page.getByLabel(/^5 /).check();
    await page.getByRole('button', { name: '提交回访结果' }).click();
    await page.getByText('回访结果已保存').waitFor();
    await context.setOffline(false);
    await until('the visit arrives', 30_000, async () => {
      const [row] = await stage.rows<{ status: string }>('SELECT status FROM wish WHERE id = ?', [wishId]);
      return row?.status === 'closed';
    });
    await context.close();
  });
});

/** Everything that the browser keeps for us, as text. */
function readDevice(): Promise<string> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('micro-wish');
    opening.addEventListener('error', () => reject(opening.error ?? new Error('indexedDB')));
    opening.addEventListener('success', () => {
      const names = [...opening.result.objectStoreNames];
      const rows: unknown[] = [];
      let keys = 0;
      if (names.length === 0) {
        resolve(JSON.stringify({ keys, rows }));
        return;
      }
      const transaction = opening.result.transaction(names, 'readonly');
      for (const name of names) {
        const asking = transaction.objectStore(name).getAll() as IDBRequest<Record<string, unknown>[]>;
        asking.addEventListener('success', () => {
          if (name === 'keys') keys = asking.result.length;
          else
            for (const row of asking.result)
              rows.push(
                JSON.parse(
                  JSON.stringify(row, (_, value: unknown) =>
                    value instanceof ArrayBuffer || ArrayBuffer.isView(value)
                      ? new TextDecoder().decode(value as ArrayBuffer)
                      : value,
                  ),
                ),
              );
        });
      }
      transaction.addEventListener('complete', () => {
        opening.result.close();
        resolve(JSON.stringify({ keys, rows }));
      });
    });
  });
}
