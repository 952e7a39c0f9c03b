import { Injectable } from '@nestjs/common';
import type { Reader } from '#libs/platform';
import { Independence } from '#libs/identity';
import { subjectsWithSameFile } from '#libs/platform';
import type { SpendCheckResponse } from './spend.dto.js';
import type { SpendStatus } from './spend.lifecycle.js';
import { spendPolicyOf, type SpendKind } from './spend.policy.js';
import { SpendStore } from './spend-store.js';

/** The facts that the checks examine. */
export interface CheckedRequest {
  id: string;
  unitId: string;
  wishIds: string[];
  kind: SpendKind;
  amountFen: number;
  /** Null: not yet in the register. */
  payeeId: string | null;
  /** The name as the reader may see it. */
  payee: string;
  payeeRelation: string | null;
  policyVersion: number;
  status: SpendStatus;
  requestedAt: Date;
  /** All texts of the request. */
  text: string;
}
export type RiskFlag = (reader: Reader, request: CheckedRequest) => Promise<SpendCheckResponse[]>;

const SPLIT_DAYS = 30;
/** With fewer other requests a percentile says nothing. */
const FEWEST_TO_COMPARE = 20;

/** What signers should look at before they sign, with the evidence. Nothing here blocks: hard stops are refused when
 *  the request is submitted. Source: R4.7. Other libraries add their checks. */
@Injectable()
export class RiskFlags {
  private readonly checks: RiskFlag[] = [
    sameFile,
    sameInvoice,
    unusuallyHigh,
    newPayee,
    split,
    listedWords,
    relatedPayee,
    wishesEnded,
    (reader, { id }) => this.madeByOne(reader, id),
  ];

  constructor(
    private readonly independence: Independence,
    private readonly store: SpendStore,
  ) {}

  add(check: RiskFlag): void {
    this.checks.push(check);
  }

  /** The people behind the request, and its payers, whose accounts one person registered or recovered recently. */
  private async madeByOne(reader: Reader, requestId: string): Promise<SpendCheckResponse[]> {
    const payers = await reader.rows<{ paidBy: string }>(
      'SELECT paid_by FROM fund_payment WHERE spend_request_id = ?',
      [requestId],
    );
    const people = [...(await this.store.standBehind(reader, requestId)), ...payers.map(({ paidBy }) => paidBy)];
    const made = await this.independence.registeredByOne(reader, people);
    return made.map(({ registeredByName, personIds }) => ({
      code: 'madeByOne',
      facts: { people: personIds.length, by: registeredByName },
      requestIds: [],
    }));
  }

  async of(reader: Reader, request: CheckedRequest): Promise<SpendCheckResponse[]> {
    return (await Promise.all(this.checks.map((check) => check(reader, request)))).flat();
  }
}

const sameFile: RiskFlag = async (reader, { id }) => {
  const requestIds = await subjectsWithSameFile(reader, id);
  return requestIds.length > 0 ? [{ code: 'sameFile', facts: {}, requestIds }] : [];
};

const sameInvoice: RiskFlag = async (reader, { id }) => {
  const others = await reader.rows<{ invoiceNo: string; id: string }>(
    `SELECT DISTINCT o.invoice_no, o.spend_request_id AS id FROM fund_payment p JOIN fund_payment o ON o.invoice_no = p.invoice_no AND o.id <> p.id
     WHERE p.spend_request_id = ? LIMIT 10`,
    [id],
  );
  return others.map((other) => ({
    code: 'sameInvoice',
    facts: { invoiceNo: other.invoiceNo },
    requestIds: [other.id],
  }));
};

/** More than 95 % of the approved requests of its kind in the district. */
const unusuallyHigh: RiskFlag = async (reader, { id, kind, amountFen }) => {
  const counted = await reader.row<{ n: number }>(
    'SELECT COUNT(*) AS n FROM spend_request WHERE kind = ? AND year IS NOT NULL AND id <> ?',
    [kind, id],
  );
  const n = Number(counted?.n ?? 0);
  if (n < FEWEST_TO_COMPARE) return [];
  const border = await reader.row<{ fen: number }>(
    'SELECT amount_fen AS fen FROM spend_request WHERE kind = ? AND year IS NOT NULL AND id <> ? ORDER BY amount_fen LIMIT 1 OFFSET ?',
    [kind, id, Math.ceil(n * 0.95) - 1],
  );
  return border && amountFen > border.fen
    ? [{ code: 'unusuallyHigh', facts: { fen: border.fen, of: n }, requestIds: [] }]
    : [];
};

const newPayee: RiskFlag = async (reader, { id, payeeId, payee, status }) => {
  if (status === 'settled' || !payeeId) return [];
  const known = await reader.row(
    'SELECT 1 FROM spend_request r JOIN fund_payment p ON p.spend_request_id = r.id WHERE r.payee_id = ? AND r.id <> ? LIMIT 1',
    [payeeId, id],
  );
  return known ? [] : [{ code: 'newPayee', facts: { payee }, requestIds: [] }];
};

/** Requests within 30 days, to one payee or for one wish, that together need more signatures than each one alone. */
const split: RiskFlag = async (reader, { id, unitId, wishIds, payeeId, amountFen, policyVersion, requestedAt }) => {
  const { tiers } = await spendPolicyOf(reader, policyVersion);
  const boundFen = tiers.find(({ upToFen }) => upToFen === null || amountFen <= upToFen)?.upToFen;
  if (!boundFen) return [];
  const ofWishes = await reader.rows<{ id: string }>(
    'SELECT DISTINCT spend_request_id AS id FROM spend_wish WHERE wish_id IN (?)',
    [wishIds],
  );
  const others = await reader.rows<{ id: string; fen: number }>(
    `SELECT id, amount_fen AS fen FROM spend_request WHERE unit_id = ? AND id <> ? AND (payee_id <=> ? OR id IN (?))
       AND requested_at BETWEEN ? - INTERVAL ${SPLIT_DAYS} DAY AND ? + INTERVAL ${SPLIT_DAYS} DAY
       AND status NOT IN ('draft','refused','cancelled') ORDER BY requested_at DESC LIMIT 50`,
    [unitId, id, payeeId ?? id, ofWishes.map((one) => one.id), requestedAt, requestedAt],
  );
  const sumFen = others.reduce((sum, { fen }) => sum + fen, amountFen);
  return others.length > 0 && sumFen > boundFen
    ? [
        {
          code: 'split',
          facts: { fen: sumFen, boundFen, days: SPLIT_DAYS },
          requestIds: others.slice(0, 10).map((other) => other.id),
        },
      ]
    : [];
};

const listedWords: RiskFlag = async (reader, { text, policyVersion }) => {
  const { lists } = await spendPolicyOf(reader, policyVersion);
  const met = lists.flatMap(({ words, ...rule }) => {
    const word = words.find((one) => text.includes(one));
    return word ? [{ ...rule, word }] : [];
  });
  const isOutside = lists.some(({ effect }) => effect === 'allow') && met.every(({ effect }) => effect !== 'allow');
  const negative = met.filter(({ effect }) => effect !== 'allow');
  return [
    ...(isOutside ? [{ code: 'outside' as const, facts: {}, requestIds: [] }] : []),
    ...negative.map(({ word, zh, en, source }) => ({
      code: 'listed' as const,
      facts: { word, zh, en, source },
      requestIds: [],
    })),
  ];
};

const relatedPayee: RiskFlag = async (_, { payeeRelation }) =>
  payeeRelation ? [{ code: 'relatedPayee', facts: { relation: payeeRelation }, requestIds: [] }] : [];

/** Some wishes ended after the request was made, but the amount still covers all of them. */
const wishesEnded: RiskFlag = async (reader, { id, wishIds, status }) => {
  if (status === 'settled') return [];
  const ended = await reader.row<{ n: number }>(
    `SELECT COUNT(*) AS n FROM spend_wish s JOIN spend_request r ON r.id = s.spend_request_id
     JOIN spend_version v ON v.spend_request_id = r.id AND v.version = r.version WHERE s.spend_request_id = ? AND s.left_at > v.made_at`,
    [id],
  );
  const n = Number(ended?.n ?? 0);
  return n > 0 ? [{ code: 'wishesEnded', facts: { ended: n, left: wishIds.length }, requestIds: [] }] : [];
};
