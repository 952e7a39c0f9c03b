import { useEffect } from 'react';
import { client } from './query-client';
import { STALE_AFTER } from './topics';

const POLL_MS = 20_000;
const GATHER_MS = 400;

/** Keeps open screens up to date: the server names the topics that changed, and their data is fetched again. If the stream
 *  fails (old web views, proxies), it polls every twenty seconds instead. A hidden page does not listen. */
export function useLive(isSignedIn: boolean): void {
  useEffect(() => {
    if (!isSignedIn) return undefined;
    let source: EventSource | undefined;
    let polling: ReturnType<typeof setInterval> | undefined;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const topics = new Set<string>();
    const refresh = (names: Iterable<string>): void => {
      const keys = new Set([...names].flatMap((topic) => STALE_AFTER[topic as keyof typeof STALE_AFTER] ?? []));
      for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
    };
    const poll = (on: boolean): void => {
      // Repeated failures of the stream must not restart the polling interval.
      if (on && polling) return;
      clearInterval(polling);
      polling = on ? setInterval(() => refresh(Object.keys(STALE_AFTER)), POLL_MS) : undefined;
    };
    const open = (): void => {
      if (source || document.hidden || typeof EventSource === 'undefined') return;
      source = new EventSource('/api/v1/live');
      source.addEventListener('open', () => poll(false));
      source.addEventListener('error', () => poll(true));
      source.addEventListener('change', (event) => {
        topics.add((JSON.parse((event as MessageEvent<string>).data) as { topic: string }).topic);
        gathering ??= setTimeout(() => {
          gathering = undefined;
          refresh(topics);
          topics.clear();
        }, GATHER_MS);
      });
    };
    const close = (): void => {
      source?.close();
      source = undefined;
      poll(false);
    };
    const look = (): void => (document.hidden ? close() : open());
    document.addEventListener('visibilitychange', look);
    if (typeof EventSource === 'undefined') poll(true);
    look();
    return () => {
      document.removeEventListener('visibilitychange', look);
      clearTimeout(gathering);
      close();
    };
  }, [isSignedIn]);
}
