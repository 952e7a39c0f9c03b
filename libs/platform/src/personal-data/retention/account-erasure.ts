import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Libraries } from '../../contract.js';
import type { Reader, Tx } from '../../database/transactions.js';
import { DecoratedMethods, Registration, type Decorates } from '../../decorated-methods.js';
import type { Words } from '../../problems.js';

/** Something that must be settled before an account can be deleted. */
export interface Obstacle {
  code: string;
  /** How many of them. */
  count: number;
  text: Words;
}

/** Finds what prevents the deletion of an account. */
export type FindObstacles = (reader: Reader, personId: string) => Promise<Obstacle[]>;

/** Erases data about a person, in the transaction that deletes the account. Running it again changes nothing. */
export type EraseOfAccount = (tx: Tx, personId: string) => Promise<unknown>;

/** What one library does when an account is deleted. Methods that need services are decorated instead. */
export interface AccountPart {
  obstacles?: FindObstacles;
  erase?: EraseOfAccount;
}

const PARTS = new Registration<AccountPart>();

/** The method finds what prevents the deletion of an account. */
export const FindsAccountObstacles = (): Decorates<FindObstacles> =>
  PARTS.by<FindObstacles>((obstacles) => ({ obstacles }));

/** The method erases data about a person when the account is deleted. */
export const ErasesAccount = (): Decorates<EraseOfAccount> => PARTS.by<EraseOfAccount>((erase) => ({ erase }));

/** What every library stores about an account, to be erased together: the parts of the contracts and of decorated methods.
 *  Source: PIPL, art. 47. */
@Injectable()
export class AccountErasure implements OnModuleInit {
  private parts: readonly AccountPart[];

  constructor(
    private readonly methods: DecoratedMethods,
    private readonly libraries: Libraries,
  ) {}

  onModuleInit(): void {
    const declared = this.libraries.contracts.flatMap(({ account }) => account ?? []);
    this.parts = [...declared, ...this.methods.entriesOf(PARTS)];
  }

  async obstacles(reader: Reader, personId: string): Promise<Obstacle[]> {
    const found: Obstacle[] = [];
    for (const { obstacles } of this.parts) found.push(...((await obstacles?.(reader, personId)) ?? []));
    return found.filter(({ count }) => count > 0);
  }

  async erase(tx: Tx, personId: string): Promise<void> {
    for (const { erase } of this.parts) await erase?.(tx, personId);
  }
}
