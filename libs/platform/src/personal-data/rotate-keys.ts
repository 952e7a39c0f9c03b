import { randomBytes } from 'node:crypto';
import type { Schema } from '../database/migrations.js';
import { type Transactions, type Tx } from '../database/transactions.js';
import type { FileStorage } from '../files/file-storage.js';
import type { BlindIndex } from './blind-index.js';
import { KeyFault } from './data-keys.js';
import { BLIND_INDEX, ENCRYPTION, registeredKeys, signingPurpose, type KeyRow } from './key-register.js';
import { PROPAGATION_SECONDS } from './key-watch.js';
import { addIndexKey, addSigningKey, insertKey } from './register-keys.js';
import { RotationProgress, positionOf, rowsAfter, storagePart } from './rotation-progress.js';
import { nameOf, type IndexedTable, type EncryptedColumn, type SealedObjects } from './encrypted-columns.js';
import { dataKeyNo, isUnderDataKey, type FieldEncryption } from './field-encryption.js';

const ROWS_AT_ONCE = 200;
/** The maximum number of passes: another one follows when values were written under an old key during a pass. */
const MOST_PASSES = 5;

/** The progress of a rotation. */
export interface RotationState {
  /** Values that all runs of this rotation have moved to the new key. */
  moved: number;
  /** Values that cannot be decrypted; they are left as they are. */
  unreadable: number;
  /** Values that are still under an older key. */
  left: number;
}

/** The rotation cannot start; the message says what to do first. */
export class RotationRefused extends Error {}

/** Changes the keys of a database in use. A rotation may be killed at any moment, and resumes where it stood when it is
 *  started again. Uses the operator's account. */
export class RotateKeys {
  constructor(
    private readonly transactions: Transactions,
    private readonly encryption: FieldEncryption,
    private readonly storage: FileStorage,
    private readonly schemas: Schema[],
    private readonly tell: (line: string) => void = () => undefined,
  ) {}

  /** Activates the configured key `keyNo` (if it is not active) and encrypts everything again with it: all declared columns,
   *  batch by batch, and all stored objects. Throws RotationRefused. */
  async rotateEncryption(keyNo: number): Promise<RotationState> {
    await this.putInForce(keyNo);
    await this.waitUntilEveryProcessKnows(ENCRYPTION, keyNo);
    await this.encryption.prove(this.transactions);
    const progress = this.progressOf(ENCRYPTION, keyNo);
    for (let pass = 1; ; pass += 1) {
      for (const column of this.columns) await this.sealColumn(progress, keyNo, column);
      for (const objects of this.objects) await this.sealObjects(progress, objects);
      const { lostValues, unreadable } = await progress.summary(this.parts);
      const left = await this.countSealed('<>', keyNo);
      const isDone = left <= lostValues;
      if (!isDone) await progress.restart();
      if (isDone || pass === MOST_PASSES) return { moved: await progress.sumMoved(), unreadable, left };
    }
  }

  /** Activates a new secret of the blind index and moves every hash to it. Meanwhile look-ups find both hashes, and unique
   *  keys hold: what is written carries the new hash, and is compared with both first. */
  async blindIndex(): Promise<RotationState & { keyNo: number }> {
    const keyNo = await this.transactions.run(async (tx) => {
      const keys = await this.locked(tx, BLIND_INDEX);
      const active = keys.find(({ state }) => state === 'active')!;
      if (keys.some(({ state }) => state === 'retiring')) return active.keyNo; // go on
      // Waits for every transaction that writes hashes; later ones see the new key.
      await this.setState(tx, BLIND_INDEX, active.keyNo, 'retiring');
      await addIndexKey(tx, this.encryption, active.keyNo + 1, randomBytes(32));
      return active.keyNo + 1;
    });
    // A look-up outside a transaction may have started with the old hash alone.
    await this.waitUntilEveryProcessKnows(BLIND_INDEX, keyNo);
    const progress = this.progressOf(BLIND_INDEX, keyNo);
    const index = await this.encryption.blindIndex(this.transactions);
    const countLeft = (): Promise<number> => this.countIndexed(`index_key_no <> ${keyNo}`);
    for (let pass = 1; pass <= MOST_PASSES && (await countLeft()) > 0; pass += 1) {
      if (pass > 1) await progress.restart();
      for (const table of this.indexed) await this.moveHashes(progress, index, table);
    }
    const left = await countLeft();
    if (left === 0)
      await this.transactions.run((tx) =>
        tx.execute(
          `UPDATE data_key SET state = 'retired', changed_at = UTC_TIMESTAMP(3) WHERE purpose = ? AND state = 'retiring'`,
          [BLIND_INDEX],
        ),
      );
    return { keyNo, moved: await progress.sumMoved(), unreadable: 0, left };
  }

  /** Activates a new signing key. Destroys the private half of the previous key, and keeps its public half. Throws
   *  RotationRefused. */
  async signing(purpose: string): Promise<{ keyNo: number }> {
    const name = signingPurpose(purpose);
    return this.transactions.run(async (tx) => {
      const keys = await this.locked(tx, name);
      const active = keys.find(({ state }) => state === 'active');
      if (!active) throw new RotationRefused(`Nothing is signed for "${purpose}".`);
      const keyNo = Math.max(...keys.map((key) => key.keyNo)) + 1;
      await tx.execute(
        `UPDATE data_key SET state = 'retired', secret = NULL, changed_at = UTC_TIMESTAMP(3) WHERE purpose = ? AND key_no = ?`,
        [name, active.keyNo],
      );
      await addSigningKey(tx, this.encryption, name, keyNo, randomBytes(32));
      return { keyNo };
    });
  }

  /** Lets processes start without this data key from now on. Throws RotationRefused while values under it can still be
   *  moved, or cannot be decrypted and `leaveUnreadable` is not set. */
  async retire(keyNo: number, { leaveUnreadable = false } = {}): Promise<void> {
    const keys = await registeredKeys(this.transactions, ENCRYPTION);
    const key = keys.find((one) => one.keyNo === keyNo);
    if (!key) throw new RotationRefused(`There is no data key ${keyNo}.`);
    if (key.state === 'active')
      throw new RotationRefused(`Data key ${keyNo} seals. Put another one in force first: keys rotate encryption.`);
    if (key.state === 'retired') return;
    const active = keys.find(({ state }) => state === 'active')!;
    await this.waitUntilEveryProcessKnows(ENCRYPTION, active.keyNo);
    const left = await this.countSealed('=', keyNo);
    const { isFinished, lostValues, unreadable } = await this.progressOf(ENCRYPTION, active.keyNo).summary(this.parts);
    if (!isFinished || left > lostValues)
      throw new RotationRefused(
        `Values are still encrypted with data key ${keyNo}. Run: keys rotate encryption --to ${active.keyNo}`,
      );
    if (unreadable > 0 && !leaveUnreadable)
      throw new RotationRefused(
        `${unreadable} values cannot be decrypted (see "keys status"). If they are lost anyway, add --leave-unreadable.`,
      );
    await this.transactions.run((tx) => this.setState(tx, ENCRYPTION, keyNo, 'retired'));
  }

  /** How many values are encrypted or hashed with which key. */
  async status(): Promise<{ keys: (KeyRow & { values: number | null })[]; unreadable: number; isFinished: boolean }> {
    const keys = await registeredKeys(this.transactions);
    const active = keys.find(({ purpose, state }) => purpose === ENCRYPTION && state === 'active');
    const counted: (KeyRow & { values: number | null })[] = [];
    for (const key of keys) {
      const values =
        key.purpose === ENCRYPTION
          ? await this.countSealed('=', key.keyNo)
          : key.purpose === BLIND_INDEX
            ? await this.countIndexed(`index_key_no = ${key.keyNo}`)
            : null;
      counted.push({ ...key, values });
    }
    const { isFinished, unreadable } = await this.progressOf(ENCRYPTION, active?.keyNo ?? 0).summary(this.parts);
    return { keys: counted, isFinished, unreadable };
  }

  private get columns(): EncryptedColumn[] {
    return this.schemas.flatMap(({ encrypted }) => encrypted?.columns ?? []);
  }

  private get indexed(): IndexedTable[] {
    return this.schemas.flatMap(({ encrypted }) => encrypted?.indexed ?? []);
  }

  private get objects(): SealedObjects[] {
    return this.schemas.flatMap(({ encrypted }) => encrypted?.objects ?? []);
  }

  /** The parts that a rotation of encryption covers, by name. */
  private get parts(): string[] {
    return [...this.columns.map(nameOf), ...this.objects.map(({ name }) => storagePart(name))];
  }

  private progressOf(purpose: string, keyNo: number): RotationProgress {
    return new RotationProgress(this.transactions, purpose, keyNo);
  }

  private async putInForce(keyNo: number): Promise<void> {
    const { keys } = this.encryption;
    if (!keys.has(keyNo))
      throw new RotationRefused(
        `Data key ${keyNo} is not configured. Add it to DATA_KEYS of every process and restart them; then rotate.`,
      );
    await this.transactions.run(async (tx) => {
      const known = await this.locked(tx, ENCRYPTION);
      const wanted = known.find((key) => key.keyNo === keyNo);
      if (wanted?.state === 'active') return;
      if (wanted) throw new RotationRefused(`Data key ${keyNo} was in force before; a new key needs a new number.`);
      await tx.execute(
        `UPDATE data_key SET state = 'retiring', changed_at = UTC_TIMESTAMP(3) WHERE purpose = ? AND state = 'active'`,
        [ENCRYPTION],
      );
      await insertKey(tx, { purpose: ENCRYPTION, keyNo, state: 'active', checkValue: keys.checkValue(keyNo) });
    });
  }

  /** Waits until a key has been in force long enough for every process to know it. */
  private async waitUntilEveryProcessKnows(purpose: string, keyNo: number): Promise<void> {
    for (;;) {
      const row = await this.transactions.row<{ wait: string }>(
        `SELECT TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), created_at + INTERVAL ${PROPAGATION_SECONDS} SECOND) / 1000 AS wait
         FROM data_key WHERE purpose = ? AND key_no = ?`,
        [purpose, keyNo],
      );
      const waitMs = Number(row?.wait ?? 0);
      if (waitMs <= 0) return;
      this.tell(`Waiting ${Math.ceil(waitMs / 1000)} s until every process uses the new key …`);
      await new Promise((resume) => setTimeout(resume, waitMs + 5));
    }
  }

  private async sealColumn(progress: RotationProgress, keyNo: number, one: EncryptedColumn): Promise<void> {
    const { table, column, key, batch = ROWS_AT_ONCE, subject } = one;
    const part = nameOf(one);
    for (;;) {
      const isDone = await this.transactions.run(async (tx) => {
        const position = await progress.loadPosition(tx, part);
        if (position === 'finished') return true;
        const after = rowsAfter(key, position);
        const rows = await tx.rows<Record<string, string | number> & { encrypted: Buffer }>(
          `SELECT ${key.map((name, at) => `${name} AS k${at}`).join(', ')}, ${column} AS encrypted${subject ? `, ${subject} AS subject` : ''}
           FROM ${table} WHERE ${isUnderDataKey(column)} AND ${dataKeyNo(column)} <> ? AND ${after.sql}
           ORDER BY ${key.join(', ')} LIMIT ${batch}`,
          [keyNo, ...after.values],
        );
        let moved = 0;
        let unreadable = 0;
        for (const row of rows) {
          const ids = key.map((_, at) => row[`k${at}`]!);
          const rowId = ids.join('-');
          let encrypted: Buffer;
          try {
            const plain = this.encryption.decryptBytes(part, rowId, row.encrypted);
            // Values that are older than the keys of persons move under the person's key.
            const encrypter = subject ? await this.encryption.keyOf(tx, String(row.subject)) : this.encryption;
            encrypted = encrypter.encrypt(part, rowId, plain);
          } catch (error) {
            if (!this.encryption.isVerified) throw error;
            unreadable += 1;
            continue;
          }
          // Values that somebody has changed meanwhile stay.
          moved += await tx.execute(
            `UPDATE ${table} SET ${column} = ? WHERE ${key.map((name) => `${name} = ?`).join(' AND ')} AND ${column} = ?`,
            [encrypted, ...ids, row.encrypted],
          );
        }
        const last = rows.at(-1);
        await progress.savePosition(tx, part, {
          position: last ? positionOf(key.map((_, at) => last[`k${at}`]!)) : position,
          isFinished: rows.length < batch,
          moved,
          unreadable,
        });
        return rows.length < batch;
      });
      if (isDone) return;
    }
  }

  /** Objects are not part of a transaction: the next run skips an object that a killed run has already written. */
  private async sealObjects(progress: RotationProgress, { name, sql }: SealedObjects): Promise<void> {
    const part = storagePart(name);
    for (;;) {
      const position = await this.transactions.run((tx) => progress.loadPosition(tx, part));
      if (position === 'finished') return;
      const rows = await this.transactions.rows<{ id: string; objectKey: string }>(
        `SELECT o.id, o.object_key FROM (${sql}) o WHERE o.object_key > ? ORDER BY o.object_key LIMIT ${ROWS_AT_ONCE}`,
        [position?.[0] ?? ''],
      );
      let moved = 0;
      let unreadable = 0;
      for (const { id, objectKey } of rows) {
        const result = await this.storage.reencrypt(objectKey);
        if (result === 'unreadable') unreadable += 1;
        if (result !== 'moved') continue;
        moved += 1;
        // An object that was deleted meanwhile must not come back.
        const kept = await this.transactions.row(`SELECT 1 FROM (${sql}) o WHERE o.object_key = ? AND o.id = ?`, [
          objectKey,
          id,
        ]);
        if (!kept) await this.storage.remove(objectKey);
      }
      const isFinished = rows.length < ROWS_AT_ONCE;
      await this.transactions.run((tx) =>
        progress.savePosition(tx, part, {
          position: rows.length > 0 ? [rows.at(-1)!.objectKey] : position,
          isFinished,
          moved,
          unreadable,
        }),
      );
      if (isFinished) return;
    }
  }

  private async moveHashes(
    progress: RotationProgress,
    index: BlindIndex,
    { table, columns, key }: IndexedTable,
  ): Promise<void> {
    for (;;) {
      const count = await this.transactions.run(async (tx) => {
        const position = await progress.loadPosition(tx, table);
        if (position === 'finished') return 0;
        const after = rowsAfter(key, position);
        const rows = await tx.rows<Record<string, string | number | Buffer | null>>(
          `SELECT ${[...key.map((name, at) => `${name} AS k${at}`), ...columns.map((name, at) => `${name} AS h${at}`)].join(', ')}
           FROM ${table} WHERE index_key_no = ? AND ${after.sql} ORDER BY ${key.join(', ')} LIMIT ${ROWS_AT_ONCE} FOR UPDATE`,
          [index.keyNo - 1, ...after.values],
        );
        for (const row of rows) {
          const hashes = columns.map((_, at) => row[`h${at}`] as Buffer | null);
          await tx.execute(
            `UPDATE ${table} SET ${columns.map((name) => `${name} = ?`).join(', ')}, index_key_no = ?
             WHERE index_key_no = ? AND ${key.map((name) => `${name} = ?`).join(' AND ')}`,
            [
              ...hashes.map((hash) => hash && index.moveOn(hash)),
              index.keyNo,
              index.keyNo - 1,
              ...key.map((_, at) => row[`k${at}`]),
            ],
          );
        }
        const last = rows.at(-1);
        await progress.savePosition(tx, table, {
          position: last ? positionOf(key.map((_, at) => last[`k${at}`]!)) : position,
          isFinished: rows.length < ROWS_AT_ONCE,
          moved: rows.length,
          unreadable: 0,
        });
        return rows.length;
      });
      if (count < ROWS_AT_ONCE) return;
    }
  }

  /** Counts the values under this data key, or under any other one. */
  private async countSealed(comparison: '=' | '<>', keyNo: number): Promise<number> {
    let count = 0;
    for (const { table, column } of this.columns)
      count += await this.count(table, `${isUnderDataKey(column)} AND ${dataKeyNo(column)} ${comparison} ${keyNo}`);
    return count;
  }

  private async countIndexed(condition: string): Promise<number> {
    let count = 0;
    for (const { table } of this.indexed) count += await this.count(table, condition);
    return count;
  }

  private async count(table: string, condition: string): Promise<number> {
    const row = await this.transactions.row<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE ${condition}`);
    return Number(row?.n ?? 0);
  }

  private locked(tx: Tx, purpose: string): Promise<KeyRow[]> {
    return tx.rows<KeyRow>('SELECT key_no, state FROM data_key WHERE purpose = ? ORDER BY key_no FOR UPDATE', [
      purpose,
    ]);
  }

  private async setState(tx: Tx, purpose: string, keyNo: number, state: KeyRow['state']): Promise<void> {
    const changed = await tx.execute(
      'UPDATE data_key SET state = ?, changed_at = UTC_TIMESTAMP(3) WHERE purpose = ? AND key_no = ?',
      [state, purpose, keyNo],
    );
    if (changed === 0) throw new KeyFault(`The key ${keyNo} for ${purpose} is gone from data_key.`);
  }
}
