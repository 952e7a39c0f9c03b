import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** The data keys of a process do not match its database; the message is one line for the operator and holds no secret. */
export class KeyFault extends Error {
  constructor(line: string) {
    super(line);
    this.name = 'KeyFault';
  }
}

export const derive = (root: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', root, '', `micro-wish/${purpose}`, 32));

export const hmac = (key: Buffer, value: string | Buffer): Buffer => createHmac('sha256', key).update(value).digest();

/** The keys of the setting DATA_KEYS: "number:32 bytes in base64" each, separated by commas or spaces. Each key decrypts
 *  what it encrypted; the database names the key that encrypts. Throws when an entry cannot be read. */
export class DataKeys {
  private readonly roots = new Map<number, Buffer>();
  private readonly encryptionKeys = new Map<number, Buffer>();
  private readonly tokenKeys = new Map<number, KeyObject>();

  constructor(setting: string) {
    for (const entry of setting.split(/[\s,]+/)) {
      const [number, secret] = entry.split(':');
      const root = Buffer.from(secret ?? '', 'base64');
      const keyNo = Number(number);
      if (!Number.isInteger(keyNo) || keyNo < 1 || keyNo > 255 || root.length !== 32)
        throw new Error('DATA_KEYS: each entry is "<1..255>:<32 bytes in base64>"');
      if (this.roots.has(keyNo)) throw new Error(`DATA_KEYS: two entries have the number ${keyNo}`);
      this.roots.set(keyNo, root);
      this.encryptionKeys.set(keyNo, derive(root, 'seal'));
      this.tokenKeys.set(keyNo, createSecretKey(derive(root, 'token')));
    }
  }

  /** In the order of the setting. */
  get numbers(): number[] {
    return [...this.roots.keys()];
  }

  has(keyNo: number): boolean {
    return this.roots.has(keyNo);
  }

  /** Undefined where the key is not configured. */
  encryptionKey(keyNo: number): Buffer | undefined {
    return this.encryptionKeys.get(keyNo);
  }

  /** The key that signs short-lived tokens, which leave the platform. */
  tokenKey(keyNo: number): KeyObject | undefined {
    return this.tokenKeys.get(keyNo);
  }

  /** Proves that a number stands for the key that was registered, and reveals nothing about the key. */
  checkValue(keyNo: number): Buffer {
    return hmac(derive(this.root(keyNo), 'check'), `data key ${keyNo}`);
  }

  /** A secret that was derived from this key before the database stored such secrets; for existing databases. */
  legacySecret(keyNo: number, purpose: string): Buffer {
    return derive(this.root(keyNo), purpose);
  }

  private root(keyNo: number): Buffer {
    const root = this.roots.get(keyNo);
    if (!root) throw new Error(`data key ${keyNo} is not configured`);
    return root;
  }
}
