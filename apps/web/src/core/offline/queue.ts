import type { Schemas } from '../api';
import type { Picked } from '../../ui/photo-picker';
import { device, keep, keepPhoto, openJson, encryptJson, type QueuedRow } from './store';

/** Commands that can wait for a signal. Each has a key made when its form opened: sent twice, it is executed once. */
export type Queued =
  | { what: 'wish'; title: string; body: Schemas['SubmitWishBody']; photos: string[] }
  | { what: 'verify'; title: string; wishId: string }
  | { what: 'confirm'; title: string; wishId: string; body: Schemas['ConfirmBody'] };

export interface Refusal {
  code: string;
  title: string;
}
export interface QueuedItem {
  seq: number;
  key: string;
  state: QueuedRow['state'];
  command: Queued;
  refusal?: Refusal;
}
interface Sealed {
  command: Queued;
  refusal?: Refusal;
}

/** Appends a command to the queue. Photos are stored first; the draft is deleted in the same transaction. If the process
 *  dies, nothing is half sent and the draft does not remain beside the command. Does nothing if the key is already in the
 *  queue. */
export async function enqueue(
  personId: string,
  key: string,
  command: Queued,
  { photos = [], draft }: { photos?: Picked[]; draft?: string } = {},
): Promise<void> {
  for (const { name, blob } of photos) await keepPhoto(personId, name, blob);
  const box = await encryptJson(personId, { command } satisfies Sealed);
  await device.transaction('rw', device.queue, device.sealed, async () => {
    if (!(await device.queue.where('key').equals(key).count()))
      await device.queue.add({ personId, key, state: 'waiting', box });
    if (draft) await keep(personId, 'draft', draft, undefined);
  });
}

/** All unsent commands of a person, in order. */
export async function queueOf(personId: string): Promise<QueuedItem[]> {
  const rows = await device.queue.where('personId').equals(personId).sortBy('seq');
  return Promise.all(
    rows.map(async ({ seq = 0, key, state, box }) => ({ seq, key, state, ...(await openJson<Sealed>(personId, box)) })),
  );
}

export async function discard(personId: string, item: QueuedItem): Promise<void> {
  await device.queue.delete(item.seq);
  if (item.command.what === 'wish') for (const name of item.command.photos) await keepPhoto(personId, name, undefined);
}

/** Marks a command that the server refused: it stays with the reason until the person has looked at it. */
export async function markRefused(personId: string, item: QueuedItem, refusal: Refusal): Promise<void> {
  const box = await encryptJson(personId, { command: item.command, refusal } satisfies Sealed);
  await device.queue.update(item.seq, { state: 'refused', box });
}

/** Removes a sent command from the queue and records that it was sent, in one transaction. */
export async function markSent(
  personId: string,
  item: QueuedItem,
  as: { code: string; wishId: string },
): Promise<void> {
  await device.transaction('rw', device.queue, device.sent, async () => {
    await device.queue.delete(item.seq);
    await device.sent.put({ key: item.key, personId, at: Date.now(), ...as });
  });
  if (item.command.what === 'wish') for (const name of item.command.photos) await keepPhoto(personId, name, undefined);
}
