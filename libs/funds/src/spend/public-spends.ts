import { Injectable } from '@nestjs/common';
import { KeptPassages, PersonsConcerned, UNREADABLE, maskText, mergeConcerned, type Reader } from '#libs/platform';
import { Payees, type PayeeColumns, type PayeeKind } from '../payee/payees.js';

/** What a spend request says to the public. */
export interface PublicSpend {
  purpose: string;
  /** An organisation by its name; null for a private person. */
  payee: string | null;
  payeeKind: PayeeKind;
}

type Texts = PayeeColumns & { requestId: string; purpose: string };

export interface Disclosed {
  of(row: Texts): PublicSpend;
  /** Any other text about a request. */
  text(requestId: string, text: string): string;
}

/** The one way in which texts of spend requests leave the fund: without the names, telephones and addresses of those for
 *  whom the money is, whenever they were written; persons who were paid appear as such. */
@Injectable()
export class PublicSpends {
  constructor(
    private readonly persons: PersonsConcerned,
    private readonly passages: KeptPassages,
    private readonly payees: Payees,
  ) {}

  /** Prepares some requests, in a few statements for all of them. */
  async disclose(reader: Reader, requestIds: readonly string[]): Promise<Disclosed> {
    const ids = [...new Set(requestIds)];
    const wishes =
      ids.length === 0
        ? []
        : await reader.rows<{ requestId: string; wishId: string }>(
            'SELECT spend_request_id AS request_id, wish_id FROM spend_wish WHERE spend_request_id IN (?)',
            [ids],
          );
    const concerned = await this.persons.withUnreadable(
      reader,
      wishes.map(({ wishId }) => wishId),
    );
    const kept = await this.passages.passages(reader, ids);
    const wishesOf = new Map<string, string[]>();
    for (const { requestId, wishId } of wishes) wishesOf.set(requestId, [...(wishesOf.get(requestId) ?? []), wishId]);
    const text = (requestId: string, said: string): string => {
      const { known, isUnreadable } = mergeConcerned(
        (wishesOf.get(requestId) ?? []).flatMap((id) => concerned.get(id) ?? []),
      );
      // What cannot be told from the rest is withheld with it.
      if (isUnreadable) return UNREADABLE;
      return maskText(said, known, { keep: kept.get(requestId) ?? [] });
    };
    return {
      text,
      of: (row) => {
        const isPublic = this.payees.kindOf(row) === 'organisation';
        return {
          purpose: text(row.requestId, row.purpose),
          payee: isPublic ? text(row.requestId, this.payees.nameOf(row)) : null,
          payeeKind: isPublic ? 'organisation' : 'person',
        };
      },
    };
  }
}
