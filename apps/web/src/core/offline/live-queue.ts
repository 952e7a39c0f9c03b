import { liveQuery } from 'dexie';
import { useEffect, useState } from 'react';
import { useSession } from '../session';
import { queueOf, type QueuedItem } from './queue';
import { device, type SentRow } from './store';

export interface QueueView {
  items: QueuedItem[];
  sent: SentRow[];
}

const SHOWN_SENT = 20;

/** The person's current queue, updated across tabs; undefined until it is loaded. */
export function useQueue(): QueueView | undefined {
  const personId = useSession()?.id;
  const [view, setView] = useState<QueueView>();
  useEffect(() => {
    if (!personId) return undefined;
    const subscription = liveQuery(async () => {
      const [queue, sent] = await Promise.all([
        device.queue.where('personId').equals(personId).toArray(),
        device.sent.where('personId').equals(personId).reverse().sortBy('at'),
      ]);
      return { revision: queue.map(({ seq, state }) => `${seq}${state}`).join(), sent: sent.slice(0, SHOWN_SENT) };
    }).subscribe({
      // Decryption waits for more than the database, so it runs outside the live query.
      next: ({ sent }) => void queueOf(personId).then((items) => setView({ items, sent })),
      error: (error: unknown) => {
        console.warn('queue', error);
        setView({ items: [], sent: [] });
      },
    });
    return () => subscription.unsubscribe();
  }, [personId]);
  return view;
}
