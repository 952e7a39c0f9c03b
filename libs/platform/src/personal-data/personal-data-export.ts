import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Libraries } from '../contract.js';
import { Transactions, type Reader } from '../database/transactions.js';
import { DecoratedMethods, Registration, type Decorates } from '../decorated-methods.js';

/** What one library stores about a person, as that person may read it. */
export type OwnPart = (reader: Reader, personId: string) => Promise<unknown>;

const OWN_PARTS = new Registration<[name: string, part: OwnPart]>();

/** The method returns a part of the person's own data; for parts that need services. Others stand in the contract. `name`:
 *  unique; the heading of the part. */
export const OwnDataPart = (name: string): Decorates<OwnPart> => OWN_PARTS.by<OwnPart>((part) => [name, part]);

/** What the platform stores about a person, part by part, for that person. Source: PIPL, art. 45. */
@Injectable()
export class PersonalDataExport implements OnModuleInit {
  private parts: ReadonlyMap<string, OwnPart>;

  constructor(
    private readonly transactions: Transactions,
    private readonly methods: DecoratedMethods,
    private readonly libraries: Libraries,
  ) {}

  onModuleInit(): void {
    const declared = this.libraries.contracts.flatMap(({ ownData = {} }) => Object.entries(ownData));
    const all = [...declared, ...this.methods.entriesOf(OWN_PARTS)];
    this.parts = new Map(all);
    if (this.parts.size < all.length) {
      const names = all.map(([name]) => name);
      const twice = names.filter((name, at) => names.indexOf(name) < at);
      throw new Error(`Two parts of one's own data are called ${twice.join(', ')}`);
    }
  }

  async of(personId: string): Promise<Record<string, unknown>> {
    const entries = [...this.parts].map(
      async ([name, part]) => [name, await part(this.transactions, personId)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }
}
