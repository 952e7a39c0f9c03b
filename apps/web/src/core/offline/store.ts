import { Dexie, type Table } from 'dexie';

/** What is stored on the device. It is encrypted with a key that the browser never exports, and deleted at sign-out. Copies
 *  of the device's files are unreadable. */
interface KeyRow {
  personId: string;
  key: CryptoKey;
}
interface Box {
  iv: Uint8Array;
  bytes: ArrayBuffer;
}
export type RowKind = 'draft' | 'answer' | 'photo';
interface EncryptedRow {
  id: string;
  personId: string;
  kind: RowKind;
  box: Box;
}
/** A command that waits to be sent. Its content is encrypted; its position in the queue is not. */
export interface QueuedRow {
  seq?: number;
  personId: string;
  key: string;
  state: 'waiting' | 'refused';
  box: Box;
}
/** Records that a command was sent and the code of its wish; contains no personal data. */
export interface SentRow {
  key: string;
  personId: string;
  code: string;
  wishId: string;
  at: number;
}

class DeviceStore extends Dexie {
  keys!: Table<KeyRow, string>;
  sealed!: Table<EncryptedRow, string>;
  queue!: Table<QueuedRow, number>;
  sent!: Table<SentRow, string>;

  constructor() {
    super('micro-wish');
    this.version(1).stores({
      keys: 'personId',
      sealed: 'id, [personId+kind]',
      queue: '++seq, personId, &key',
      sent: 'key, personId, at',
    });
  }
}

export const device = new DeviceStore();

const AES = 'AES-GCM';
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The person's key on this device, created on first use. It can encrypt and decrypt, but cannot be exported. */
async function keyOf(personId: string): Promise<CryptoKey> {
  const kept = await device.keys.get(personId);
  if (kept) return kept.key;
  const fresh = await crypto.subtle.generateKey({ name: AES, length: 256 }, false, ['encrypt', 'decrypt']);
  // Two tabs may create a key at the same time; both use the one that was stored first.
  await device.keys.add({ personId, key: fresh }).catch(() => undefined);
  return (await device.keys.get(personId))?.key ?? fresh;
}

async function seal(personId: string, bytes: BufferSource): Promise<Box> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, bytes: await crypto.subtle.encrypt({ name: AES, iv }, await keyOf(personId), bytes) };
}

async function open(personId: string, { iv, bytes }: Box): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: AES, iv: new Uint8Array(iv) }, await keyOf(personId), bytes);
}

export const encryptJson = (personId: string, value: unknown): Promise<Box> =>
  seal(personId, encoder.encode(JSON.stringify(value)));
export const openJson = async <T>(personId: string, box: Box): Promise<T> =>
  JSON.parse(decoder.decode(await open(personId, box))) as T;

/** Stores a value under a name; undefined deletes it. */
export async function keep(personId: string, kind: RowKind, name: string, value: unknown): Promise<void> {
  const id = `${personId}/${kind}/${name}`;
  if (value === undefined) await device.sealed.delete(id);
  else await device.sealed.put({ id, personId, kind, box: await encryptJson(personId, value) });
}

export async function kept<T>(personId: string, kind: RowKind, name: string): Promise<T | undefined> {
  const row = await device.sealed.get(`${personId}/${kind}/${name}`);
  return row && openJson<T>(personId, row.box);
}

export async function keepPhoto(personId: string, name: string, photo: Blob | undefined): Promise<void> {
  const id = `${personId}/photo/${name}`;
  if (!photo) await device.sealed.delete(id);
  else
    await device.sealed.put({
      id,
      personId,
      kind: 'photo',
      box: await seal(personId, await new Response(photo).arrayBuffer()),
    });
}

export async function keptPhoto(personId: string, name: string): Promise<Blob | undefined> {
  const row = await device.sealed.get(`${personId}/photo/${name}`);
  return row && new Blob([await open(personId, row.box)], { type: 'image/jpeg' });
}

/** Deletes the data of all people from this device at sign-out, keys first. The tables are emptied, not deleted: a deletion
 *  waits for every other tab that has them open, and a sleeping tab never answers. */
export async function wipeDevice(): Promise<void> {
  await device.keys.clear().catch(() => undefined);
  await Promise.all(device.tables.map((table) => table.clear())).catch(() => undefined);
  sessionStorage.clear();
}
