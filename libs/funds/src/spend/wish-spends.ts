import { Injectable } from '@nestjs/common';
import { maskText, type KnownDetails, type Reader, type Row, type Tx } from '#libs/platform';
import { SpendRequest } from './spend-request.entity.js';
import type { SpendVersion } from './spend-version.entity.js';
import { SPEND_OPEN } from './spend.lifecycle.js';

const TEXTS = ['purpose', 'justification', 'payee_relation', 'reason'] as const;

type Texts = Row<SpendRequest, 'purpose' | 'justification' | 'payeeRelation' | 'reason'>;

/** A spend request for a wish. */
export interface WishSpend {
  wishId: string;
  purpose: string;
  status: string;
  amountFen: number;
  requestedAt: Date;
}

/** SQL condition: the wish in this column has, or had, an unfinished request: one that is open, paused, or has an objection
 *  without an answer. */
export const hasOpenSpend = (wishColumn: string): string =>
  `EXISTS (SELECT 1 FROM spend_wish s JOIN spend_request r ON r.id = s.spend_request_id WHERE s.wish_id = ${wishColumn}
    AND (r.status IN (${SPEND_OPEN.map((status) => `'${status}'`).join(',')})
      OR EXISTS (SELECT 1 FROM spend_pause p WHERE p.open_request_id = r.id)
      OR EXISTS (SELECT 1 FROM spend_objection o WHERE o.spend_request_id = r.id AND o.answered_at IS NULL)))`;

/** Spend requests of wishes, where they concern the persons whom the wishes are for. */
@Injectable()
export class WishSpends {
  /** For a person's data export; at most 500. */
  async list(reader: Reader, wishIds: readonly string[]): Promise<WishSpend[]> {
    if (wishIds.length === 0) return [];
    const rows = await reader.rows<WishSpend>(
      `SELECT s.wish_id, r.purpose, r.status, r.amount_fen, r.requested_at
       FROM spend_wish s JOIN spend_request r ON r.id = s.spend_request_id WHERE s.wish_id IN (?) ORDER BY r.id LIMIT 500`,
      [wishIds],
    );
    return rows.map((row) => ({ ...row, amountFen: Number(row.amountFen) }));
  }

  /** Masks these persons in the free texts of all requests that hold or held one of the wishes, and of their signed
   *  versions. Items, payee and amounts stay as signed. Source: PIPL, art. 47; 《会计档案管理办法》. */
  async mask(tx: Tx, wishIds: readonly string[], known: KnownDetails): Promise<void> {
    if (wishIds.length === 0) return;
    const requests = await tx.rows<Row<SpendRequest, 'id' | keyof Texts>>(
      `SELECT r.id, ${TEXTS.map((column) => `r.${column}`).join(', ')} FROM spend_request r
       WHERE r.id IN (SELECT s.spend_request_id FROM spend_wish s WHERE s.wish_id IN (?)) ORDER BY r.id FOR UPDATE`,
      [wishIds],
    );
    for (const { id, ...texts } of requests) {
      const masked = Object.entries(texts).map(([name, text]) => [name, text && maskText(text, known)]);
      await tx.update(SpendRequest, id, Object.fromEntries(masked) as Texts);
      await this.maskVersions(tx, id, known);
    }
  }

  private async maskVersions(tx: Tx, requestId: string, known: KnownDetails): Promise<void> {
    const versions = await tx.rows<Row<SpendVersion, 'version' | 'body'>>(
      'SELECT version, body FROM spend_version WHERE spend_request_id = ?',
      [requestId],
    );
    for (const { version, body } of versions) {
      const masked = maskIn(body, known);
      if (masked !== body)
        await tx.execute('UPDATE spend_version SET body = ? WHERE spend_request_id = ? AND version = ?', [
          masked,
          requestId,
          version,
        ]);
    }
  }
}

/** The free texts in a stored form. The name of a supplier stays as signed, even when a person has the same name. */
const TEXT_KEYS = new Set(['purpose', 'justification', 'payeeRelation']);

function maskIn(json: string, known: KnownDetails): string {
  return JSON.stringify(
    JSON.parse(json, (key, value: unknown) =>
      typeof value === 'string' && TEXT_KEYS.has(key) ? maskText(value, known) : value,
    ),
  );
}
