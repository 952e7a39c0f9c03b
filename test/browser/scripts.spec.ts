import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '#libs/api-client';
import { accept, formOf, shop } from '../support/spending.js';
import { Stage, inHours } from '../support/stage.js';
import { DESK, PHONE, Watch, contextOf, launchBrowser, settled } from './browser.js';
import { openTown, type Town } from './town.js';

/** Fifty ways in which text has become a script elsewhere. Each would set `window.__ran` or open a dialog. */
const RUN = 'window.__ran=1';
const PAYLOADS = [
  `<script>${RUN}</script>`,
  `<SCRIPT SRC=data:,${RUN}></SCRIPT>`,
  `<img src=x onerror=${RUN}>`,
  `<img src="x" onerror="${RUN}">`,
  `<svg onload=${RUN}>`,
  `<svg/onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<svg><set onbegin=${RUN} attributename=x to=y>`,
  `<body onload=${RUN}>`,
  `<iframe src="javascript:${RUN}"></iframe>`,
  `<iframe srcdoc="<script>parent.__ran=1</script>"></iframe>`,
  `<a href="javascript:${RUN}">x</a>`,
  `<a href="jav&#x09;ascript:${RUN}">x</a>`,
  `<details open ontoggle=${RUN}>`,
  `<input autofocus onfocus=${RUN}>`,
  `<select autofocus onfocus=${RUN}>`,
  `<textarea autofocus onfocus=${RUN}>`,
  `<video><source onerror=${RUN}></video>`,
  `<audio src=x onerror=${RUN}>`,
  `<object data="javascript:${RUN}"></object>`,
  `<embed src="javascript:${RUN}">`,
  `<math><mtext><script>${RUN}</script></mtext></math>`,
  `<marquee onstart=${RUN}>`,
  `<style>@import 'javascript:${RUN}';</style>`,
  `<link rel=stylesheet href="javascript:${RUN}">`,
  `<meta http-equiv="refresh" content="0;url=javascript:${RUN}">`,
  `<base href="javascript:${RUN}//">`,
  `<form><button formaction="javascript:${RUN}">x</button></form>`,
  `"><script>${RUN}</script>`,
  `'><script>${RUN}</script>`,
  `"><img src=x onerror=${RUN}>`,
  `' onmouseover='${RUN}`,
  `" autofocus onfocus="${RUN}`,
  `</textarea><script>${RUN}</script>`,
  `</title><script>${RUN}</script>`,
  `</script><script>${RUN}</script>`,
  `--><script>${RUN}</script>`,
  `]]><script>${RUN}</script>`,
  '{{constructor.constructor("window.__ran=1")()}}',
  '${alert(1)}',
  '#{alert(1)}',
  'javascript:window.__ran=1',
  '\\u003cscript\\u003ewindow.__ran=1\\u003c/script\\u003e',
  '&lt;script&gt;window.__ran=1&lt;/script&gt;',
  '%3Cscript%3Ewindow.__ran%3D1%3C/script%3E',
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<img src=x:x onerror=${RUN} //`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  '__proto__',
];

describe('text that contains a script', () => {
  let stage: Stage;
  let town: Town;
  let browser: Browser;

  beforeAll(async () => {
    stage = await Stage.open('scripts');
    town = await openTown(stage);
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  it('is shown as plain text on every screen', { timeout: 300_000 }, async () => {
    expect(PAYLOADS.length).toBe(50);
    const unitId = stage.unit('A1').id;
    const claimed: { wishId: string; spendRequestId: string }[] = [];
    const fulfilled: string[] = [];
    for (const [at, payload] of PAYLOADS.entries()) {
      const { id } = await answer(
        town.worker.api.POST('/api/v1/wishes', {
          body: {
            unitId,
            need: `愿望 ${payload}`,
            kind: 'service',
            urgency: 'normal',
            helpersNeeded: 1,
            estimatedFen: 100,
            peopleHelped: 1,
            beneficiary: {
              name: `阿${payload}`.slice(0, 40),
              phone: `1360000${String(1_000 + at)}`,
              // Not the very words of the public text: a person's address may not stand there.
              address: `路${payload.replaceAll('=1', '=true').replace(/\d/g, '')}`.slice(0, 120),
              hardship: payload.slice(0, 60),
              age: 50,
            },
            proxy: { name: `托${payload}`.slice(0, 40), phone: '13600000001', relation: payload.slice(0, 20) },
            consent: { kind: 'spoken', byGuardian: false },
            isDraft: false,
          },
        }),
      );
      const params = { path: { wishId: id } };
      if (at % 10 === 0) continue;
      if (at % 10 === 1) {
        await answer(town.worker.api.POST('/api/v1/wishes/{wishId}/return', { params, body: { reason: payload } }));
        continue;
      }
      await answer(town.worker.api.POST('/api/v1/wishes/{wishId}/verification', { params }));
      if (at % 10 === 2) continue;
      if (at % 10 === 3) {
        await answer(
          town.secretary.api.POST('/api/v1/wishes/{wishId}/rejection', { params, body: { reason: payload } }),
        );
        continue;
      }
      await answer(
        town.secretary.api.POST('/api/v1/wishes/{wishId}/publication', {
          params,
          body: {
            publicText: `公开 ${payload}`,
            category: 'repairs',
            costClass: 'fund',
            isPolicyChecked: true,
            helpersNeeded: 1,
            keeps: payload.includes('@import') ? [{ passage: '@import', reason: '不是联系方式' }] : [],
          },
        }),
      );
      if (at % 10 < 7) continue;
      const helper = await stage.actor('volunteer', 'A');
      const claim = await answer(
        helper.api.POST('/api/v1/wishes/{wishId}/claims', { params, body: { promisedAt: inHours(20) } }),
      );
      await answer(helper.api.POST('/api/v1/wishes/{wishId}/contact-views', { params, body: { reason: payload } }));
      await answer(helper.api.POST('/api/v1/claims/{claimId}/start', { params: { path: { claimId: claim.id } } }));
      const spend = await answer(
        town.worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', {
          params,
          body: formOf(100, { purpose: payload, payee: shop(payload.slice(0, 80)) }),
        }),
      );
      claimed.push({ wishId: id, spendRequestId: spend.id });
      const spendParams = { path: { spendRequestId: spend.id } };
      if (at % 10 === 7) {
        await answer(
          town.secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/refusal', {
            params: spendParams,
            body: { reason: payload },
          }),
        );
        continue;
      }
      await answer(
        town.secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/approval', { params: spendParams }),
      );
      await answer(accept(await stage.actor('grid_leader', 'A1'), spend.id));
      await answer(
        town.clerk.api.POST('/api/v1/spend-requests/{spendRequestId}/payments', {
          params: spendParams,
          body: { amountFen: 100, voucherNo: `JZ-XSS-${at}`, isLast: true },
        }),
      );
      await answer(
        helper.api.POST('/api/v1/wishes/{wishId}/fulfilment', {
          params,
          body: { what: payload, doneOn: '2026-11-20', hours: 1, evidence: payload.slice(0, 300) },
        }),
      );
      fulfilled.push(id);
      if (at % 10 === 9)
        await answer(
          town.worker.api.POST('/api/v1/wishes/{wishId}/confirmation', {
            params,
            body: { solved: 'no', comment: payload },
          }),
        );
    }
    for (const [at, payload] of PAYLOADS.slice(0, 12).entries()) {
      await answer(
        town.secretary.api.POST('/api/v1/people', {
          body: {
            name: payload.slice(0, 40),
            phone: `137000000${String(10 + at)}`,
            roles: [{ role: 'volunteer', unitId }],
          },
        }),
      );
      await answer(
        town.secretary.api.POST('/api/v1/exports', {
          body: { kind: 'wishes', unitId, purpose: payload.slice(0, 100) },
        }),
      );
    }
    const all = await stage.rows<{ id: string }>('SELECT id FROM wish ORDER BY id');
    const each = (paths: string[]): string[] => paths;
    const visits: [Exclude<keyof Town, 'url'> | null, string[]][] = [
      [
        null,
        [
          '/',
          '/wall',
          '/money',
          '/follow?code=%3Cscript%3Ewindow.__ran%3D1%3C%2Fscript%3E',
          '/sign-in?next=javascript:window.__ran%3D1',
        ],
      ],
      [
        'volunteer',
        ['/v/feed', '/v/claims', '/v/inbox', '/v/feed?category=%22%3E%3Cimg%20src%3Dx%20onerror%3Dwindow.__ran%3D1%3E'],
      ],
      [
        'worker',
        [
          '/g/today',
          '/g/wishes',
          ...each(all.map(({ id }) => `/g/wishes/${id}`)),
          ...each(all.slice(0, 6).map(({ id }) => `/g/wishes/${id}/card`)),
          ...fulfilled.slice(0, 3).map((id) => `/g/wishes/${id}/visit`),
        ],
      ],
      [
        'secretary',
        [
          '/c/desk',
          '/c/wishes',
          '/c/spend',
          '/c/people',
          '/c/exports',
          '/c/inbox',
          ...all.map(({ id }) => `/c/wishes/${id}`),
          ...claimed.map(({ spendRequestId }) => `/c/spend/${spendRequestId}`),
        ],
      ],
      ['auditor', ['/c/audit', '/c/audit?name=%3Cimg%20src%3Dx%20onerror%3Dwindow.__ran%3D1%3E']],
    ];
    let looked = 0;
    let shown = 0;
    for (const [role, paths] of visits) {
      const context = await contextOf(browser, town.url, {
        actor: role ? town[role] : undefined,
        viewport: role === 'secretary' || role === 'auditor' ? DESK : PHONE,
      });
      const page = await context.newPage();
      // A filter that is no code is refused; that is an answer.
      const watch = new Watch(page, (_, status) => status === 422);
      const dialogs: string[] = [];
      page.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      for (const path of paths) {
        await page.goto(path);
        await settled(page);
        const { ran, elements, text } = await page.evaluate(() => ({
          ran: (window as { __ran?: number }).__ran,
          elements: document.querySelectorAll(
            '#root script, #root iframe, #root object, #root embed, #root marquee, #root [onerror], #root [onload]',
          ).length,
          text: document.body.innerText,
        }));
        expect({ path, ran, elements, dialogs, faults: watch.faults }).toEqual({
          path,
          ran: undefined,
          elements: 0,
          dialogs: [],
          faults: [],
        });
        if (PAYLOADS.some((payload) => text.includes(payload.slice(0, 20)))) shown += 1;
        looked += 1;
      }
      await context.close();
    }
    console.log(`50 payloads in 14 fields; ${looked} screens looked at, ${shown} of them print one`);
    expect(shown).toBeGreaterThan(80);
  });
});
