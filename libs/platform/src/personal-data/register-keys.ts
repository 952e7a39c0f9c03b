import { createPublicKey } from 'node:crypto';
import type { Config } from '../config.js';
import type { Schema } from '../database/migrations.js';
import { Transactions, isDuplicateOf, type Tx } from '../database/transactions.js';
import { DataKey } from './data-key.entity.js';
import { DataKeys, KeyFault, hmac } from './data-keys.js';
import { BLIND_INDEX, ENCRYPTION, proveKeys, registeredKeys, signingPurpose } from './key-register.js';
import { nameOf, type EncryptedColumn } from './encrypted-columns.js';
import { FieldEncryption, dataKeyNo, isUnderDataKey, privateKeyOf } from './field-encryption.js';
import type { DataKeyState } from './data-key-codes.js';

/** How many values of each column a key is tested on before it is registered for a database with encrypted values. */
const TRIED = 5;

/** Identifies a signing key or a key of the blind index for comparison; reveals nothing about the key. */
export const checkOfSecret = (secret: Buffer): Buffer => hmac(secret, 'check');

/** Registers once which keys a database is used with: the identity of each data key, the secret of the blind index, and a
 *  signing key for every purpose. Compares the keys that are already registered. Returns what was registered; throws
 *  KeyFault when the configured keys are not those that the database was written with. */
export async function registerKeys(
  transactions: Transactions,
  { dataKeys }: Pick<Config, 'dataKeys'>,
  schemas: Schema[],
): Promise<string[]> {
  const keys = new DataKeys(dataKeys);
  try {
    return await transactions.run(async (tx) => {
      const registered = await registeredKeys(tx);
      const columns = schemas.flatMap(({ encrypted }) => encrypted?.columns ?? []);
      const isFirst = !registered.some(({ purpose }) => purpose === ENCRYPTION);
      if (isFirst) await assertOpens(tx, keys, columns);
      const activeKeyNo = isFirst ? keys.numbers[0]! : proveKeys(keys, registered);
      const encryption = new FieldEncryption(keys, activeKeyNo);
      const known = new Set(registered.map(({ purpose }) => purpose));
      const added: string[] = [];
      if (isFirst) {
        for (const keyNo of keys.numbers)
          await insertKey(tx, {
            purpose: ENCRYPTION,
            keyNo,
            state: keyNo === activeKeyNo ? 'active' : 'retiring',
            checkValue: keys.checkValue(keyNo),
          });
        added.push(ENCRYPTION);
      }
      if (!known.has(BLIND_INDEX)) {
        // Until now hashes were made with a secret derived from the oldest key; they must stay comparable.
        await addIndexKey(tx, encryption, 1, keys.legacySecret(keys.numbers.at(-1)!, 'index'));
        added.push(BLIND_INDEX);
      }
      for (const purpose of schemas.flatMap(({ encrypted }) => encrypted?.signing ?? [])) {
        const name = signingPurpose(purpose);
        if (known.has(name)) continue;
        // Until now each data key also stood for a signing key; signatures by any of them must still verify.
        for (const keyNo of keys.numbers)
          await addSigningKey(tx, encryption, name, keyNo, keys.legacySecret(keyNo, `sign/${purpose}`), {
            isActive: keyNo === keys.numbers[0],
          });
        added.push(name);
      }
      return added;
    });
  } catch (error) {
    // Another process has registered them at the same moment: compare instead.
    if (isDuplicateOf(error, 'PRIMARY')) return registerKeys(transactions, { dataKeys }, schemas);
    throw error;
  }
}

export async function insertKey(
  tx: Tx,
  row: {
    purpose: string;
    keyNo: number;
    state: DataKeyState;
    checkValue: Buffer;
    secret?: Buffer | null;
    publicKey?: Buffer | null;
  },
): Promise<void> {
  const now = await tx.now();
  const { secret = null, publicKey = null, ...rest } = row;
  await tx.insert(DataKey, { ...rest, secret, publicKey, createdAt: now, changedAt: now });
}

export async function addIndexKey(tx: Tx, encryption: FieldEncryption, keyNo: number, secret: Buffer): Promise<void> {
  await insertKey(tx, {
    purpose: BLIND_INDEX,
    keyNo,
    state: 'active',
    checkValue: checkOfSecret(secret),
    secret: encryption.encrypt('data_key.secret', `${BLIND_INDEX}-${keyNo}`, secret),
  });
}

/** The private half is stored only for the key that signs. `name`: as `signingPurpose` writes it. */
export async function addSigningKey(
  tx: Tx,
  encryption: FieldEncryption,
  name: string,
  keyNo: number,
  seed: Buffer,
  { isActive = true } = {},
): Promise<void> {
  await insertKey(tx, {
    purpose: name,
    keyNo,
    state: isActive ? 'active' : 'retired',
    checkValue: checkOfSecret(seed),
    secret: isActive ? encryption.encrypt('data_key.secret', `${name}-${keyNo}`, seed) : null,
    publicKey: createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' }),
  });
}

/** Checks, before keys are registered for a database with encrypted values, that each key number found in values is
 *  configured, and that its key decrypts some of them. */
async function assertOpens(tx: Tx, keys: DataKeys, columns: EncryptedColumn[]): Promise<void> {
  const tried = new Map<number, { opened: number; failed: number }>();
  const encryption = new FieldEncryption(keys, keys.numbers[0]!);
  for (const one of columns) {
    const numbers = await tx.rows<{ keyNo: number }>(
      `SELECT DISTINCT ${dataKeyNo(one.column)} AS key_no FROM ${one.table} WHERE ${isUnderDataKey(one.column)}`,
    );
    for (const { keyNo } of numbers) {
      const count = tried.get(Number(keyNo)) ?? { opened: 0, failed: 0 };
      tried.set(Number(keyNo), count);
      const samples = await tx.rows<{ rowId: string; encrypted: Buffer }>(
        `SELECT CONCAT_WS('-', ${one.key.join(', ')}) AS row_id, ${one.column} AS encrypted FROM ${one.table}
         WHERE ${isUnderDataKey(one.column)} AND ${dataKeyNo(one.column)} = ? LIMIT ${TRIED}`,
        [keyNo],
      );
      for (const { rowId, encrypted } of samples) {
        try {
          encryption.decryptBytes(nameOf(one), rowId, encrypted);
          count.opened += 1;
        } catch {
          count.failed += 1;
        }
      }
    }
  }
  for (const [keyNo, { opened }] of tried) {
    if (opened > 0) continue;
    throw new KeyFault(
      keys.has(keyNo)
        ? `DATA_KEYS: the key with the number ${keyNo} opens nothing of what is encrypted under that number in this database. Put the right key under number ${keyNo}, or correct DATABASE_URL.`
        : `DATA_KEYS: the key with the number ${keyNo} is missing, and values are encrypted with it.`,
    );
  }
}
