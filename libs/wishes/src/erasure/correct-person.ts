import { Injectable } from '@nestjs/common';
import { Transactions, Vault, given, isDuplicateOf, type Actor, type SqlValue, type Tx } from '#libs/platform';
import { Beneficiaries } from '../beneficiaries.js';
import { PersonKnown } from '../wish.errors.js';
import { DataRequestStore } from './data-request-store.js';
import { SamePerson } from './same-person.js';

/** What is right instead; what is left out stays as it is. Null: the address or hardship is taken away. */
export interface Correction {
  name?: string;
  phone?: string;
  address?: string | null;
  hardship?: string | null;
}

/** The office corrects what is kept of a person. The old values are not kept. Source: PIPL, art. 46. */
@Injectable()
export class CorrectPerson {
  constructor(
    private readonly transactions: Transactions,
    private readonly requests: DataRequestStore,
    private readonly samePerson: SamePerson,
    private readonly beneficiaries: Beneficiaries,
    private readonly vault: Vault,
  ) {}

  /** Answers the request. Throws DATA_REQUEST_NOT_FOUND, FORBIDDEN, DATA_REQUEST_STATE, PERSON_KNOWN. */
  async execute(
    actor: Actor,
    requestId: string,
    correction: Correction & { reason: string },
  ): Promise<{ id: string; status: 'done' }> {
    const { reason, ...fields } = correction;
    try {
      // Not a keyed command: a hash of a name and a telephone is never kept for a repetition.
      return await this.transactions.run(async (tx) => {
        const request = await this.requests.loadFor('correct', tx, actor, requestId);
        for (const id of await this.samePerson.entriesOf(tx, request.beneficiaryId)) await this.apply(tx, id, fields);
        await this.requests.moveTo(tx, request, 'done', { actorId: actor.personId });
        // After the change: the right details are masked in the reason, and those that were wrong are taken for nobody's.
        await this.requests.record(tx, request, 'PersonCorrected', actor.personId, {
          fields: Object.keys(fields),
          reason,
        });
        return { id: requestId, status: 'done' };
      });
    } catch (error) {
      throw isDuplicateOf(error, 'uq_beneficiary') ? PersonKnown() : error;
    }
  }

  private async apply(tx: Tx, id: string, { name, phone, address, hardship }: Correction): Promise<void> {
    const key = await this.vault.keyOf(tx, id);
    const set: Record<string, SqlValue> = {};
    if (name !== undefined) set.name = key.seal('beneficiary.name', id, name);
    if (phone !== undefined) set.phone = key.seal('beneficiary.phone', id, phone);
    if (address !== undefined) set.address = key.sealOrNull('beneficiary.address', id, address);
    if (hardship !== undefined) set.hardship = key.sealOrNull('beneficiary.hardship', id, hardship);
    if (name !== undefined || phone !== undefined)
      Object.assign(set, await this.beneficiaries.hashesAfter(tx, id, { ...given({ name, phone }) }));
    await tx.update('beneficiary', id, set);
  }
}
