import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type AnyNode } from 'acorn';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage } from '../support/stage.js';
import { Watch, contextOf, launchBrowser, settled } from './browser.js';
import { openTown, type Town } from './town.js';

const ASSETS = join(new URL('.', import.meta.url).pathname, '../../dist/web/assets');
/** What only the desk loads may be newer: offices have browsers that update themselves. */
const NEWER = ['ChainExpression', 'StaticBlock', 'PropertyDefinition', 'PrivateIdentifier'];

describe('browsers like Chromium 78', () => {
  let stage: Stage;
  let town: Town;
  let browser: Browser;

  beforeAll(async () => {
    stage = await Stage.open('old_browser');
    town = await openTown(stage);
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  it('can parse every chunk', () => {
    const chunks = readdirSync(ASSETS).filter((name) => name.endsWith('.js'));
    expect(chunks.length).toBeGreaterThan(50);
    for (const name of chunks) {
      const found = new Set<string>();
      // 2020 knows import() and import.meta, which Chromium 78 has; what it has not is looked for by hand.
      walk(parse(readFileSync(join(ASSETS, name), 'utf8'), { ecmaVersion: 2020, sourceType: 'module' }), (node) => {
        if (NEWER.includes(node.type)) found.add(node.type);
        if (node.type === 'LogicalExpression' && node.operator === '??') found.add('??');
      });
      expect([name, ...found]).toEqual([name]);
    }
  });

  it('find, claim and submit wishes without the functions that they lack', async () => {
    await stage.wish({ enteredBy: town.worker.id });
    const context = await contextOf(browser, town.url, { actor: town.volunteer });
    await context.addInitScript(() => {
      // As they were in 2019.
      const lacks: [object, string[]][] = [
        [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']],
        [String.prototype, ['at', 'replaceAll']],
        [Object, ['hasOwn', 'groupBy']],
        [Promise, ['any', 'allSettled', 'withResolvers']],
        [Crypto.prototype, ['randomUUID']],
        [Headers.prototype, ['getSetCookie']],
        [
          window,
          ['structuredClone', 'WeakRef', 'FinalizationRegistry', 'AggregateError', 'ResizeObserverSize', 'scheduler'],
        ],
        [AbortSignal, ['timeout', 'any']],
        [Element.prototype, ['replaceChildren', 'checkVisibility']],
      ];
      for (const [owner, names] of lacks) for (const name of names) delete (owner as Record<string, unknown>)[name];
      Object.defineProperty(navigator, 'locks', { value: undefined });
    });
    const page = await context.newPage();
    const watch = new Watch(page);
    await page.goto('/v/feed');
    await settled(page);
    await page.getByRole('link', { name: /家里的吊扇坏了/ }).click();
    await page.getByRole('button', { name: '我来圆梦' }).click();
    await page.getByRole('button', { name: '确定认领' }).click();
    await page.getByText('认领成功').waitFor();
    await context.clearCookies();
    const [name, value] = town.worker.cookie.split('=') as [string, string];
    await context.addCookies([{ name, value, url: town.url }]);
    await page.goto('/g/new');
    await page.getByLabel('手机号码').fill('13612345678');
    await page.getByLabel('姓名', { exact: true }).fill('何婆婆');
    await page.getByLabel('心愿（用本人的话）').fill('想要一盏台灯');
    await page.getByLabel('物品').check();
    await page.getByLabel('对方同意').check();
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText(/已登记，编号/).waitFor();
    expect(watch.faults).toEqual([]);
    await context.close();
  });
});

function walk(node: AnyNode, look: (node: AnyNode) => void): void {
  look(node);
  for (const value of Object.values(node) as unknown[]) {
    for (const child of Array.isArray(value) ? value : [value])
      if (child && typeof child === 'object' && 'type' in child) walk(child as AnyNode, look);
  }
}
