import { createPrivateKey, createPublicKey, randomBytes, type KeyObject } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { SignJWT, errors, jwtVerify, type JWTHeaderParameters } from 'jose';
import type { Config } from '../config.js';
import { Tx, type Reader } from '../database/transactions.js';
import { metrics } from '../metrics.js';
import { problem } from '../problems.js';
import { BlindIndex } from './blind-index.js';
import { NONCE, FieldEncrypter, TAG, UNDER_DATA_KEY, WITH_SUBJECT_KEY, boundTo, decrypt, encrypt } from './cipher.js';
import { DataKeys, KeyFault } from './data-keys.js';
import { BLIND_INDEX, proveKeys, registeredKeys, signingPurpose } from './key-register.js';
import { UNREADABLE } from './masking.js';
import { SubjectKey } from './subject-keys.js';

/** The SQL condition that a column's value is encrypted with a data key. */
export const isUnderDataKey = (column: string): string => `ORD(${column}) = ${UNDER_DATA_KEY}`;
/** SQL: the number of that data key. */
export const dataKeyNo = (column: string): string => `ORD(SUBSTRING(${column}, 2, 1))`;

/** The bytes before the nonce in layouts 1 and 2. */
const HEADER = 2;
/** The lengths of a subject's id as text, and of its 32-byte key in layout 1. */
const ID = 36;
const ENCRYPTED_KEY = HEADER + NONCE + TAG + 32;

/** The prefix of the 32 bytes of a private Ed25519 key in PKCS #8 (RFC 8410). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const TOKEN_ALGORITHM = 'HS256';

/** The column with the keys of persons and wishes. */
const SUBJECT_SECRET = 'subject_key.secret';

export const DataKeysWrong = problem('DATA_KEYS_WRONG', 503, {
  zh: '服务器的数据密钥与数据库不符，已停止读写个人信息；请通知系统管理员。',
  en: 'The data keys of this server do not match the database, so personal data is neither read nor written. Tell the operator.',
});

/** Encrypts personal data for the database: AES-256-GCM, bound to its column and row, so that a value copied to another
 *  row does not decrypt. Nothing is encrypted unless the keys have been verified against the database. */
export class FieldEncryption extends FieldEncrypter {
  private readonly log = new Logger('encryption');
  private fault?: KeyFault;
  /** Within a transaction the index stays the same, so it is read once. */
  private readonly indexOf = new WeakMap<Tx, Promise<BlindIndex>>();

  /** For tests and for work before a database exists; a process uses `FieldEncryption.open`. */
  constructor(
    readonly keys: DataKeys,
    /** The number of the key that encrypts. */
    public activeKeyNo: number,
  ) {
    super();
  }

  /** Opens the encryption of a database. Throws KeyFault when a registered key is missing or has other bytes. */
  static async open({ dataKeys }: Pick<Config, 'dataKeys'>, reader: Reader): Promise<FieldEncryption> {
    const keys = new DataKeys(dataKeys);
    return new FieldEncryption(keys, proveKeys(keys, await registeredKeys(reader)));
  }

  /** Compares the keys with the database again, and learns which of them encrypts now. Throws KeyFault, and from then on
   *  refuses to encrypt until the keys match. */
  async prove(reader: Reader): Promise<void> {
    const registered = await registeredKeys(reader);
    try {
      this.activeKeyNo = proveKeys(this.keys, registered);
      this.fault = undefined;
    } catch (error) {
      if (error instanceof KeyFault) this.fault = error;
      throw error;
    }
  }

  /** False after a failed comparison, until one succeeds. */
  get isVerified(): boolean {
    return this.fault === undefined;
  }

  /** column: `table.column`. Throws DATA_KEYS_WRONG. */
  encrypt(column: string, rowId: string, text: string | Buffer): Buffer {
    const key = this.keys.encryptionKey(this.activeKeyNo);
    if (this.fault || !key) throw DataKeysWrong();
    return Buffer.concat([Buffer.of(UNDER_DATA_KEY, this.activeKeyNo), encrypt(key, boundTo(column, rowId), text)]);
  }

  /** For decisions. Throws when the value was changed, or belongs to another row or column. */
  decrypt(column: string, rowId: string, encrypted: Buffer): string {
    return this.decryptBytes(column, rowId, encrypted).toString('utf8');
  }

  decryptBytes(column: string, rowId: string, encrypted: Buffer): Buffer {
    const bound = boundTo(column, rowId);
    if (encrypted[0] === WITH_SUBJECT_KEY) {
      const [id, secret] = [
        encrypted.toString('latin1', 1, 1 + ID),
        encrypted.subarray(1 + ID, 1 + ID + ENCRYPTED_KEY),
      ];
      return decrypt(
        this.decryptBytes(SUBJECT_SECRET, id, secret),
        bound,
        encrypted.subarray(1 + ID + ENCRYPTED_KEY + HEADER),
      );
    }
    const key = this.keys.encryptionKey(encrypted[1] ?? 0);
    if (encrypted[0] !== UNDER_DATA_KEY || !key) throw new Error(`${column}: encrypted with an unknown key`);
    return decrypt(key, bound, encrypted.subarray(HEADER));
  }

  decryptOrNull(column: string, rowId: string, encrypted: Buffer | null): string | null {
    return encrypted ? this.decrypt(column, rowId, encrypted) : null;
  }

  /** For screens: returns undefined for a value that cannot be decrypted, so that it never hides the other values. Counts
   *  and logs it, without the value. Throws DATA_KEYS_WRONG while the keys are wrong. */
  tryDecrypt(column: string, rowId: string, encrypted: Buffer): string | undefined {
    try {
      return this.decrypt(column, rowId, encrypted);
    } catch {
      if (this.fault) throw DataKeysWrong();
      metrics.unreadable.inc({ column });
      this.log.error(`${column} of ${rowId} cannot be decrypted (key number ${encrypted[1] ?? 'none'})`);
      return undefined;
    }
  }

  /** For screens: the value, or UNREADABLE in its place. */
  decryptForDisplay(column: string, rowId: string, encrypted: Buffer): string {
    return this.tryDecrypt(column, rowId, encrypted) ?? UNREADABLE;
  }

  decryptForDisplayOrNull(column: string, rowId: string, encrypted: Buffer | null): string | null {
    return encrypted ? this.decryptForDisplay(column, rowId, encrypted) : null;
  }

  /** Encrypts a value again with the active key; the plaintext stays the same. Throws as `decryptBytes` and `encrypt` do. */
  reencrypt(column: string, rowId: string, encrypted: Buffer): Buffer {
    return this.encrypt(column, rowId, this.decryptBytes(column, rowId, encrypted));
  }

  /** The key of a person or a wish, created if there is none yet. One round trip. Throws DATA_KEYS_WRONG. */
  async keyOf(tx: Tx, subjectId: string): Promise<SubjectKey> {
    const row = await tx.row<{ secret: Buffer }>(
      `INSERT INTO subject_key (subject_id, secret, created_at) VALUES (?,?,UTC_TIMESTAMP(3))
       ON DUPLICATE KEY UPDATE subject_id = subject_key.subject_id RETURNING secret`,
      [subjectId, this.encrypt(SUBJECT_SECRET, subjectId, randomBytes(32))],
    );
    return new SubjectKey(this.decryptBytes(SUBJECT_SECRET, subjectId, row!.secret));
  }

  /** Signs a token for one subject of a purpose, valid until `until`: the permission to do one thing for some minutes. Do
   *  not store it: it becomes invalid with its data key. The same values give the same token. Throws DATA_KEYS_WRONG. */
  async signToken(purpose: string, subject: string, until: Date): Promise<string> {
    const key = this.keys.tokenKey(this.activeKeyNo);
    if (this.fault || !key) throw DataKeysWrong();
    return new SignJWT()
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: String(this.activeKeyNo) })
      .setAudience(purpose)
      .setSubject(subject)
      .setExpirationTime(until)
      .sign(key);
  }

  /** When a token expires; undefined when it has expired, or when it was not signed for this purpose and subject with one of
   *  the configured keys. */
  async tokenEnd(purpose: string, subject: string, token: string): Promise<Date | undefined> {
    const keyOf = ({ kid }: JWTHeaderParameters): KeyObject => {
      const key = this.keys.tokenKey(Number(kid));
      if (!key) throw new errors.JWKSNoMatchingKey();
      return key;
    };
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        algorithms: [TOKEN_ALGORITHM],
        audience: purpose,
        subject,
        requiredClaims: ['exp'],
      });
      return new Date(payload.exp! * 1_000);
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  /** The keyed hashes in force. Within a transaction they stay in force until it ends, so that writes and look-ups agree
   *  while a rotation runs. Throws DATA_KEYS_WRONG. */
  blindIndex(reader: Reader): Promise<BlindIndex> {
    if (!(reader instanceof Tx)) return this.readIndex(reader);
    const index = this.indexOf.get(reader) ?? this.readIndex(reader);
    this.indexOf.set(reader, index);
    return index;
  }

  private async readIndex(reader: Reader): Promise<BlindIndex> {
    const rows = await registeredKeys(reader, BLIND_INDEX);
    const active = rows.find(({ state }) => state === 'active');
    if (!active) throw DataKeysWrong();
    const chain = rows.map(({ keyNo, secret }) => this.secretOf(BLIND_INDEX, keyNo, secret));
    const isMoving = rows.some(({ state }) => state === 'retiring');
    return new BlindIndex(active.keyNo, chain, isMoving);
  }

  /** The Ed25519 key that signs for a purpose, and its number. Throws DATA_KEYS_WRONG. */
  async signingKey(reader: Reader, purpose: string): Promise<{ id: number; key: KeyObject }> {
    const name = signingPurpose(purpose);
    const active = (await registeredKeys(reader, name)).find(({ state }) => state === 'active');
    if (!active) throw DataKeysWrong();
    return { id: active.keyNo, key: privateKeyOf(this.secretOf(name, active.keyNo, active.secret)) };
  }

  /** All public keys that ever signed for a purpose, the active one first. */
  async publicKeys(reader: Reader, purpose: string): Promise<{ id: number; key: KeyObject; createdAt: Date }[]> {
    const rows = await registeredKeys(reader, signingPurpose(purpose));
    return rows
      .filter(({ publicKey }) => publicKey !== null)
      .toSorted((a, b) => Number(b.state === 'active') - Number(a.state === 'active') || b.keyNo - a.keyNo)
      .map(({ keyNo, publicKey, createdAt }) => ({
        id: keyNo,
        key: createPublicKey({ key: publicKey!, format: 'der', type: 'spki' }),
        createdAt,
      }));
  }

  private secretOf(purpose: string, keyNo: number, secret: Buffer | null): Buffer {
    if (!secret) throw DataKeysWrong();
    try {
      return this.decryptBytes('data_key.secret', `${purpose}-${keyNo}`, secret);
    } catch {
      throw DataKeysWrong();
    }
  }
}

/** An Ed25519 key from its 32 secret bytes. */
export const privateKeyOf = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, seed]), format: 'der', type: 'pkcs8' });
