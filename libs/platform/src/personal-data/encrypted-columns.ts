/** A column of encrypted values. A value is bound to `table.column` and to its row: the key columns, joined by hyphens. */
export interface EncryptedColumn {
  table: string;
  column: string;
  key: string[];
  /** Rows per batch, where values are large. */
  batch?: number;
  /** The column with the id of the person or wish whose key encrypts the values. */
  subject?: string;
}

/** A table with hashes of the blind index; `index_key_no` names the key that they were made with. */
export interface IndexedTable {
  table: string;
  columns: string[];
  key: string[];
}

/** Encrypted objects in the file storage. */
export interface SealedObjects {
  name: string;
  /** Rows `id, object_key` of the stored objects, one for each object; used as a derived table that is read in parts. */
  sql: string;
}

/** What a library stores encrypted or hashed. Rotation, verification and erasure read it; a test compares it with the
 *  database, so that no column is forgotten. */
export interface EncryptedParts {
  columns?: EncryptedColumn[];
  indexed?: IndexedTable[];
  objects?: SealedObjects[];
  /** Purposes for which the library signs, each with a key of its own. */
  signing?: string[];
  /** Binary columns that are neither encrypted nor blind-index hashes: plain hashes, public keys. */
  plain?: string[];
}

export const encryptedColumns = (table: string, columns: string[], key: string[] = ['id']): EncryptedColumn[] =>
  columns.map((column) => ({ table, column, key }));

/** Columns encrypted with the key of the person or wish whose id is in the column `subject`. */
export const subjectColumns = (table: string, columns: string[], subject = 'id'): EncryptedColumn[] =>
  columns.map((column) => ({ table, column, key: ['id'], subject }));

export const nameOf = ({ table, column }: EncryptedColumn): string => `${table}.${column}`;
