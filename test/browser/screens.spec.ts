import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, fileBody } from '#libs/api-client';
import { Stage, fixture, until } from '../support/stage.js';
import {
  DESK,
  PHONE,
  Watch,
  axeFindings,
  contextOf,
  launchBrowser,
  overflowOf,
  settled,
  type Look,
} from './browser.js';
import { screensOf, type Screen } from './screens.js';
import { morning, openTown, type Town } from './town.js';

/** Set by `npm run screenshots`: every screen in every look is also written as a picture. */
const PICTURES = process.env.MW_SCREENSHOTS;
/** Only these screens, by name: `npm run screenshots -- grid-spend public-notices`. */
const ONLY = process.env.MW_SCREENS?.split(',').filter(Boolean) ?? [];
const ALL: Look[] = (['zh', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    (['normal', 'huge'] as const).map((text) => ({ language, theme, text })),
  ),
);
/** For the tests two looks that differ in everything are enough. */
const LOOKS: Look[] = PICTURES ? ALL : [ALL[0]!, ALL.at(-1)!];

describe('every screen', () => {
  let stage: Stage;
  let town: Town;
  let browser: Browser;
  let screens: Screen[];

  beforeAll(async () => {
    stage = await Stage.open('screens');
    town = await openTown(stage);
    await morning(stage, town);
    const all = await screensOf(stage, town, await sendWorkbook());
    screens = ONLY.length > 0 ? all.filter(({ name }) => ONLY.includes(name)) : all;
    await until('photos are drawn', 20_000, async () => {
      const [waiting] = await stage.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM file WHERE status = 'received'`);
      return Number(waiting!.n) === 0;
    });
    browser = await launchBrowser();
    if (PICTURES) {
      if (ONLY.length === 0) rmSync(PICTURES, { recursive: true, force: true });
      mkdirSync(PICTURES, { recursive: true });
    }
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  for (const look of LOOKS) {
    const lookName = `${look.language}-${look.theme}-${look.text}`;
    for (const on of ['phone', 'desk'] as const) {
      it(
        `is complete on the ${on} in ${lookName}: no error, no failed request, nothing serious for axe, nothing cut off`,
        { timeout: 600_000 },
        async () => {
          const faults: string[] = [];
          let looked = 0;
          for (const role of new Set(screens.map(({ role }) => role))) {
            const actor = role ? town[role] : undefined;
            const context = await contextOf(browser, town.url, {
              actor,
              viewport: on === 'phone' ? PHONE : DESK,
              look,
            });
            const page = await context.newPage();
            const watch = new Watch(page);
            for (const screen of screens.filter((one) => one.role === role && one.on.includes(on))) {
              await page.goto(screen.path);
              await settled(page);
              const told = (what: string[]): void => void faults.push(...what.map((line) => `${screen.name}: ${line}`));
              told(watch.faults.splice(0));
              told(await axeFindings(page));
              const over = await overflowOf(page);
              if (over > 0) told([`${over} px wider than the window`]);
              if (PICTURES)
                await page.screenshot({ path: join(PICTURES, `${screen.name}.${on}.${lookName}.png`), fullPage: true });
              looked += 1;
            }
            await context.close();
          }
          console.log(`${looked} screens on the ${on} in ${lookName}`);
          expect(looked).toBeGreaterThan(ONLY.length > 0 ? 0 : on === 'phone' ? 50 : 30);
          expect(faults).toEqual([]);
        },
      );
    }
  }

  async function sendWorkbook(): Promise<string> {
    const { id } = await answer(
      town.townOfficer.api.POST('/api/v1/wish-imports', {
        params: { query: { unitId: stage.unit('A').id } },
        ...fileBody(fixture('wishes-dali-420.xlsx'), '大沥微心愿征集表.xlsx'),
      }),
    );
    await until('the workbook is read', 30_000, async () => {
      const path = { importId: id };
      return (
        (await answer(town.townOfficer.api.GET('/api/v1/wish-imports/{importId}', { params: { path } }))).status ===
        'ready'
      );
    });
    return id;
  }
});
