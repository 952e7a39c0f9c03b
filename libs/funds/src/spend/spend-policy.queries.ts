import { Injectable } from '@nestjs/common';
import {
  FIRST_ID,
  Transactions,
  shanghaiDay,
  shanghaiInstant,
  type Actor,
  type Row,
  policyVersions,
} from '#libs/platform';
import { POLICY_SET, Access, People, Units, joinUnit } from '#libs/identity';
import { PAYEE_COLUMNS, PAYEE_JOIN, Payees, type PayeeColumns } from '../payee/payees.js';
import { assess, isForbidden, textOf, type SpendFacts, type SpendVerdict } from './assess-request.js';
import { PolicyDraftNotFound, policyTextOf, type SpendPolicyDraft } from './set-spend-policy.js';
import type { SpendPolicyDraft as SpendPolicyDraftTable } from './spend-policy-draft.entity.js';
import type { SpendPoliciesResponse, SpendReplayResponse, ReplayChange } from './spend-policy.dto.js';
import { DEFAULT_POLICY, spendPolicyOf, toPolicy, type SpendKind, type SpendPolicy } from './spend.policy.js';

const BATCH = 1_000;
/** A district has some 16,000 requests a year. */
const MOST_REPLAYED = 100_000;
const MOST_SHOWN = 100;

interface Replayed extends PayeeColumns {
  id: string;
  unitName: string;
  kind: SpendKind;
  purpose: string;
  items: string;
  quotes: string;
  justification: string | null;
  amountFen: number;
  isUrgent: number;
  policyVersion: number;
  minutes: number | null;
}

/** Read models of spending policies: versions, drafts, and the simulation of a draft. */
@Injectable()
export class SpendPolicyQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly access: Access,
    private readonly units: Units,
    private readonly payees: Payees,
  ) {}

  /** Newest version first; the last is the default policy of the platform. */
  async policies(): Promise<SpendPoliciesResponse> {
    const today = shanghaiDay(new Date());
    const rows = await policyVersions(this.transactions, 'spend');
    const names = await this.people.names(
      this.transactions,
      rows.map(({ setBy }) => setBy),
    );
    const versions = [
      ...rows.map(({ version, body, setBy, createdAt }) => ({
        ...toPolicy({ version, body }),
        setByName: names.get(setBy) ?? '',
        setAt: createdAt,
      })),
      { ...DEFAULT_POLICY, setByName: null, setAt: null },
    ];
    const inForce = versions.find(({ validFrom }) => (validFrom ?? '') <= today) ?? versions.at(-1)!;
    const drafts = await this.transactions.rows<Row<SpendPolicyDraftTable, 'id' | 'basedOn' | 'body' | 'updatedAt'>>(
      'SELECT id, based_on, body, updated_at FROM spend_policy_draft ORDER BY updated_at DESC LIMIT 50',
    );
    return {
      inForce: inForce.version,
      isExpired: inForce.validUntil !== null && inForce.validUntil < today,
      versions,
      drafts: drafts.map(({ body, ...draft }) => ({ ...draft, policy: policyTextOf(body) })),
    };
  }

  async draft(draftId: string): Promise<SpendPolicyDraft> {
    const row = await this.transactions.row<Row<SpendPolicyDraftTable, 'id' | 'basedOn' | 'body' | 'updatedAt'>>(
      'SELECT id, based_on, body, updated_at FROM spend_policy_draft WHERE id = ?',
      [draftId],
    );
    if (!row) throw PolicyDraftNotFound();
    const { body, ...draft } = row;
    return { ...draft, policy: policyTextOf(body) };
  }

  /** Simulates the draft for a year: assesses every submitted request under its own policy version and under the draft, and
   *  compares the two verdicts. */
  async replay(actor: Actor, draftId: string, year: number): Promise<SpendReplayResponse> {
    const root = await this.units.root(this.transactions);
    this.access.require(actor, POLICY_SET, root?.path ?? '/', PolicyDraftNotFound);
    const { policy } = await this.draft(draftId);
    const draft: SpendPolicy = { ...policy, version: -1 };
    const then = new Map<number, SpendPolicy>();
    const answer: SpendReplayResponse = { year, requests: 0, changed: 0, changes: {}, examples: [] };
    for (let after = FIRST_ID; answer.requests < MOST_REPLAYED;) {
      const rows = await this.transactions.rows<Replayed>(
        `SELECT STRAIGHT_JOIN r.id, u.name AS unit_name, r.kind, r.purpose, ${PAYEE_COLUMNS}, r.items, r.quotes, r.justification, r.amount_fen, r.is_urgent,
           r.policy_version, JSON_LENGTH(v.body, '$.minutesIds') AS minutes
         FROM spend_request r ${joinUnit('r.unit_id')} ${PAYEE_JOIN}
         LEFT JOIN spend_version v ON v.spend_request_id = r.id AND v.version = r.version
         WHERE r.id > ? AND r.status <> 'draft' AND r.requested_at >= ? AND r.requested_at < ? ORDER BY r.id LIMIT ${BATCH}`,
        [after, shanghaiInstant(`${year}-01-01`), shanghaiInstant(`${year + 1}-01-01`)],
      );
      for (const row of rows) {
        const { policyVersion } = row;
        if (!then.has(policyVersion)) then.set(policyVersion, await spendPolicyOf(this.transactions, policyVersion));
        const facts = factsOf(row, this.payees.nameOf(row));
        const changes = changesBetween(assess(then.get(policyVersion)!, facts), assess(draft, facts));
        answer.requests += 1;
        if (changes.length === 0) continue;
        answer.changed += 1;
        for (const change of changes) answer.changes[change] = (answer.changes[change] ?? 0) + 1;
        if (answer.examples.length < MOST_SHOWN)
          answer.examples.push({
            id: row.id,
            unitName: row.unitName,
            purpose: row.purpose,
            amountFen: row.amountFen,
            changes,
          });
      }
      if (rows.length < BATCH) break;
      after = rows.at(-1)!.id;
    }
    return answer;
  }
}

const factsOf = (row: Replayed, payee: string): SpendFacts => ({
  kind: row.kind,
  amountFen: row.amountFen,
  isUrgent: Boolean(row.isUrgent),
  text: textOf({ ...row, payee, items: JSON.parse(row.items) as { name: string }[] }),
  quotes: (JSON.parse(row.quotes) as unknown[]).length,
  hasMinutes: (row.minutes ?? 0) > 0,
  isJustified: Boolean(row.justification),
});

/** The differences between two verdicts on a request. */
function changesBetween(then: SpendVerdict, now: SpendVerdict): ReplayChange[] {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  if (isForbidden(now)) return isForbidden(then) ? [] : ['refused'];
  return [
    ...(isForbidden(then) ? (['allowed'] as const) : []),
    ...(now.signers.length > then.signers.length ? (['moreSigners'] as const) : []),
    ...(now.signers.length < then.signers.length ? (['fewerSigners'] as const) : []),
    ...(now.signers.length === then.signers.length && !same(now.signers, then.signers)
      ? (['otherSigners'] as const)
      : []),
    ...(same(now.notice, then.notice) ? [] : (['notice'] as const)),
    ...(now.lacks.some((lack) => !then.lacks.includes(lack)) ? (['morePapers'] as const) : []),
    ...(then.lacks.some((lack) => !now.lacks.includes(lack)) ? (['fewerPapers'] as const) : []),
  ];
}
