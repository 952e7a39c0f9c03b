import { useEffect } from 'react';
import { client } from './query-client';

/** Which kept answers a topic makes old. */
const TOUCHED: Record<string, string[]> = {
  wishes: ['wishes', 'feed', 'claims', 'desk', 'figures', 'own', 'data-requests'],
  funds: ['funds', 'spend', 'bank', 'desk', 'figures'],
  plans: ['plans'],
  invitations: ['plans'],
  imports: ['imports', 'rosters', 'unit-imports', 'staff-imports'],
  exports: ['exports'],
  people: ['people'],
  policies: ['policies'],
  inbox: ['inbox', 'invitations'],
};
const POLL_MS = 20_000;
const GATHER_MS = 400;

/** Keeps open screens true: hears from the server what has changed and asks about it anew. Where the stream fails – old
 *  web views, proxies – it asks every twenty seconds instead. A hidden page listens to nothing. */
export function useLive(isSignedIn: boolean): void {
  useEffect(() => {
    if (!isSignedIn) return undefined;
    let source: EventSource | undefined;
    let polling: ReturnType<typeof setInterval> | undefined;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const topics = new Set<string>();
    const refresh = (names: Iterable<string>): void => {
      const keys = new Set([...names].flatMap((topic) => TOUCHED[topic] ?? []));
      for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
    };
    const poll = (on: boolean): void => {
      // A stream that fails again and again must not begin the wait anew each time.
      if (on && polling) return;
      clearInterval(polling);
      polling = on ? setInterval(() => refresh(Object.keys(TOUCHED)), POLL_MS) : undefined;
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
