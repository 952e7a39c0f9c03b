import { Injectable } from '@nestjs/common';
import type { Reader } from '../database/transactions.js';
import type { KnownDetails } from './detection/finding.js';
import { maskText } from './masking.js';

/** Whom a subject is about, as far as their details must not become public with it. */
export interface Concerned {
  /** Where the subject belongs. */
  unitPath: string;
  known: KnownDetails;
  /** One of them is under eighteen: more of what is said needs a reason to stay. */
  isMinor: boolean;
  /** Some of the details cannot be decrypted, so that `known` is not all of them. */
  isUnreadable: boolean;
}

/** Nothing is let out about persons whose details cannot be decrypted: they could not be told from the rest. */
export class DetailsUnreadable extends Error {
  constructor() {
    super('details of a person concerned cannot be decrypted');
    this.name = 'DetailsUnreadable';
  }
}

/** Finds whom some subjects concern, by the subjects' ids; ids that it does not know are left out. */
export type ConcernedLookup = (reader: Reader, subjectIds: string[]) => Promise<Map<string, Concerned>>;

/** Whose names, telephones and addresses are secrets of a subject. The library that keeps the persons says so; every
 *  library that lets texts about a subject out asks here. */
@Injectable()
export class PersonsConcerned {
  private readonly lookups: ConcernedLookup[] = [];

  add(lookup: ConcernedLookup): void {
    this.lookups.push(lookup);
  }

  /** By subject; a few statements for all of them together. For decisions. Throws DetailsUnreadable. */
  async of(reader: Reader, subjectIds: readonly string[]): Promise<Map<string, Concerned>> {
    const concerned = await this.withUnreadable(reader, subjectIds);
    if ([...concerned.values()].some(({ isUnreadable }) => isUnreadable)) throw new DetailsUnreadable();
    return concerned;
  }

  /** For lists: the same, with what cannot be decrypted marked, so that one subject never costs a reader the others. */
  async withUnreadable(reader: Reader, subjectIds: readonly string[]): Promise<Map<string, Concerned>> {
    const ids = [...new Set(subjectIds)];
    if (ids.length === 0) return new Map();
    const found = await Promise.all(this.lookups.map((lookup) => lookup(reader, ids)));
    return new Map(found.flatMap((map) => [...map]));
  }

  /** What is known of everybody whom these subjects concern, together. */
  async merged(reader: Reader, subjectIds: readonly string[]): Promise<Omit<Concerned, 'unitPath'>> {
    return mergeConcerned([...(await this.of(reader, subjectIds)).values()]);
  }

  /** A text about some subjects that others will read, without the details of the persons concerned and without what is
   *  certainly personal data. */
  async mask(reader: Reader, subjectIds: readonly string[], text: string): Promise<string> {
    return maskText(text, (await this.merged(reader, subjectIds)).known);
  }
}

export function mergeConcerned(concerned: readonly Concerned[]): Omit<Concerned, 'unitPath'> {
  return {
    known: {
      names: concerned.flatMap(({ known }) => known.names ?? []),
      phones: concerned.flatMap(({ known }) => known.phones ?? []),
      addresses: concerned.flatMap(({ known }) => known.addresses ?? []),
    },
    isMinor: concerned.some(({ isMinor }) => isMinor),
    isUnreadable: concerned.some(({ isUnreadable }) => isUnreadable),
  };
}
