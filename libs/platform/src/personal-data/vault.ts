import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config.js';

const VERSION = 1;
const NONCE = 12;
const TAG = 16;
/** What stands before the 32 bytes of a private Ed25519 key in PKCS #8 (RFC 8410). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Seals personal data for the database: AES-256-GCM, bound to its column and row, so that a value copied to another
 *  row does not open. Layout: version (1), key id (1), nonce (12), tag (16), ciphertext. */
@Injectable()
export class Vault {
  private readonly sealing: { id: number; key: Buffer };
  private readonly keys = new Map<number, Buffer>();
  private readonly indexKey: Buffer;
  private readonly newestRoot: Buffer;

  constructor(config: Config) {
    const ring = config.dataKeys.split(/[\s,]+/).map((entry) => {
      const [id, secret] = entry.split(':');
      const root = Buffer.from(secret ?? '', 'base64');
      const keyId = Number(id);
      if (!Number.isInteger(keyId) || keyId < 1 || keyId > 255 || root.length !== 32) {
        throw new Error('DATA_KEYS: each entry is "<1..255>:<32 bytes in base64>"');
      }
      return { id: keyId, root };
    });
    for (const { id, root } of ring) this.keys.set(id, derive(root, 'seal'));
    this.sealing = { id: ring[0]!.id, key: this.keys.get(ring[0]!.id)! };
    this.newestRoot = ring[0]!.root;
    // Blind indexes must stay comparable for ever: they come from the oldest key and are not rotated with the others.
    this.indexKey = derive(ring.at(-1)!.root, 'index');
  }

  /** column: `table.column`. */
  seal(column: string, rowId: string, text: string | Buffer): Buffer {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.sealing.key, nonce);
    cipher.setAAD(Buffer.from(`${column}|${rowId}`));
    const sealed = Buffer.concat([cipher.update(Buffer.from(text as string)), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION, this.sealing.id), nonce, cipher.getAuthTag(), sealed]);
  }

  sealOrNull(column: string, rowId: string, text: string | null | undefined): Buffer | null {
    return text ? this.seal(column, rowId, text) : null;
  }

  /** Throws when the value was changed, or belongs to another row or column. */
  open(column: string, rowId: string, sealed: Buffer): string {
    return this.openBytes(column, rowId, sealed).toString('utf8');
  }

  openBytes(column: string, rowId: string, sealed: Buffer): Buffer {
    const key = this.keys.get(sealed[1] ?? 0);
    if (sealed[0] !== VERSION || !key) throw new Error(`${column}: sealed with an unknown key`);
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(2, 2 + NONCE));
    decipher.setAAD(Buffer.from(`${column}|${rowId}`));
    decipher.setAuthTag(sealed.subarray(2 + NONCE, 2 + NONCE + TAG));
    return Buffer.concat([decipher.update(sealed.subarray(2 + NONCE + TAG)), decipher.final()]);
  }

  openOrNull(column: string, rowId: string, sealed: Buffer | null): string | null {
    return sealed ? this.open(column, rowId, sealed) : null;
  }

  /** An Ed25519 key to sign with, and the id of the data key that it was derived from. One of its own for each purpose. */
  signingKey(purpose: string): { id: number; key: KeyObject } {
    const seed = derive(this.newestRoot, `sign/${purpose}`);
    const key = createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, seed]), format: 'der', type: 'pkcs8' });
    return { id: this.sealing.id, key };
  }

  /** A keyed hash to find a value again without storing it. Equal values give equal hashes within one purpose. */
  index(purpose: string, value: string): Buffer {
    return createHmac('sha256', this.indexKey).update(`${purpose}|${value}`).digest();
  }
}

const derive = (root: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', root, '', `micro-wish/${purpose}`, 32));
