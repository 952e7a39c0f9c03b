import { Injectable } from '@nestjs/common';
import type { Reader, Tx } from '../../database/transactions.js';
import type { Words } from '../../problems.js';

/** Something that must be settled before an account can be deleted. */
export interface Obstacle {
  code: string;
  /** How many of them. */
  count: number;
  text: Words;
}

/** What one library does when an account is deleted. */
export interface AccountPart {
  /** What prevents the deletion; left out: nothing. */
  obstacles?: (reader: Reader, personId: string) => Promise<Obstacle[]>;
  /** Erases what the library stores about the person, in the deletion's transaction. Running it again changes nothing. */
  erase: (tx: Tx, personId: string) => Promise<void>;
}

/** What every library stores about an account, part by part, to be erased together. Libraries add their parts while the
 *  process starts. Source: PIPL, art. 47. */
@Injectable()
export class AccountErasure {
  private readonly parts = new Map<string, AccountPart>();

  /** `name`: unique; the library or the subject. */
  add(name: string, part: AccountPart): void {
    if (this.parts.has(name)) throw new Error(`Two parts of an account are called ${name}`);
    this.parts.set(name, part);
  }

  async obstacles(reader: Reader, personId: string): Promise<Obstacle[]> {
    const found: Obstacle[] = [];
    for (const { obstacles } of this.parts.values()) found.push(...((await obstacles?.(reader, personId)) ?? []));
    return found.filter(({ count }) => count > 0);
  }

  async erase(tx: Tx, personId: string): Promise<void> {
    for (const { erase } of this.parts.values()) await erase(tx, personId);
  }
}
