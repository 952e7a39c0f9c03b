import type { Tx } from '../database/transactions.js';
import { FieldEncrypter, UNDER_SUBJECT_KEY, WITH_SUBJECT_KEY, boundTo, encrypt } from './cipher.js';

/** The key of one person or one wish. Its row in `subject_key`, encrypted with the data key, is its only copy. After it is
 *  erased, backups of the other tables reveal nothing about the person, even with the data keys. So backups of `subject_key`
 *  are stored separately, and no longer than an erasure may take. */
export class SubjectKey extends FieldEncrypter {
  constructor(private readonly key: Buffer) {
    super();
  }

  /** `column`: `table.column`. The encryption decrypts what `withKey` selects of it. */
  encrypt(column: string, rowId: string, text: string | Buffer): Buffer {
    return Buffer.concat([Buffer.of(UNDER_SUBJECT_KEY, 0), encrypt(this.key, boundTo(column, rowId), text)]);
  }
}

/** Makes everything that was encrypted for these subjects unreadable, here and in backups. */
export async function eraseSubjectKeys(tx: Tx, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length > 0) await tx.execute('DELETE FROM subject_key WHERE subject_id IN (?)', [subjectIds]);
}

/** The SQL expression that selects an encrypted column together with the key of its subject, as the encryption decrypts it, in
 *  one round trip. NULL after the key was erased; older values without such a key are selected unchanged. `subject`: the
 *  column with the subject's id. */
export const withKey = (column: string, subject: string): string =>
  `IF(ORD(${column}) = ${UNDER_SUBJECT_KEY}, (SELECT CONCAT(CHAR(${WITH_SUBJECT_KEY}), k.subject_id, k.secret, ${column}) FROM subject_key k WHERE k.subject_id = ${subject}), ${column})`;

/** `withKey` for columns of a table (or its alias) whose rows are the subjects, under their own names. */
export const keyed = (table: string, ...columns: string[]): string =>
  columns.map((column) => `${withKey(`${table}.${column}`, `${table}.id`)} AS ${column}`).join(', ');
