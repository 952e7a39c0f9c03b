import { useEffect } from 'react';
import { ApiRefusal, api, fieldErrors, isOutOfReach, withKey } from '../api';
import { client } from '../query-client';
import { sessionState, useSession } from '../session';
import { uploadPhotos } from '../upload';
import { markRefused, markSent, queueOf, type QueuedItem } from './queue';
import { device, keptPhoto } from './store';

const AGAIN_MS = 10_000;
const LOCK = 'mw-sender';

/** Sends waiting commands one after the other while there is a signal. Only one tab does it at a time; two at once would do
 *  no harm, because every command has its key. */
export async function sendQueue(personId: string): Promise<void> {
  if (!navigator.locks) return drain(personId);
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await drain(personId);
  });
}

async function drain(personId: string): Promise<void> {
  for (;;) {
    const next = (await queueOf(personId)).find(({ state }) => state === 'waiting');
    if (!next) return;
    try {
      await markSent(personId, next, await send(personId, next));
      void client.invalidateQueries({ queryKey: ['work-queue'] });
      void client.invalidateQueries({ queryKey: ['wishes'] });
    } catch (error) {
      if (!(error instanceof ApiRefusal)) {
        if (isOutOfReach(error)) return; // no signal: tried again later, in the same order
        throw error;
      }
      if (error.status === 401) sessionState.set('expired');
      // Not the command's error: the session has expired, the server is busy, or there were too many requests.
      if (error.status === 401 || error.status === 429 || error.status >= 500) return;
      await markRefused(personId, next, {
        code: error.problem?.code ?? '',
        title: [error.problem?.title, ...fieldErrors(error).map(({ field, reason }) => `${field}：${reason}`)]
          .filter(Boolean)
          .join('\n'),
      });
    }
  }
}

async function send(personId: string, { key, command }: QueuedItem): Promise<{ code: string; wishId: string }> {
  const headers = withKey(key);
  switch (command.what) {
    case 'wish': {
      const photos = await Promise.all(
        command.photos.map(async (name) => ({ name, blob: await keptPhoto(personId, name) })),
      );
      const there = photos.filter((photo): photo is { name: string; blob: Blob } => photo.blob !== undefined);
      const photoIds = await uploadPhotos('need', there);
      const body = photoIds.length > 0 ? { ...command.body, photoIds } : command.body;
      const { id, code } = await api.POST('/api/v1/wishes', { headers, body });
      return { code, wishId: id };
    }
    case 'verify': {
      const params = { path: { wishId: command.wishId } };
      await api.POST('/api/v1/wishes/{wishId}/verification', { params, headers });
      return { code: command.title, wishId: command.wishId };
    }
    case 'confirm': {
      const params = { path: { wishId: command.wishId } };
      await api.POST('/api/v1/wishes/{wishId}/confirmation', { params, headers, body: command.body });
      return { code: command.title, wishId: command.wishId };
    }
  }
}

/** Part of the frame of every area whose forms use the queue. Sends at once, when the signal returns, when the page becomes
 *  visible, and every ten seconds while anything waits. */
export function Sender(): null {
  const personId = useSession()?.id;
  useEffect(() => {
    if (!personId) return undefined;
    const now = (): void => void sendQueue(personId).catch((error: unknown) => console.warn('queue', error));
    const timer = setInterval(() => {
      void device.queue
        .where('personId')
        .equals(personId)
        .count()
        .then((waiting) => waiting > 0 && now());
    }, AGAIN_MS);
    const look = (): void => void (document.hidden || now());
    window.addEventListener('online', now);
    document.addEventListener('visibilitychange', look);
    now();
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', now);
      document.removeEventListener('visibilitychange', look);
    };
  }, [personId]);
  return null;
}
