import { randomBytes } from 'node:crypto';
import type { Schema } from '../database/migrations.js';
import { type Transactions, type Tx } from '../database/transactions.js';
import type { FileStorage } from '../files/file-storage.js';
import type { BlindIndex } from './blind-index.js';
import { KeyFault } from './data-keys.js';
import { BLIND_INDEX, ENCRYPTION, registeredKeys, signingPurpose, type KeyRow } from './key-register.js';
import { SETTLE_SECONDS } from './key-watch.js';
import { addIndexKey, addSigningKey, insertKey } from './register-keys.js';
import { nameOf, type IndexedTable, type SealedColumn, type SealedObjects } from './sealed-columns.js';
import { isUnderDataKey, type Vault } from './vault.js';

const ROWS_AT_ONCE = 200;
/** A pass that finds values under an old key again, because they were written while it ran, is followed by another. */
const MOST_PASSES = 5;

/** How far a rotation has come. */
export interface RotationState {
  /** Values that were moved on by all runs of this rotation. */
  moved: number;
  /** Values that cannot be decrypted; they were left as they are. */
  unreadable: number;
  /** Values that are still under an older key. */
  left: number;
}

/** The rotation cannot start; the message says what to do first. */
export class RotationRefused extends Error {}

/** Changes keys of a database that is in use. Each rotation may be killed at any moment and goes on where it stood when it
 *  is started again. Works with the operator's account. */
export class RotateKeys {
  constructor(
    private readonly transactions: Transactions,
    private readonly vault: Vault,
    private readonly storage: FileStorage,
    private readonly schemas: Schema[],
    private readonly tell: (line: string) => void = () => undefined,
  ) {}

  /** Puts the configured key `keyNo` in force (if it is not) and seals everything again with it: all declared columns,
   *  batch by batch, and all stored objects. Throws RotationRefused. */
  async encryption(keyNo: number): Promise<RotationState> {
    await this.putInForce(keyNo);
    await this.settle(ENCRYPTION, keyNo);
    await this.vault.prove(this.transactions);
    for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
      for (const column of this.columns) await this.sealColumn(keyNo, column);
      for (const objects of this.objects) await this.sealObjects(keyNo, objects);
      const state = await this.encryptionState(keyNo);
      if (state.left <= (await this.progress(keyNo)).lostValues) return state;
      await this.startOver(ENCRYPTION, keyNo);
    }
    return this.encryptionState(keyNo);
  }

  /** Puts a new secret of the blind index in force and moves every hash on to it. Meanwhile look-ups find both, and unique
   *  keys hold: what is written carries the new hash, and is compared with both first. */
  async blindIndex(): Promise<RotationState & { keyNo: number }> {
    const keyNo = await this.transactions.run(async (tx) => {
      const keys = await this.locked(tx, BLIND_INDEX);
      const active = keys.find(({ state }) => state === 'active')!;
      if (keys.some(({ state }) => state === 'retiring')) return active.keyNo; // go on
      // Waits for every transaction that writes hashes; those that come later see the new key.
      await this.setState(tx, BLIND_INDEX, active.keyNo, 'retiring');
      await addIndexKey(tx, this.vault, active.keyNo + 1, randomBytes(32));
      return active.keyNo + 1;
    });
    // A look-up outside a transaction may have begun with the old hash alone.
    await this.settle(BLIND_INDEX, keyNo);
    const index = await this.vault.blindIndex(this.transactions);
    const countLeft = (): Promise<number> => this.countIndexed(`index_key_no <> ${keyNo}`);
    for (let pass = 1; pass <= MOST_PASSES && (await countLeft()) > 0; pass += 1) {
      if (pass > 1) await this.startOver(BLIND_INDEX, keyNo);
      for (const table of this.indexed) await this.moveHashes(index, table);
    }
    const left = await countLeft();
    if (left === 0)
      await this.transactions.run((tx) =>
        tx.execute(
          `UPDATE data_key SET state = 'retired', changed_at = UTC_TIMESTAMP(3) WHERE purpose = ? AND state = 'retiring'`,
          [BLIND_INDEX],
        ),
      );
    return { keyNo, moved: await this.movedBy(BLIND_INDEX, keyNo), unreadable: 0, left };
  }

  /** A new key signs from now on; the private half of the one before is destroyed, its public half is kept. Throws
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
      await addSigningKey(tx, this.vault, name, keyNo, randomBytes(32));
      return { keyNo };
    });
  }

  /** From now on processes start without this data key. Throws RotationRefused while anything is sealed with it that could
   *  be moved on, or that nobody has agreed to leave behind. */
  async retire(keyNo: number, { leaveUnreadable = false } = {}): Promise<void> {
    const keys = await registeredKeys(this.transactions, ENCRYPTION);
    const key = keys.find((one) => one.keyNo === keyNo);
    if (!key) throw new RotationRefused(`There is no data key ${keyNo}.`);
    if (key.state === 'active')
      throw new RotationRefused(`Data key ${keyNo} seals. Put another one in force first: keys rotate encryption.`);
    if (key.state === 'retired') return;
    const active = keys.find(({ state }) => state === 'active')!;
    await this.settle(ENCRYPTION, active.keyNo);
    const left = await this.countSealed(`ORD(SUBSTRING(?, 2, 1)) = ${keyNo}`);
    const { isFinished, lostValues, unreadable } = await this.progress(active.keyNo);
    if (!isFinished || left > lostValues)
      throw new RotationRefused(
        `Values are still sealed with data key ${keyNo}. Run: keys rotate encryption --to ${active.keyNo}`,
      );
    if (unreadable > 0 && !leaveUnreadable)
      throw new RotationRefused(
        `${unreadable} values cannot be decrypted (see "keys status"). If they are lost anyway, add --leave-unreadable.`,
      );
    await this.transactions.run((tx) => this.setState(tx, ENCRYPTION, keyNo, 'retired'));
  }

  /** What is sealed or hashed with which key. */
  async status(): Promise<{ keys: (KeyRow & { values: number | null })[]; unreadable: number; isFinished: boolean }> {
    const keys = await registeredKeys(this.transactions);
    const active = keys.find(({ purpose, state }) => purpose === ENCRYPTION && state === 'active');
    const counted: (KeyRow & { values: number | null })[] = [];
    for (const key of keys) {
      const values =
        key.purpose === ENCRYPTION
          ? await this.countSealed(`ORD(SUBSTRING(?, 2, 1)) = ${key.keyNo}`)
          : key.purpose === BLIND_INDEX
            ? await this.countIndexed(`index_key_no = ${key.keyNo}`)
            : null;
      counted.push({ ...key, values });
    }
    const { isFinished, unreadable } = await this.progress(active?.keyNo ?? 0);
    return { keys: counted, isFinished, unreadable };
  }

  private get columns(): SealedColumn[] {
    return this.schemas.flatMap(({ sealed }) => sealed?.columns ?? []);
  }

  private get indexed(): IndexedTable[] {
    return this.schemas.flatMap(({ sealed }) => sealed?.indexed ?? []);
  }

  private get objects(): SealedObjects[] {
    return this.schemas.flatMap(({ sealed }) => sealed?.objects ?? []);
  }

  private async putInForce(keyNo: number): Promise<void> {
    const { keys } = this.vault;
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

  private async startOver(purpose: string, keyNo: number): Promise<void> {
    await this.transactions.run((tx) =>
      tx.execute('UPDATE key_rotation SET reached = NULL, finished_at = NULL WHERE purpose = ? AND key_no = ?', [
        purpose,
        keyNo,
      ]),
    );
  }

  /** Waits until a key has been in force for so long that every process knows it. */
  private async settle(purpose: string, keyNo: number): Promise<void> {
    for (;;) {
      const row = await this.transactions.row<{ wait: string }>(
        `SELECT TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), created_at + INTERVAL ${SETTLE_SECONDS} SECOND) / 1000 AS wait
         FROM data_key WHERE purpose = ? AND key_no = ?`,
        [purpose, keyNo],
      );
      const waitMs = Number(row?.wait ?? 0);
      if (waitMs <= 0) return;
      this.tell(`Waiting ${Math.ceil(waitMs / 1000)} s until every process uses the new key …`);
      await new Promise((resume) => setTimeout(resume, waitMs + 5));
    }
  }

  private async sealColumn(keyNo: number, one: SealedColumn): Promise<void> {
    const { table, column, key, batch = ROWS_AT_ONCE, subject } = one;
    const part = nameOf(one);
    for (;;) {
      const isDone = await this.transactions.run(async (tx) => {
        const reached = await this.reached(tx, ENCRYPTION, keyNo, part);
        if (reached === 'finished') return true;
        const rows = await tx.rows<Record<string, string | number> & { sealed: Buffer }>(
          `SELECT ${key.map((name, at) => `${name} AS k${at}`).join(', ')}, ${column} AS sealed${subject ? `, ${subject} AS subject` : ''}
           FROM ${table} WHERE ${column} IS NOT NULL AND ${isUnderDataKey(column)} AND ORD(SUBSTRING(${column}, 2, 1)) <> ? AND ${after(key, reached)}
           ORDER BY ${key.join(', ')} LIMIT ${batch}`,
          [keyNo, ...afterValues(reached)],
        );
        let moved = 0;
        let unreadable = 0;
        for (const row of rows) {
          const ids = key.map((_, at) => row[`k${at}`]!);
          let sealed: Buffer;
          try {
            sealed = subject
              ? await this.underSubjectKey(tx, part, ids.join('-'), row.sealed, String(row.subject))
              : this.vault.sealAgain(part, ids.join('-'), row.sealed);
          } catch (error) {
            if (!this.vault.isProven) throw error;
            unreadable += 1;
            continue;
          }
          // Whatever somebody has written meanwhile stays.
          moved += await tx.execute(
            `UPDATE ${table} SET ${column} = ? WHERE ${key.map((name) => `${name} = ?`).join(' AND ')} AND ${column} = ?`,
            [sealed, ...ids, row.sealed],
          );
        }
        const last = rows.at(-1);
        await this.reach(tx, ENCRYPTION, keyNo, part, {
          reached: last ? key.map((_, at) => last[`k${at}`]!) : reached,
          isFinished: rows.length < batch,
          moved,
          unreadable,
        });
        return rows.length < batch;
      });
      if (isDone) return;
    }
  }

  /** Values from before persons had keys of their own go under theirs. */
  private async underSubjectKey(
    tx: Tx,
    column: string,
    rowId: string,
    sealed: Buffer,
    subjectId: string,
  ): Promise<Buffer> {
    const text = this.vault.open(column, rowId, sealed);
    return (await this.vault.keyOf(tx, subjectId)).seal(column, rowId, text);
  }

  /** Objects are not part of a transaction: one that a killed run has written already is skipped by the next. */
  private async sealObjects(keyNo: number, { name, sql }: SealedObjects): Promise<void> {
    const part = `storage/${name}`;
    for (;;) {
      const reached = await this.transactions.run((tx) => this.reached(tx, ENCRYPTION, keyNo, part));
      if (reached === 'finished') return;
      const rows = await this.transactions.rows<{ id: string; objectKey: string }>(
        `SELECT o.id, o.object_key FROM (${sql}) o WHERE o.object_key > ? ORDER BY o.object_key LIMIT ${ROWS_AT_ONCE}`,
        [reached?.[0] ?? ''],
      );
      let moved = 0;
      let unreadable = 0;
      for (const { id, objectKey } of rows) {
        const result = await this.storage.sealAgain(objectKey);
        if (result === 'unreadable') unreadable += 1;
        if (result !== 'moved') continue;
        moved += 1;
        // What was forgotten meanwhile must not come back.
        const kept = await this.transactions.row(`SELECT 1 FROM (${sql}) o WHERE o.object_key = ? AND o.id = ?`, [
          objectKey,
          id,
        ]);
        if (!kept) await this.storage.remove(objectKey);
      }
      const isFinished = rows.length < ROWS_AT_ONCE;
      await this.transactions.run((tx) =>
        this.reach(tx, ENCRYPTION, keyNo, part, {
          reached: rows.length > 0 ? [rows.at(-1)!.objectKey] : reached,
          isFinished,
          moved,
          unreadable,
        }),
      );
      if (isFinished) return;
    }
  }

  private async moveHashes(index: BlindIndex, { table, columns, key }: IndexedTable): Promise<void> {
    for (;;) {
      const count = await this.transactions.run(async (tx) => {
        const reached = await this.reached(tx, BLIND_INDEX, index.keyNo, table);
        if (reached === 'finished') return 0;
        const rows = await tx.rows<Record<string, string | number | Buffer | null>>(
          `SELECT ${[...key.map((name, at) => `${name} AS k${at}`), ...columns.map((name, at) => `${name} AS h${at}`)].join(', ')}
           FROM ${table} WHERE index_key_no = ? AND ${after(key, reached)} ORDER BY ${key.join(', ')} LIMIT ${ROWS_AT_ONCE} FOR UPDATE`,
          [index.keyNo - 1, ...afterValues(reached)],
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
        await this.reach(tx, BLIND_INDEX, index.keyNo, table, {
          reached: last ? key.map((_, at) => toText(last[`k${at}`]!)) : reached,
          isFinished: rows.length < ROWS_AT_ONCE,
          moved: rows.length,
          unreadable: 0,
        });
        return rows.length;
      });
      if (count < ROWS_AT_ONCE) return;
    }
  }

  private async reached(tx: Tx, purpose: string, keyNo: number, part: string): Promise<Reached | 'finished'> {
    const row = await tx.row<{ reached: string | null; finishedAt: Date | null }>(
      'SELECT reached, finished_at FROM key_rotation WHERE purpose = ? AND key_no = ? AND part = ? FOR UPDATE',
      [purpose, keyNo, part],
    );
    if (row?.finishedAt) return 'finished';
    return row?.reached ? (JSON.parse(row.reached) as (string | number)[]) : null;
  }

  private async reach(
    tx: Tx,
    purpose: string,
    keyNo: number,
    part: string,
    state: { reached: Reached; isFinished: boolean; moved: number; unreadable: number },
  ): Promise<void> {
    const now = await tx.now();
    const reached = state.reached && JSON.stringify(state.reached);
    const finishedAt = state.isFinished ? now : null;
    await tx.execute(
      `INSERT INTO key_rotation (purpose, key_no, part, reached, moved, unreadable, started_at, updated_at, finished_at) VALUES (?,?,?,?,?,?,?,?,?)
       ON DUPLICATE KEY UPDATE unreadable = IF(reached IS NULL, 0, unreadable) + VALUE(unreadable), reached = VALUE(reached),
         moved = moved + VALUE(moved), updated_at = VALUE(updated_at), finished_at = VALUE(finished_at)`,
      [purpose, keyNo, part, reached, state.moved, state.unreadable, now, now, finishedAt],
    );
  }

  private async encryptionState(keyNo: number): Promise<RotationState> {
    const { unreadable } = await this.progress(keyNo);
    return {
      moved: await this.movedBy(ENCRYPTION, keyNo),
      unreadable,
      left: await this.countSealed(`ORD(SUBSTRING(?, 2, 1)) <> ${keyNo}`),
    };
  }

  private async movedBy(purpose: string, keyNo: number): Promise<number> {
    const row = await this.transactions.row<{ n: string | null }>(
      'SELECT SUM(moved) AS n FROM key_rotation WHERE purpose = ? AND key_no = ?',
      [purpose, keyNo],
    );
    return Number(row?.n ?? 0);
  }

  /** Whether everything was gone through for this key, and how much of it could not be opened. */
  private async progress(keyNo: number): Promise<{ isFinished: boolean; lostValues: number; unreadable: number }> {
    const rows = await this.transactions.rows<{ part: string; unreadable: number; finishedAt: Date | null }>(
      'SELECT part, unreadable, finished_at FROM key_rotation WHERE purpose = ? AND key_no = ?',
      [ENCRYPTION, keyNo],
    );
    const finished = new Set(rows.filter(({ finishedAt }) => finishedAt).map(({ part }) => part));
    const parts = [...this.columns.map(nameOf), ...this.objects.map(({ name }) => `storage/${name}`)];
    return {
      isFinished: parts.every((part) => finished.has(part)),
      lostValues: sumOf(rows.filter(({ part }) => !part.startsWith('storage/'))),
      unreadable: sumOf(rows),
    };
  }

  /** `condition`: with `?` for the column. */
  private async countSealed(condition: string): Promise<number> {
    let count = 0;
    for (const { table, column } of this.columns)
      count += await this.count(
        table,
        `${column} IS NOT NULL AND ${isUnderDataKey(column)} AND ${condition.replace('?', column)}`,
      );
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

/** The key columns of the last row that was gone through; null: none yet. Bytes are kept as `0x…`. */
type Reached = (string | number)[] | null;

const toText = (value: string | number | Buffer): string | number =>
  Buffer.isBuffer(value) ? `0x${value.toString('hex')}` : value;
const toValue = (text: string | number): string | number | Buffer =>
  typeof text === 'string' && text.startsWith('0x') ? Buffer.from(text.slice(2), 'hex') : text;

const sumOf = (rows: { unreadable: number }[]): number => rows.reduce((sum, row) => sum + Number(row.unreadable), 0);

/** The rows that come after one, in the order of a key of any length. */
function after(key: string[], reached: Reached): string {
  if (!reached) return 'TRUE';
  const steps = key.map((name, at) =>
    [...key.slice(0, at).map((before) => `${before} = ?`), `${name} > ?`].join(' AND '),
  );
  return `(${steps.map((step) => `(${step})`).join(' OR ')})`;
}

const afterValues = (reached: Reached): (string | number | Buffer)[] =>
  reached ? reached.flatMap((_, at) => reached.slice(0, at + 1).map(toValue)) : [];
