import { observable } from './observable';

const HOURLY_MS = 3_600_000;

/** A new version is offered, never forced: it waits here until the person accepts it. */
export const waitingUpdate = observable<ServiceWorker | null>(null);
export const putOff = (): void => waitingUpdate.set(null);

export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker takes none
  waitingUpdate.get()?.postMessage({ type: 'SKIP_WAITING' });
  putOff();
}

export async function offerUpdates(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  if (!registration) return; // a private window, or a web view that has none
  const look = (): void => {
    if (registration.waiting && navigator.serviceWorker.controller) waitingUpdate.set(registration.waiting);
  };
  look();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
  setInterval(() => void registration.update().catch(() => undefined), HOURLY_MS);
}

/** Caches what the page has loaded so far, because the first visit's files came before the service worker. */
export async function keepLoadedAssets(): Promise<void> {
  if (!('caches' in window)) return;
  const cache = await caches.open('assets');
  const loaded = performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`${location.origin}/assets/`));
  for (const url of new Set(loaded)) if (!(await cache.match(url))) await cache.add(url).catch(() => undefined);
}
