import { Injectable } from '@nestjs/common';
import {
  PersonsConcerned,
  Transactions,
  FieldEncryption,
  given,
  isDuplicateOf,
  keyed,
  maskText,
  type Actor,
  type Changes,
  type KnownDetails,
  type Tx,
} from '#libs/platform';
import { Beneficiaries } from '../resident/beneficiaries.js';
import { Beneficiary } from '../resident/beneficiary.entity.js';
import { PersonKnown } from '../wish/wish.errors.js';
import { DataRequestStore } from './data-request-store.js';
import { SamePerson } from './same-person.js';
import { PersonCorrected } from '../wishes.events.js';

/** The correct values; fields left out stay unchanged. Null removes the address or the hardship. */
export interface Correction {
  name?: string;
  phone?: string;
  address?: string | null;
  hardship?: string | null;
}

const FIELDS = ['name', 'phone', 'address', 'hardship'] as const;
type Field = (typeof FIELDS)[number];

/** The office corrects the data kept about a person; the old values are not kept. Source: PIPL, art. 46. */
@Injectable()
export class CorrectPerson {
  constructor(
    private readonly transactions: Transactions,
    private readonly requests: DataRequestStore,
    private readonly samePerson: SamePerson,
    private readonly beneficiaries: Beneficiaries,
    private readonly persons: PersonsConcerned,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Completes a request that an independent person opened. Throws DATA_REQUEST_NOT_FOUND, FORBIDDEN, DATA_REQUEST_STATE,
   *  OTHER_PERSON_NEEDED, DATA_REQUEST_NOT_INDEPENDENT, PERSON_KNOWN. */
  async execute(
    actor: Actor,
    requestId: string,
    { reason, ...fields }: Correction & { reason: string },
  ): Promise<{ id: string; status: 'done' }> {
    try {
      // Not a keyed command: a hash of a name and a telephone must not be stored for replay.
      return await this.transactions.run(async (tx) => {
        const request = await this.requests.loadFor('correct', tx, actor, requestId);
        const entries = await this.samePerson.entriesOf(tx, request.beneficiaryId);
        const before = await this.knownOf(tx, entries);
        const changed = new Set<string>();
        for (const id of entries) for (const field of await this.apply(tx, id, fields)) changed.add(field);
        const after = await this.knownOf(tx, entries);
        await this.requests.moveTo(tx, request, 'done', { actorId: actor.personId });
        // The event chain cannot be altered, so the reason must hold neither the wrong details nor the correct ones.
        await this.requests.record(
          tx,
          request,
          PersonCorrected.with({ fields: [...changed], reason: maskText(maskText(reason, before), after) }),
          actor.personId,
        );
        return { id: requestId, status: 'done' };
      });
    } catch (error) {
      throw isDuplicateOf(error, 'uq_beneficiary') ? PersonKnown() : error;
    }
  }

  /** The known details of the persons that the wishes of these entries concern. */
  private async knownOf(tx: Tx, entries: string[]): Promise<KnownDetails> {
    const wishes = await tx.rows<{ id: string }>('SELECT id FROM wish WHERE beneficiary_id IN (?)', [entries]);
    const { known } = await this.persons.merged(
      tx,
      wishes.map(({ id }) => id),
    );
    return known;
  }

  /** Writes the fields that differ from the stored values. Returns their names. */
  private async apply(tx: Tx, id: string, correction: Correction): Promise<Field[]> {
    const row = await tx.row<Record<Field, Buffer | null>>(
      `SELECT ${keyed('beneficiary', ...FIELDS)} FROM beneficiary WHERE id = ? FOR UPDATE`,
      [id],
    );
    const key = await this.encryption.keyOf(tx, id);
    const changes: Correction = {};
    const set: Changes<Beneficiary> = {};
    for (const field of FIELDS) {
      const value = correction[field];
      const column = `beneficiary.${field}`;
      if (value === undefined || value === this.encryption.decryptOrNull(column, id, row![field])) continue;
      Object.assign(changes, { [field]: value });
      set[field] = key.encryptOrNull(column, id, value);
    }
    const { name, phone } = changes;
    if (name !== undefined || phone !== undefined)
      Object.assign(set, await this.beneficiaries.hashesAfter(tx, id, { ...given({ name, phone }) }));
    const changed = FIELDS.filter((field) => field in set);
    if (changed.length > 0) await tx.update(Beneficiary, id, set);
    return changed;
  }
}
