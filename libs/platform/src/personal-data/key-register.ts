import { Tx, type Reader } from '../database/transactions.js';
import { KeyFault, type DataKeys } from './data-keys.js';
import type { DataKeyState } from './data-key-codes.js';

export const ENCRYPTION = 'encryption';
export const BLIND_INDEX = 'blind_index';
/** The purpose of a signing key in the register: `signing/fund-book`. */
export const signingPurpose = (purpose: string): string => `signing/${purpose}`;

/** A row of `data_key`. */
export interface KeyRow {
  purpose: string;
  keyNo: number;
  state: DataKeyState;
  checkValue: Buffer;
  secret: Buffer | null;
  publicKey: Buffer | null;
  createdAt: Date;
  changedAt: Date;
}

/** The registered keys of a purpose, or all of them. Inside a transaction the rows of a purpose are locked: no rotation of
 *  it starts or ends before the transaction does. */
export function registeredKeys(reader: Reader, purpose?: string): Promise<KeyRow[]> {
  return reader.rows<KeyRow>(
    `SELECT purpose, key_no, state, check_value, secret, public_key, created_at, changed_at FROM data_key
     ${purpose === undefined ? '' : 'WHERE purpose = ?'} ORDER BY purpose, key_no
     ${purpose !== undefined && reader instanceof Tx ? 'LOCK IN SHARE MODE' : ''}`,
    purpose === undefined ? [] : [purpose],
  );
}

/** Compares the configured keys with the registered ones. Returns the number of the key that encrypts; throws KeyFault. */
export function proveKeys(keys: DataKeys, registered: KeyRow[]): number {
  const encryption = registered.filter(({ purpose }) => purpose === ENCRYPTION);
  if (encryption.length === 0)
    throw new KeyFault('No data key is registered in this database yet. Run: npm run cli -- migrate');
  for (const { keyNo, state, checkValue } of encryption) {
    if (keys.has(keyNo)) {
      if (!keys.checkValue(keyNo).equals(checkValue))
        throw new KeyFault(
          `DATA_KEYS: the key with the number ${keyNo} is not the one that this database was written with. Put the right key under number ${keyNo}, or correct DATABASE_URL; a new key needs a new number.`,
        );
    } else if (state !== 'retired')
      throw new KeyFault(
        `DATA_KEYS: the key with the number ${keyNo} is missing, and values are sealed with it. Configure it beside the others; "npm run cli -- keys status" tells when it can go.`,
      );
  }
  const active = encryption.find(({ state }) => state === 'active');
  if (!active) throw new KeyFault('The table data_key names no active key for encryption.');
  return active.keyNo;
}
