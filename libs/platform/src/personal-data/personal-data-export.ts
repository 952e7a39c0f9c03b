import { Injectable } from '@nestjs/common';
import { Transactions, type Reader } from '../database/transactions.js';

/** What one library stores about a person, as that person may read it. */
export type OwnPart = (reader: Reader, personId: string) => Promise<unknown>;

/** What the platform stores about a person, part by part, for that person. Every library's HTTP module adds its part while
 *  the api starts. Source: PIPL, art. 45. */
@Injectable()
export class PersonalDataExport {
  private readonly parts = new Map<string, OwnPart>();

  constructor(private readonly transactions: Transactions) {}

  /** `name`: unique; the heading of the part. */
  add(name: string, part: OwnPart): void {
    if (this.parts.has(name)) throw new Error(`Two parts of one's own data are called ${name}`);
    this.parts.set(name, part);
  }

  async of(personId: string): Promise<Record<string, unknown>> {
    const entries = [...this.parts].map(
      async ([name, part]) => [name, await part(this.transactions, personId)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }
}
