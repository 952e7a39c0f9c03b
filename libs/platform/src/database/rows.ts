/** A truth value as the database stores it. */
export type Flag = 0 | 1;

/** The class that describes a table: `*.entity.ts`. A property is nullable when the column is, optional when the column has a
 *  default, and readonly when the database computes it. */
export type EntityClass<T extends object = object> = abstract new () => T;
