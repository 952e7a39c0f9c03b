import { Injectable } from '@nestjs/common';
import { KeptPassages, PersonsConcerned, UNREADABLE, maskText, mergeConcerned, type Reader } from '#libs/platform';
import type { PayeeKind } from '../payee/payee-codes.js';
import { Payees, type PayeeColumns } from '../payee/payees.js';

/** The public texts of a spend request. */
export interface PublicSpend {
  purpose: string;
  /** The name of an organisation; null for a private person. */
  payee: string | null;
  payeeKind: PayeeKind;
}

type Texts = PayeeColumns & { requestId: string; purpose: string };

export interface Disclosed {
  of(row: Texts): PublicSpend;
  /** Masks any other text about a request. */
  text(requestId: string, text: string): string;
}

/** The only way in which texts of spend requests become public. It masks names, telephone numbers and addresses of the
 *  beneficiaries, also in old texts, and hides the names of paid persons. */
@Injectable()
export class PublicSpends {
  constructor(
    private readonly persons: PersonsConcerned,
    private readonly passages: KeptPassages,
    private readonly payees: Payees,
  ) {}

  /** Prepares the disclosure of several requests with a few statements in total. */
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
      // Personal details that cannot be decrypted cannot be masked either: the whole text is withheld.
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
