import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Reader } from '../database/transactions.js';
import { DecoratedMethods, Registration, type Decorates } from '../decorated-methods.js';
import type { KnownDetails } from './detection/finding.js';
import { maskText } from './masking.js';

/** The persons whom a subject is about, with the details that must not become public with it. */
export interface Concerned {
  /** The path of the unit that the subject belongs to. */
  unitPath: string;
  known: KnownDetails;
  /** One of them is under eighteen: every finding needs a reason to stay. */
  isMinor: boolean;
  /** Some of the details cannot be decrypted, so that `known` is incomplete. */
  isUnreadable: boolean;
}

/** No text is released about persons whose details cannot be decrypted: the details could not be recognised in it. */
export class DetailsUnreadable extends Error {
  constructor() {
    super('details of a person concerned cannot be decrypted');
    this.name = 'DetailsUnreadable';
  }
}

/** Finds whom some subjects concern, by the subjects' ids; unknown ids are left out. */
export type ConcernedLookup = (reader: Reader, subjectIds: string[]) => Promise<Map<string, Concerned>>;

const LOOKUPS = new Registration<ConcernedLookup>();

/** The method finds whom subjects concern. */
export const FindsPersonsConcerned = (): Decorates<ConcernedLookup> => LOOKUPS.by<ConcernedLookup>((lookup) => lookup);

/** Knows whose names, telephones and addresses must stay out of texts about a subject. The library that stores the persons
 *  has a lookup; every library that releases texts about a subject asks here. */
@Injectable()
export class PersonsConcerned implements OnModuleInit {
  private lookups: readonly ConcernedLookup[];

  constructor(private readonly methods: DecoratedMethods) {}

  onModuleInit(): void {
    this.lookups = this.methods.entriesOf(LOOKUPS);
  }

  /** By subject, with a few statements for all of them together. For decisions. Throws DetailsUnreadable. */
  async of(reader: Reader, subjectIds: readonly string[]): Promise<Map<string, Concerned>> {
    const concerned = await this.withUnreadable(reader, subjectIds);
    if ([...concerned.values()].some(({ isUnreadable }) => isUnreadable)) throw new DetailsUnreadable();
    return concerned;
  }

  /** For lists: the same, but marks what cannot be decrypted, so that one subject never hides the others from a reader. */
  async withUnreadable(reader: Reader, subjectIds: readonly string[]): Promise<Map<string, Concerned>> {
    const ids = [...new Set(subjectIds)];
    if (ids.length === 0) return new Map();
    const found = await Promise.all(this.lookups.map((lookup) => lookup(reader, ids)));
    return new Map(found.flatMap((map) => [...map]));
  }

  /** The details of everyone whom these subjects concern, together. */
  async merged(reader: Reader, subjectIds: readonly string[]): Promise<Omit<Concerned, 'unitPath'>> {
    return mergeConcerned([...(await this.of(reader, subjectIds)).values()]);
  }

  /** Masks a text about some subjects that others will read: the details of the persons concerned, and everything that is
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
