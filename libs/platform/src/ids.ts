import { randomInt } from 'node:crypto';
import { NIL, v7 } from 'uuid';

/** A new row id: UUID version 7, so that rows created together are neighbours in the index. It carries no other meaning. */
export const newId = (): string => v7();

/** Sorts before every id: the start of a walk through a table. */
export const FIRST_ID: string = NIL;

const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** A random code that people can read aloud: no 0/O, 1/I/L. 31^8 values; the table's unique key prevents duplicates. */
export function newPublicCode(prefix: string): string {
  let code = '';
  for (let i = 0; i < 8; i += 1) code += CODE_ALPHABET[randomInt(CODE_ALPHABET.length)];
  return `${prefix}-${code.slice(0, 4)}-${code.slice(4)}`;
}
