import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The first byte of a stored value names its layout. 1: number of the data key (1), nonce (12), tag (16), ciphertext. */
export const UNDER_DATA_KEY = 1;
/** Under the key of one person or wish (`SubjectKey`): a zero byte, nonce, tag, ciphertext. */
export const UNDER_SUBJECT_KEY = 2;
/** As `withKey` selects it: the subject's id, its key in layout 1, and the value in layout 2. Never stored. */
export const WITH_SUBJECT_KEY = 3;

export const NONCE = 12;
export const TAG = 16;

/** AES-256-GCM. `bound`: what the value belongs to; it is checked at decryption. Layout: nonce, tag, ciphertext. */
export function encrypt(key: Buffer, bound: string, text: string | Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(bound));
  const encrypted = Buffer.concat([cipher.update(Buffer.from(text as string)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]);
}

/** Throws when the value was changed or truncated, or belongs to something else. */
export function decrypt(key: Buffer, bound: string, encrypted: Buffer): Buffer {
  // Without its length, Node.js accepts a shorter tag, which is easier to guess.
  const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(encrypted.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(encrypted.subarray(NONCE + TAG)), decipher.final()]);
}

/** What a value of the database is bound to: its column and its row. */
export const boundTo = (column: string, rowId: string): string => `${column}|${rowId}`;

/** Encrypts values for the database. `column`: `table.column`. */
export abstract class FieldEncrypter {
  abstract encrypt(column: string, rowId: string, text: string | Buffer): Buffer;

  encryptOrNull(column: string, rowId: string, text: string | null | undefined): Buffer | null {
    return text ? this.encrypt(column, rowId, text) : null;
  }
}
