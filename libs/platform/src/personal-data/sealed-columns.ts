/** A column of sealed values. The value is bound to `table.column` and to its row: the key columns, joined by hyphens. */
export interface SealedColumn {
  table: string;
  column: string;
  key: string[];
  /** Rows at once, where values are large. */
  batch?: number;
  /** The column with the id of the person or wish under whose key the values are. */
  subject?: string;
}

/** A table with hashes of the blind index; `index_key_no` names the key that they were made with. */
export interface IndexedTable {
  table: string;
  columns: string[];
  key: string[];
}

/** Sealed objects in the file storage. */
export interface SealedObjects {
  name: string;
  /** Rows `id, object_key` of what is kept, one for each object; in a derived table, to be asked in parts. */
  sql: string;
}

/** What a library keeps sealed or hashed. Rotation, verification and erasure read it; a test compares it with the
 *  database, so that no column is forgotten. */
export interface SealedParts {
  columns?: SealedColumn[];
  indexed?: IndexedTable[];
  objects?: SealedObjects[];
  /** Purposes for which the library signs, each with a key of its own. */
  signing?: string[];
  /** Binary columns that hold neither: plain hashes, public keys. */
  plain?: string[];
}

export const sealedColumns = (table: string, columns: string[], key: string[] = ['id']): SealedColumn[] =>
  columns.map((column) => ({ table, column, key }));

/** Columns under the key of the person or wish whose id stands in `subject`. */
export const subjectColumns = (table: string, columns: string[], subject = 'id'): SealedColumn[] =>
  columns.map((column) => ({ table, column, key: ['id'], subject }));

export const nameOf = ({ table, column }: SealedColumn): string => `${table}.${column}`;
