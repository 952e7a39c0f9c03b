import type { Transactions, Tx } from '../database/transactions.js';
import type { KeyRotation } from './key-rotation.entity.js';
import type { Row } from '../database/rows.js';

/** The key columns of the last row that was processed; null: none yet. Bytes are stored as `0x…`. */
export type Position = (string | number)[] | null;

const STORAGE = 'storage/';
/** The name of the part for stored objects; columns and tables are parts under their own names. */
export const storagePart = (name: string): string => `${STORAGE}${name}`;

/** The progress of the rotation to one key, part by part: the table `key_rotation`. */
export class RotationProgress {
  constructor(
    private readonly transactions: Transactions,
    private readonly purpose: string,
    private readonly keyNo: number,
  ) {}

  /** Where a part resumes. The row is locked, so that of two simultaneous runs the second waits. */
  async loadPosition(tx: Tx, part: string): Promise<Position | 'finished'> {
    const row = await tx.row<Row<KeyRotation, 'reached' | 'finishedAt'>>(
      'SELECT reached, finished_at FROM key_rotation WHERE purpose = ? AND key_no = ? AND part = ? FOR UPDATE',
      [this.purpose, this.keyNo, part],
    );
    if (row?.finishedAt) return 'finished';
    return row?.reached ? (JSON.parse(row.reached) as (string | number)[]) : null;
  }

  /** `moved` and `unreadable` are those of this batch. */
  async savePosition(
    tx: Tx,
    part: string,
    state: { position: Position; isFinished: boolean; moved: number; unreadable: number },
  ): Promise<void> {
    const now = await tx.now();
    const reached = state.position && JSON.stringify(state.position);
    const finishedAt = state.isFinished ? now : null;
    await tx.execute(
      `INSERT INTO key_rotation (purpose, key_no, part, reached, moved, unreadable, started_at, updated_at, finished_at) VALUES (?,?,?,?,?,?,?,?,?)
       ON DUPLICATE KEY UPDATE unreadable = IF(reached IS NULL, 0, unreadable) + VALUE(unreadable), reached = VALUE(reached),
         moved = moved + VALUE(moved), updated_at = VALUE(updated_at), finished_at = VALUE(finished_at)`,
      [this.purpose, this.keyNo, part, reached, state.moved, state.unreadable, now, now, finishedAt],
    );
  }

  /** Processes every part once more from its beginning. */
  async restart(): Promise<void> {
    await this.transactions.run((tx) =>
      tx.execute('UPDATE key_rotation SET reached = NULL, finished_at = NULL WHERE purpose = ? AND key_no = ?', [
        this.purpose,
        this.keyNo,
      ]),
    );
  }

  /** Values that all runs of this rotation have moved. */
  async sumMoved(): Promise<number> {
    const row = await this.transactions.row<{ n: string | null }>(
      'SELECT SUM(moved) AS n FROM key_rotation WHERE purpose = ? AND key_no = ?',
      [this.purpose, this.keyNo],
    );
    return Number(row?.n ?? 0);
  }

  /** Whether all these parts are finished, and how many values could not be decrypted: in the database, and in total. */
  async summary(parts: string[]): Promise<{ isFinished: boolean; lostValues: number; unreadable: number }> {
    const rows = await this.transactions.rows<Row<KeyRotation, 'part' | 'unreadable' | 'finishedAt'>>(
      'SELECT part, unreadable, finished_at FROM key_rotation WHERE purpose = ? AND key_no = ?',
      [this.purpose, this.keyNo],
    );
    const finished = new Set(rows.filter(({ finishedAt }) => finishedAt).map(({ part }) => part));
    return {
      isFinished: parts.every((part) => finished.has(part)),
      lostValues: sumOf(rows.filter(({ part }) => !part.startsWith(STORAGE))),
      unreadable: sumOf(rows),
    };
  }
}

const sumOf = (rows: { unreadable: number }[]): number => rows.reduce((sum, row) => sum + Number(row.unreadable), 0);

type KeyValue = string | number | Buffer;

export const positionOf = (keyValues: KeyValue[]): Position =>
  keyValues.map((value) => (Buffer.isBuffer(value) ? `0x${value.toString('hex')}` : value));
const valueOf = (text: string | number): KeyValue =>
  typeof text === 'string' && text.startsWith('0x') ? Buffer.from(text.slice(2), 'hex') : text;

/** The condition for the rows after a position, in the order of a key of any length, and its values. */
export function rowsAfter(key: string[], position: Position): { sql: string; values: KeyValue[] } {
  if (!position) return { sql: 'TRUE', values: [] };
  const steps = key.map((name, at) =>
    [...key.slice(0, at).map((before) => `${before} = ?`), `${name} > ?`].join(' AND '),
  );
  return {
    sql: `(${steps.map((step) => `(${step})`).join(' OR ')})`,
    values: position.flatMap((_, at) => position.slice(0, at + 1).map(valueOf)),
  };
}
