import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { Actor } from '../support/stage.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1440, height: 900 };

export interface Look {
  language?: 'zh' | 'en';
  theme?: 'light' | 'dark';
  text?: 'normal' | 'large' | 'huge';
}

/** Debian's Chromium, as a person's browser: nothing of it talks to the world outside. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });

/** Errors of a page that would otherwise go unnoticed. */
export class Watch {
  readonly faults: string[] = [];

  constructor(
    page: Page,
    /** Statuses that a test provokes on purpose. */
    private readonly allowed: (url: string, status: number) => boolean = () => false,
  ) {
    page.on('pageerror', (error) => this.faults.push(`error: ${error.message}`));
    page.on('console', (message) => {
      // The browser's own line about an answer that `response` tells of anyway.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.faults.push(`console: ${message.text()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400 && !this.allowed(response.url(), response.status()))
        this.faults.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`);
    });
    page.on('requestfailed', (request) => {
      // Asking that was given up because the page went elsewhere is no failure.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED')
        this.faults.push(`failed: ${request.method()} ${request.url()} ${request.failure()?.errorText}`);
    });
  }
}

/** A person's browser: signed in, on a phone or a desktop, with the person's display settings. */
export async function contextOf(
  browser: Browser,
  url: string,
  settings: { actor?: Actor; viewport?: typeof PHONE; look?: Look; serviceWorkers?: 'allow' | 'block' } = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: settings.viewport ?? PHONE,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: settings.serviceWorkers ?? 'block',
  });
  context.setDefaultTimeout(30_000);
  // A desk has no telephone: its browser would ask what to do with the number, and swallow taps meanwhile.
  await context.addInitScript(() =>
    document.addEventListener(
      'click',
      (event) => (event.target as Element).closest?.('a[href^="tel:"]') && event.preventDefault(),
      true,
    ),
  );
  if (settings.actor) {
    const [name, value] = settings.actor.cookie.split('=') as [string, string];
    await context.addCookies([{ name, value, url }]);
  }
  if (settings.look)
    await context.addInitScript((look) => localStorage.setItem('mw.look', look), JSON.stringify(settings.look));
  return context;
}

/** Nothing is being asked, and nothing is about to be drawn. */
export async function settled(page: Page): Promise<void> {
  await page.locator('#content, main').first().waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

interface AxeResult {
  violations: {
    id: string;
    impact: string | null;
    help: string;
    nodes: { target: string[]; failureSummary?: string }[];
  }[];
}

/** Serious and critical findings of axe for WCAG 2.2 AA, one line each. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Evaluated by the debugger, so that the page's own content policy stays as strict as it is.
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate(`axe.run(document, {
    runOnly: { type: 'tag', values: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'] },
    resultTypes: ['violations'],
  })`)) as AxeResult;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes
        .slice(0, 3)
        .map(
          ({ target, failureSummary }) =>
            `${id}: ${help} – ${target.join(' ')} ${failureSummary?.split('\n').at(-1)?.trim() ?? ''}`,
        ),
    );
}

/** Wider than its window: something is cut off or has to be dragged. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
