import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';

const SCRIPT = readFileSync(new URL('../../apps/web/public/push.js', import.meta.url), 'utf8');
const ORIGIN = 'https://wish.example';

/** Taps a message that leads to `url` while these pages are open; tells what was done with them. */
async function tap(url: string, pages: { url: string; canBeLed?: boolean }[]): Promise<string[]> {
  const done: string[] = [];
  const listeners = new Map<string, (event: object) => void>();
  const windows = pages.map(({ url: at, canBeLed = true }) => {
    const page = {
      url: ORIGIN + at,
      focus: () => Promise.resolve((done.push(`focus ${at}`), page)),
      navigate: (to: string) => {
        if (!canBeLed) return Promise.reject(new TypeError('not controlled'));
        done.push(`navigate ${to}`);
        return Promise.resolve(page);
      },
    };
    return page;
  });
  const self = {
    addEventListener: (name: string, listener: (event: object) => void) => listeners.set(name, listener),
    location: { origin: ORIGIN },
    clients: {
      matchAll: () => Promise.resolve(windows),
      openWindow: (to: string) => Promise.resolve(done.push(`open ${to}`)),
    },
  };
  runInNewContext(SCRIPT, { self, URL });
  let work: Promise<unknown> | undefined;
  const notification = { close: vi.fn(), data: { url } };
  listeners.get('notificationclick')!({ notification, waitUntil: (promise: Promise<unknown>) => (work = promise) });
  await work;
  expect(notification.close).toHaveBeenCalled();
  return done;
}

describe('a pushed message that is tapped', () => {
  it('with a page open leads that page to the claim', async () => {
    expect(await tap('/v/claims/1', [{ url: '/v/feed' }])).toEqual(['focus /v/feed', `navigate ${ORIGIN}/v/claims/1`]);
  });
  it('does not navigate when the open page shows the change by itself', async () => {
    expect(await tap('/app', [{ url: '/v/feed' }])).toEqual(['focus /v/feed']);
  });
  it('opens a page when none is open or none can be navigated', async () => {
    expect(await tap('/v/claims/1', [])).toEqual([`open ${ORIGIN}/v/claims/1`]);
    expect(await tap('/v/claims/1', [{ url: '/v/feed', canBeLed: false }])).toContain(`open ${ORIGIN}/v/claims/1`);
  });
});
